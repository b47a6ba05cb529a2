"""What the trail keeps besides roles: who was let in, who was not, and what left as a file (C46)."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.audit import Action
from accounts.models import AccessRequest, AuditEntry
from accounts.permissions import Role
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person

pytestmark = pytest.mark.django_db
ASKING = "nueva@municipio.test"


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000301", name="Villa Pide")


@pytest.fixture
def asking(place: Municipality) -> AccessRequest:
    return AccessRequest.objects.create(
        municipality=place, name="Nueva", email=ASKING, position="Directora", message="Hola"
    )


@pytest.mark.parametrize(
    ("answer", "action", "kept"),
    [
        ({"decision": "grant", "role": "lead"}, Action.ACCESS_GRANTED, {"person": ASKING, "role": "lead"}),
        (
            {"decision": "refuse", "reason": "Ya hay equipo."},
            Action.ACCESS_REFUSED,
            {"person": ASKING, "reason": "Ya hay equipo."},
        ),
    ],
)
def test_who_was_let_in_and_who_was_not(
    answer: dict[str, str], action: str, kept: dict[str, str], asking: AccessRequest, client: Client
) -> None:
    coordinator = make_person(Role.COORDINATOR, asking.municipality)
    log_in(client, coordinator, second_factor=True)
    client.post(f"/cuenta/pedidos/{asking.pk}/", answer, REMOTE_ADDR="203.0.113.9")
    entry = AuditEntry.objects.get(action=action)
    assert (entry.user, entry.details, entry.address) == (coordinator, kept, "203.0.113.9")


def test_a_list_of_the_admin_that_leaves_as_a_file(place: Municipality, client: Client) -> None:
    admin = make_person(Role.ADMIN, place)
    log_in(client, admin, second_factor=True)
    page = "/admin/reports/site-history/"
    client.get(page)
    assert not AuditEntry.objects.filter(action=Action.EXPORTED).exists()
    assert client.get(page, {"export": "csv"}).status_code == 200
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert (entry.user, entry.label, entry.details) == (admin, page, {"filters": "export=csv"})


def test_the_public_cases_that_leave_as_a_file() -> None:
    make.make_case()
    call_command("export_cases", stdout=io.StringIO())
    assert AuditEntry.objects.get(action=Action.EXPORTED).details == {"rows": 1}


@pytest.mark.parametrize(("asked", "filters"), [([], ""), (["--country", "ar"], "country=AR")])
def test_the_register_that_leaves_as_a_file(
    asked: list[str], filters: str, place: Municipality, tmp_path: Path
) -> None:
    for output in ([], ["--output", str(tmp_path / "registro.csv")]):
        call_command("export_municipalities", *asked, *output, stdout=io.StringIO())
    entries = AuditEntry.objects.filter(action=Action.EXPORTED)
    assert [one.details for one in entries] == [{"rows": 1, "filters": filters}] * 2


@pytest.mark.parametrize(("role", "shown"), [(Role.ADMIN, True), (Role.COORDINATOR, False)])
def test_the_account_of_an_administrator_leads_to_it(
    role: Role, shown: bool, place: Municipality, client: Client
) -> None:
    log_in(client, make_person(role, place), second_factor=True)
    assert ("/cuenta/registro/" in client.get("/cuenta/").content.decode()) is shown
