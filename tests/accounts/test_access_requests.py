"""A municipality asks to come in, and whoever coordinates its networks answers."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import AccessRequest, Invitation
from accounts.permissions import Role
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person

pytestmark = pytest.mark.django_db
ASK = "/cuenta/pedir-acceso/"
FORM = {"name": "Rosa Ríos", "email": "gobierno@nogalera.gob.ar", "position": "Directora", "message": "Hola"}


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000001", name="Nogalera")


def ask(place: Municipality, **changes: str) -> AccessRequest:
    return AccessRequest.objects.create(municipality=place, **{**FORM, **changes})


def test_first_the_municipality_and_then_who_asks(client: Client, place: Municipality) -> None:
    assert "/municipio/elegir/" in client.get(ASK).content.decode()
    address = f"{ASK}?municipio={place.key}"
    assert "Nogalera" in client.get(address).content.decode()
    assert client.post(address, FORM).url == f"{ASK}enviado/"
    request = AccessRequest.objects.get()
    assert (request.municipality, request.email) == (place, FORM["email"])


def test_a_robot_is_thanked_and_forgotten(client: Client, place: Municipality) -> None:
    response = client.post(f"{ASK}?municipio={place.key}", {**FORM, "website": "http://mala.example"})
    assert response.url == f"{ASK}enviado/"
    assert not AccessRequest.objects.exists()


def test_asking_twice_waits_once_and_tells_nothing(client: Client, place: Municipality) -> None:
    for _time in range(2):
        assert client.post(f"{ASK}?municipio={place.key}", FORM).url == f"{ASK}enviado/"
    assert AccessRequest.objects.count() == 1


def test_asking_without_end_is_refused(client: Client, place: Municipality) -> None:
    statuses = [
        client.post(f"{ASK}?municipio={place.key}", {**FORM, "email": f"a{n}@x.gob.ar"}).status_code
        for n in range(11)
    ]
    assert statuses == [302] * 10 + [429]


def test_nothing_but_the_form_is_kept(client: Client, place: Municipality) -> None:
    client.post(f"{ASK}?municipio={place.key}", {**FORM, "decided_at": "2026-01-01", "municipality": "99"})
    assert AccessRequest.objects.pending().get().municipality == place


@pytest.mark.parametrize(
    ("role", "own", "foreign"),
    [(Role.VISITOR, 404, 404), (Role.LEAD, 404, 404), (Role.COORDINATOR, 200, 404), (Role.ADMIN, 200, 200)],
)
def test_who_decides_and_on_what(
    role: Role, own: int, foreign: int, client: Client, place: Municipality
) -> None:
    mine, other = ask(place), ask(make.make_municipality("000002", name="Ombúes"))
    log_in(client, make_person(role, place))
    assert client.get(f"/cuenta/pedidos/{mine.pk}/").status_code == own
    assert client.get(f"/cuenta/pedidos/{other.pk}/").status_code == foreign
    listed = client.get("/cuenta/pedidos/")
    assert listed.status_code == own
    assert ("Ombúes" in listed.content.decode()) is (foreign == 200)


def test_accepting_invites(client: Client, place: Municipality) -> None:
    request = ask(place)
    log_in(client, make_person(Role.COORDINATOR, place))
    client.post(f"/cuenta/pedidos/{request.pk}/", {"decision": "accept", "role": "lead"})
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.municipality) == (FORM["email"], "lead", place)
    assert re.search(r"/cuenta/invitaciones/[\w-]+/", mail.outbox[0].body)
    assert (
        client.post(f"/cuenta/pedidos/{request.pk}/", {"decision": "accept", "role": "lead"}).status_code
        == 404
    )


def test_refusing_needs_a_reason_and_sends_it(client: Client, place: Municipality) -> None:
    request = ask(place)
    log_in(client, make_person(Role.COORDINATOR, place))
    assert client.post(f"/cuenta/pedidos/{request.pk}/", {"decision": "refuse"}).status_code == 200
    assert AccessRequest.objects.pending().exists()
    reason = "Ya hay un equipo: escribile a <su> referente."
    client.post(f"/cuenta/pedidos/{request.pk}/", {"decision": "refuse", "reason": reason})
    assert reason in mail.outbox[0].body
    assert "&lt;su&gt;" in mail.outbox[0].alternatives[0][0]
    assert not AccessRequest.objects.pending().exists()


def test_a_personal_mailbox_is_pointed_out(client: Client, place: Municipality) -> None:
    log_in(client, make_person(Role.COORDINATOR, place))
    page = {
        email: client.get(f"/cuenta/pedidos/{ask(place, email=email).pk}/").content.decode()
        for email in ("rosa@gmail.com", "gobierno@nogalera.gob.ar")
    }
    assert page["rosa@gmail.com"].count('class="caution"') == 1
    assert 'class="caution"' not in page["gobierno@nogalera.gob.ar"]


def test_what_they_typed_cannot_write_headers(client: Client, place: Municipality) -> None:
    client.post(f"{ASK}?municipio={place.key}", {**FORM, "email": "a@b.gob.ar\nBcc: c@d.test"})
    assert not AccessRequest.objects.exists()
