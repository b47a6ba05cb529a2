"""The audit trail: what it keeps, that nobody rewrites it, and who reads it."""

import csv
import io

import pytest
from django.core import mail
from django.test import Client

from accounts.audit import Action, record
from accounts.models import AppendOnly, AuditEntry, Membership, User
from accounts.permissions import Role
from accounts.views.audit import cell
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000201", name="Villa Registro")


def test_an_entry_cannot_be_rewritten_nor_deleted() -> None:
    entry = record(Action.EXPORTED, None, "algo")
    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(AppendOnly):
            attempt()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.update(label="otra cosa")
    with pytest.raises(AppendOnly):
        AuditEntry.objects.bulk_update([entry], ["label"])
    assert AuditEntry.objects.get().label == "algo"


def test_it_outlives_the_account(place: Municipality) -> None:
    admin = make_person(Role.ADMIN, place)
    entry = record(Action.EXPORTED, admin, "algo")
    address = admin.email
    admin.delete()
    kept = AuditEntry.objects.get(pk=entry.pk)
    assert kept.user is None and kept.email == address


@pytest.mark.parametrize("name", ["token", "new_password", "recovery_codes", "session_key"])
def test_it_takes_no_secret(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        record(Action.EXPORTED, None, "algo", **{name: "x"})


def test_roles_are_kept_when_they_are_given_changed_and_taken(place: Municipality) -> None:
    person = make_person(Role.CONTRIBUTOR, place)
    tie = Membership.objects.get(user=person)
    tie.role = "lead"
    tie.save()
    tie.delete()
    coordinator = make_person(Role.COORDINATOR, place)
    coordinator.network_roles.get().delete()
    kept = list(AuditEntry.objects.order_by("pk").values_list("action", "details__person"))
    assert kept == [
        (Action.MEMBER_ADDED, person.email),
        (Action.MEMBER_CHANGED, person.email),
        (Action.MEMBER_REMOVED, person.email),
        (Action.COORDINATOR_ADDED, coordinator.email),
        (Action.COORDINATOR_REMOVED, coordinator.email),
    ]


def test_who_becomes_administrator_or_is_switched_off(place: Municipality) -> None:
    person = make_person(Role.CONTRIBUTOR, place)
    person.is_superuser = True
    person.save()
    person.first_name = "Otra"
    person.save()
    (entry,) = AuditEntry.objects.filter(action=Action.ACCOUNT_CHANGED)
    assert entry.details["after"]["is_superuser"] is True and entry.details["before"]["is_superuser"] is False


def test_an_invitation_says_who_whom_and_from_where_but_never_its_token(
    place: Municipality, client: Client
) -> None:
    lead = make_person(Role.LEAD, place)
    log_in(client, lead, second_factor=True)
    client.post(
        f"/cuenta/equipo/{place.key}/",
        {"email": "nueva@prueba.test", "role": "contributor"},
        REMOTE_ADDR="203.0.113.7",
    )
    invitation = place.invitations.get()
    client.post(f"/cuenta/invitaciones/{invitation.pk}/reenviar/")
    client.post(f"/cuenta/invitaciones/{invitation.pk}/anular/")
    entries = AuditEntry.objects.filter(user=lead).order_by("pk")
    assert [one.action for one in entries] == [
        Action.INVITED,
        Action.INVITATION_RESENT,
        Action.INVITATION_REVOKED,
    ]
    first = entries[0]
    assert first.address == "203.0.113.7" and first.details["person"] == "nueva@prueba.test"
    tokens = [one.body.split("/cuenta/invitaciones/")[1].split("/")[0] for one in mail.outbox]
    kept = " ".join(f"{one.label} {one.key} {one.details}" for one in AuditEntry.objects.all())
    assert len(tokens) == 2 and all(token not in kept for token in tokens)
    assert invitation.token_hash not in kept


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD, Role.COORDINATOR])
def test_only_administrators_read_it(role: Role, place: Municipality, client: Client) -> None:
    log_in(client, make_person(role, place), second_factor=True)
    assert client.get("/cuenta/registro/").status_code == 404
    assert client.post("/cuenta/registro/exportar/").status_code == 404


def test_a_visitor_logs_in_first_and_an_administrator_proves_who_they_are(
    place: Municipality, client: Client, settings
) -> None:
    assert client.get("/cuenta/registro/").headers["Location"].startswith("/cuenta/entrar/")
    settings.SECOND_FACTOR_REQUIRED = True
    log_in(client, make_person(Role.ADMIN, place))
    assert client.get("/cuenta/registro/").status_code == 302


@pytest.fixture
def admin(place: Municipality, client: Client) -> User:
    person = make_person(Role.ADMIN, place)
    log_in(client, person, second_factor=True)
    return person


def test_it_is_filtered_by_who_what_and_when(admin: User, client: Client) -> None:
    record(Action.EXPORTED, None, "Caso del agua")
    record(Action.PUBLISHED, None, "Caso de la basura")
    for query, shown, hidden in (
        ("quien=agua", "Caso del agua", "Caso de la basura"),
        ("accion=published", "Caso de la basura", "Caso del agua"),
    ):
        html = client.get(f"/cuenta/registro/?{query}").content.decode()
        assert shown in html and hidden not in html
    assert "Caso del agua" not in client.get("/cuenta/registro/?hasta=2020-01-01").content.decode()


def test_the_export_is_kept_and_no_cell_is_a_formula(admin: User, client: Client) -> None:
    record(Action.PUBLISHED, None, '=HYPERLINK("http://malo.test")')
    record(Action.PUBLISHED, None, "otra")
    response = client.post("/cuenta/registro/exportar/", {"accion": "published"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    labels = [row[3] for row in rows[1:]]
    assert labels == ["otra", '\'=HYPERLINK("http://malo.test")']
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert entry.user == admin and entry.details == {"filters": {"accion": "published"}, "rows": 2}


@pytest.mark.parametrize("text", ["=1+1", "+54 9", "-1", "@SUMA(A1)", "\t=1", "  =1", "\r=1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_what_is_no_formula_stays() -> None:
    assert cell("Agua = vida") == "Agua = vida" and cell(12) == "12"
