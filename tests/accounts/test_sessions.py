"""A session changes its key whenever what it may do changes, and ends when it should."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from accounts.signal_handlers import BEGAN
from tests.accounts.people import PASSWORD, type_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ana@municipio.test", PASSWORD)


def test_logging_in_changes_the_key_and_the_old_one_is_dead(client: Client, person: User) -> None:
    client.get("/cuenta/invitaciones/no-existe/")  # anything that makes an anonymous session
    before = client.session.session_key
    type_in(client, person.email, PASSWORD)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_changing_the_password_changes_the_key_and_closes_the_others(client: Client, person: User) -> None:
    other = Client()
    for one in (client, other):
        type_in(one, person.email, PASSWORD)
    before = client.session.session_key
    new = "otra-clave-bien-larga-8"
    client.post("/cuenta/clave/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.session.session_key != before
    assert client.get("/cuenta/").status_code == 200
    assert other.get("/cuenta/").status_code == 302


def test_the_cookie_is_out_of_the_reach_of_scripts_and_other_sites(client: Client, person: User) -> None:
    cookie = type_in(client, person.email, PASSWORD).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE


def test_a_session_ends_at_its_limit_however_much_it_was_used(client: Client, person: User) -> None:
    type_in(client, person.email, PASSWORD)
    session = client.session
    session[BEGAN] = time.time() - settings.SESSION_LIMIT - 1
    session.save()
    assert client.get("/cuenta/").status_code == 302


def test_use_puts_off_the_end(client: Client, person: User) -> None:
    type_in(client, person.email, PASSWORD)
    session = client.session
    session["touched"] = time.time() - 3600
    session.save()
    Session.objects.update(expire_date="2100-01-01T00:00Z")
    client.get("/cuenta/")
    assert Session.objects.get(session_key=client.session.session_key).expire_date.year < 2100


def test_logging_out_needs_a_form(client: Client, person: User) -> None:
    type_in(client, person.email, PASSWORD)
    assert client.get("/cuenta/salir/").status_code == 200
    assert client.get("/admin/logout/").status_code == 405
    assert client.get("/cuenta/").status_code == 200
    client.post("/cuenta/salir/")
    assert client.get("/cuenta/").status_code == 302


def test_the_other_sessions_can_be_closed(client: Client, person: User) -> None:
    other = Client()
    for one in (other, client):
        type_in(one, person.email, PASSWORD)
    assert client.get("/cuenta/sesiones/").content.decode().count('scope="row"') == 2
    client.post("/cuenta/sesiones/")
    assert other.get("/cuenta/").status_code == 302
    assert client.get("/cuenta/").status_code == 200


def test_switching_an_account_off_ends_its_sessions_at_once(client: Client, person: User) -> None:
    type_in(client, person.email, PASSWORD)
    key = client.session.session_key
    person.is_active = False
    person.save()
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/cuenta/").status_code == 302


def test_an_old_address_opens_nothing(client: Client, person: User) -> None:
    type_in(client, person.email, PASSWORD)
    person.email = "ana@otro.test"
    person.save()
    assert type_in(Client(), "ana@municipio.test", PASSWORD).status_code == 200
    assert type_in(Client(), "ana@otro.test", PASSWORD).status_code == 302


def test_pages_of_an_account_are_not_kept(client: Client, person: User) -> None:
    client.force_login(person)
    assert "no-store" in client.get("/cuenta/").headers["Cache-Control"]


def test_public_pages_do_not_vary_by_cookie_for_who_has_none(client: Client) -> None:
    assert "Cookie" not in client.get("/no-existe/").headers.get("Vary", "")
