"""An invitation opens one place, to one address, once, for a week."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from accounts.models import Invitation, Membership, NetworkRole, Unusable, User
from accounts.permissions import Role
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import PASSWORD, log_in, make_person, network_of, type_in

pytestmark = pytest.mark.django_db
NEW = "nueva@municipio.test"
ACCEPT = "/cuenta/invitaciones/aceptar/"
FORM = {"name": "Nélida Nueva", "password": PASSWORD}


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000001", name="Nogalera")


@pytest.fixture
def lead(place: Municipality) -> User:
    return make_person(Role.LEAD, place)


def invite(
    by: User, place: Municipality, email: str = NEW, role: str = "contributor"
) -> tuple[Invitation, str]:
    return Invitation.objects.invite(email, role, place, by)


def opened(token: str, client: Client | None = None) -> Client:
    client = client or Client()
    assert client.get(f"/cuenta/invitaciones/{token}/").url == ACCEPT
    return client


def test_from_the_team_page_to_the_team(client: Client, place: Municipality, lead: User) -> None:
    log_in(client, lead)
    client.post(f"/cuenta/equipo/{place.key}/", {"email": NEW.upper(), "role": "contributor"})
    message = mail.outbox[0]
    assert message.to == [NEW]
    assert "Nogalera" in message.subject
    link = re.search(r"/cuenta/invitaciones/([\w-]+)/", message.body)
    assert link
    assert link[0] in message.alternatives[0][0]
    person = opened(link[1])
    assert NEW in person.get(ACCEPT).content.decode()
    assert person.post(ACCEPT, FORM).url == "/cuenta/"
    user = User.objects.get(email=NEW)
    assert (user.first_name, user.check_password(PASSWORD)) == ("Nélida Nueva", True)
    assert user.memberships.get().role == "contributor"
    assert person.get("/cuenta/").status_code == 200
    assert type_in(Client(), NEW, PASSWORD).status_code == 302


def test_the_token_is_not_kept_anywhere(place: Municipality, lead: User) -> None:
    _invitation, token = invite(lead, place)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        assert token not in str(cursor.fetchall())
    assert len(token) >= 43


def test_it_is_used_once(place: Municipality, lead: User) -> None:
    _invitation, token = invite(lead, place)
    first, second = opened(token), opened(token)
    first.post(ACCEPT, FORM)
    assert second.get(ACCEPT).status_code == 404
    assert second.post(ACCEPT, FORM).status_code == 404
    assert opened(token).get(ACCEPT).status_code == 404
    assert User.objects.filter(email=NEW).count() == 1


def test_what_opens_nothing_looks_the_same_whatever_the_reason(place: Municipality, lead: User) -> None:
    expired, late = invite(lead, place, "uno@municipio.test")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=now() - timedelta(seconds=1))
    revoked, dead = invite(lead, place, "dos@municipio.test")
    revoked.revoke()
    _invitation, good = invite(lead, place)
    flipped = good[:-1] + ("A" if good[-1] != "A" else "B")
    pages = [opened(token).get(ACCEPT) for token in (late, dead, flipped, "x", "a" * 5000)] + [
        Client().get(ACCEPT)
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'"[\w]{64}"', "", page.content.decode()) for page in pages}) == 1
    assert not User.objects.filter(email__endswith="@municipio.test").exists()


def test_it_lasts_seven_days(place: Municipality, lead: User) -> None:
    invitation, _token = invite(lead, place)
    assert timedelta(days=6, hours=23) < invitation.expires_at - now() <= timedelta(days=7)


def test_another_address_cannot_accept_it(client: Client, place: Municipality, lead: User) -> None:
    _invitation, token = invite(lead, place)
    other = User.objects.create_user("otra@municipio.test", PASSWORD)
    client.force_login(other)
    opened(token, client)
    for page in (client.get(ACCEPT), client.post(ACCEPT)):
        assert page.status_code == 403
        assert NEW not in page.content.decode()
    assert not other.memberships.exists()
    assert Invitation.objects.usable().count() == 1


def test_no_field_of_the_form_changes_what_was_invited(place: Municipality, lead: User) -> None:
    other = make.make_municipality("000002")
    _invitation, token = invite(lead, place)
    extra = {
        "email": "otra@x.test",
        "role": "lead",
        "municipality": other.pk,
        "is_superuser": "1",
        "is_staff": "1",
    }
    opened(token).post(ACCEPT, {**FORM, **extra})
    user = User.objects.get(email=NEW)
    membership = user.memberships.get()
    assert (membership.municipality, membership.role) == (place, "contributor")
    assert not user.is_superuser
    assert not user.is_staff


def test_who_has_an_account_logs_in_and_accepts(client: Client, place: Municipality, lead: User) -> None:
    user = User.objects.create_user(NEW, PASSWORD)
    _invitation, token = invite(lead, place, role="lead")
    opened(token, client)
    page = client.get(ACCEPT).content.decode()
    assert f"/cuenta/entrar/?next={ACCEPT}" in page
    assert client.post(ACCEPT, FORM).status_code == 200  # no second account, no change of password
    assert type_in(client, NEW, PASSWORD, next=ACCEPT).url == ACCEPT
    client.post(ACCEPT)
    assert user.memberships.get().role == "lead"


def test_a_weak_password_is_told_and_nothing_is_lost(place: Municipality, lead: User) -> None:
    _invitation, token = invite(lead, place)
    person = opened(token)
    page = person.post(ACCEPT, {"name": "Nélida", "password": "corta"})
    assert page.status_code == 200
    assert "Nélida" in page.content.decode()
    assert person.post(ACCEPT, FORM).status_code == 302


def test_inviting_again_or_resending_kills_the_older_link(place: Municipality, lead: User) -> None:
    _first, old = invite(lead, place)
    second, newer = invite(lead, place)
    newest = second.resend(lead)
    for token, status in ((old, 404), (newer, 404), (newest, 200)):
        assert opened(token).get(ACCEPT).status_code == status
    second.refresh_from_db()
    assert second.resent == 1


def test_what_was_answered_is_neither_resent_nor_revoked(place: Municipality, lead: User) -> None:
    invitation, token = invite(lead, place)
    opened(token).post(ACCEPT, FORM)
    with pytest.raises(Unusable):
        invitation.resend(lead)
    with pytest.raises(Unusable):
        invitation.revoke()


def test_an_invitation_falls_with_who_sent_it(place: Municipality, lead: User) -> None:
    _invitation, token = invite(lead, place)
    lead.memberships.all().delete()
    assert opened(token).get(ACCEPT).status_code == 404


def test_a_lead_who_is_invited_to_contribute_stays_lead(place: Municipality, lead: User) -> None:
    invitation, _token = invite(make_person(Role.ADMIN, place), place, lead.email)
    invitation.accept(lead)
    assert lead.memberships.get().role == "lead"


@pytest.mark.parametrize(
    ("role", "own", "foreign"),
    [
        (Role.CONTRIBUTOR, 404, 404),
        (Role.LEAD, 302, 404),
        (Role.COORDINATOR, 302, 404),
        (Role.ADMIN, 302, 302),
    ],
)
def test_who_invites_and_where(
    role: Role, own: int, foreign: int, client: Client, place: Municipality
) -> None:
    other = make.make_municipality("000002")
    log_in(client, make_person(role, place))
    for there, status in ((place, own), (other, foreign)):
        response = client.post(f"/cuenta/equipo/{there.key}/", {"email": NEW, "role": "lead"})
        assert response.status_code == status
        assert there.invitations.exists() is (status == 302)


@pytest.mark.parametrize("action", ["reenviar", "anular"])
def test_the_invitations_of_another_city_do_not_exist(
    action: str, client: Client, place: Municipality
) -> None:
    other = make.make_municipality("000002")
    foreign, token = invite(make_person(Role.LEAD, other), other)
    log_in(client, make_person(Role.LEAD, place))
    assert client.post(f"/cuenta/invitaciones/{foreign.pk}/{action}/").status_code == 404
    assert opened(token).get(ACCEPT).status_code == 200


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR])
def test_only_administrators_invite_coordinators(role: Role, client: Client, place: Municipality) -> None:
    network = network_of(place)
    address = f"/cuenta/red/{network.slug}/"
    assert log_in(client, make_person(role, place)).post(address, {"email": NEW}).status_code == 404
    log_in(client, make_person(Role.ADMIN, place))
    assert client.post(address, {"email": NEW}).status_code == 302
    link = re.search(r"/cuenta/invitaciones/([\w-]+)/", mail.outbox[0].body)
    assert link
    opened(link[1]).post(ACCEPT, FORM)
    assert NetworkRole.objects.get(user__email=NEW).network == network


def test_nobody_invites_themselves(client: Client, place: Municipality) -> None:
    coordinator = make_person(Role.COORDINATOR, place)
    log_in(client, coordinator)
    client.post(f"/cuenta/equipo/{place.key}/", {"email": coordinator.email.upper(), "role": "lead"})
    assert not Invitation.objects.exists()


def test_taking_out_the_last_lead_has_to_be_said(client: Client, place: Municipality, lead: User) -> None:
    other = make_person(Role.CONTRIBUTOR, place)
    log_in(client, make_person(Role.ADMIN, place))
    address = "/cuenta/equipo/{}/quitar/{}/"
    last = address.format(place.key, lead.memberships.get().pk)
    assert "knowingly" in client.get(last).content.decode()
    assert client.post(last).status_code == 200
    assert lead.memberships.exists()
    client.post(address.format(place.key, other.memberships.get().pk))
    assert not other.memberships.exists()
    client.post(last, {"knowingly": "on"})
    assert not lead.memberships.exists()


def test_nobody_is_taken_out_by_a_foreign_lead_or_by_reading(
    client: Client, place: Municipality, lead: User
) -> None:
    address = f"/cuenta/equipo/{place.key}/quitar/{lead.memberships.get().pk}/"
    log_in(client, make_person(Role.LEAD, make.make_municipality("000002")))
    assert client.post(address, {"knowingly": "on"}).status_code == 404
    log_in(client, make_person(Role.ADMIN, place))
    client.get(address)
    assert lead.memberships.exists()


def test_names_and_places_cannot_write_headers(client: Client, place: Municipality, lead: User) -> None:
    Municipality.objects.filter(pk=place.pk).update(name="Nogalera\r\nBcc: todos@mala.example\r\n\r\nHola")
    User.objects.filter(pk=lead.pk).update(first_name="Ana\nBcc: todos@mala.example")
    log_in(client, lead)
    client.post(f"/cuenta/equipo/{place.key}/", {"email": NEW, "role": "contributor"})
    message = mail.outbox[0]
    assert "\n" not in message.subject
    assert message.recipients() == [NEW]
    assert message.message()["Bcc"] is None
    head = message.message().as_bytes().split(b"\n\n")[0]
    assert not re.search(rb"(?im)^bcc:", head)


@pytest.mark.parametrize(
    "email", ["a@b.test\r\nBcc: c@d.test", "a@b.test,c@d.test", "<a@b.test>", "a b@c.test"]
)
def test_an_address_is_one_address(email: str, client: Client, place: Municipality, lead: User) -> None:
    log_in(client, lead)
    client.post(f"/cuenta/equipo/{place.key}/", {"email": email, "role": "contributor"})
    assert mail.outbox == []


def test_a_mail_that_does_not_leave_is_told(
    client: Client, place: Municipality, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    log_in(client, lead)
    page = client.post(f"/cuenta/equipo/{place.key}/", {"email": NEW, "role": "contributor"}, follow=True)
    assert 'class="notice error"' in page.content.decode()
    assert NEW in page.content.decode()


def test_of_two_who_opened_it_at_once_one_gets_the_account(place: Municipality, lead: User) -> None:
    _invitation, token = invite(lead, place)
    first, second = (Invitation.objects.by_token(token) for _one in range(2))
    first.accept_as_new("Nélida", PASSWORD)
    with pytest.raises(Unusable):
        second.accept_as_new("Otra", "otra-clave-bien-larga-8")
    assert User.objects.get(email=NEW).check_password(PASSWORD)
    assert Membership.objects.filter(user__email=NEW).count() == 1


def test_an_acceptance_that_fails_leaves_the_invitation_open(place: Municipality, lead: User) -> None:
    invitation, token = invite(lead, place)
    User.objects.create_user(NEW, PASSWORD)  # meanwhile
    with pytest.raises(Unusable):
        invitation.accept_as_new("Nélida", PASSWORD)
    assert Invitation.objects.by_token(token).accepted_at is None
