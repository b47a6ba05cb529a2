"""One door, that counts attempts, tells nothing of who has an account, and sends nobody elsewhere."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.people import PASSWORD, log_in, type_in

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://mala.example/",
    "http://mala.example",
    "//mala.example",
    "///mala.example",
    "////mala.example/",
    "/\\mala.example",
    "\\\\mala.example",
    "\\/mala.example",
    "/\t/mala.example",
    "\t//mala.example",
    "/\n/mala.example",
    "\n//mala.example",
    "/\r/mala.example",
    " //mala.example",
    "http:mala.example",
    "https:/mala.example",
    "http:///mala.example",
    "https:\\\\mala.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://mala.example",
    "mailto:a@mala.example",
    "//mala.example:80/%2f..",
    "//mala.example@testserver/",
    "http://testserver@mala.example/",
    "http://testserver.mala.example/",
    "https://testserver:443@mala.example",
    "//%6dala.example",
    "%2f%2fmala.example",
    "%5c%5cmala.example",
    "//[::1]/",
    "http://2130706433/",
    "//mala.example#/cuenta/",
    "?next=//mala.example",
    "\x00//mala.example",
    "/\x0b/mala.example",
]


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ana@municipio.test", PASSWORD)


def test_email_and_password_open_the_account(client: Client, person: User) -> None:
    response = type_in(client, "ANA@municipio.test", PASSWORD)
    assert response.status_code == 302
    assert response.url == "/cuenta/"
    assert client.get("/cuenta/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_the_doors_of_wagtail_lead_to_the_only_one(address: str, client: Client) -> None:
    response = client.get(address, {"next": "/admin/pages/"})
    assert response.url == "/cuenta/entrar/?next=%2Fadmin%2Fpages%2F"
    assert client.post(address, {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize(
    "address", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/set-password/"]
)
def test_there_is_one_password_reset(address: str, client: Client, person: User) -> None:
    assert client.get(address).url == "/cuenta/clave/olvidada/"
    assert client.post(address, {"email": person.email}).url == "/cuenta/clave/olvidada/"
    assert mail.outbox == []


def test_the_admin_changes_neither_password_nor_address(client: Client) -> None:
    client.force_login(User.objects.create_superuser("jefa@prueba.test", PASSWORD))
    page = client.get("/admin/account/").content.decode()
    assert "new_password" not in page
    assert 'name="name_email-email"' not in page


def test_who_may_not_enter_the_admin_is_told_so_and_not_sent_in_circles(client: Client, person: User) -> None:
    client.force_login(person)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_nobody_is_sent_to_another_site(next_page: str, client: Client, person: User) -> None:
    asked = [
        client.get("/admin/login/", {"next": next_page}),
        type_in(client, person.email, PASSWORD, next=next_page),
        client.get("/cuenta/entrar/", {"next": next_page}),
        client.post("/cuenta/salir/", {"next": next_page}),
        client.post("/admin/logout/", {"next": next_page}),
    ]
    for response in asked:
        assert response.status_code == 302
        there = urlsplit(response.url)
        assert (there.scheme, there.netloc) == ("", "")
        assert response.url.startswith("/")
        assert not response.url.startswith(("//", "/\\"))
        assert not any(letter < " " for letter in response.url)


def test_the_eleventh_failure_is_refused_whatever_address_it_claims(client: Client, person: User) -> None:
    for attempt in range(10):
        response = type_in(client, f"nadie{attempt}@municipio.test", "mala")
        assert response.status_code == 200
    refused = client.post(
        reverse("account_login"),
        {"login": "otra@municipio.test", "password": "mala"},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert type_in(client, person.email, PASSWORD).status_code == 429


def test_one_account_stands_five_failures(client: Client, person: User) -> None:
    statuses = [type_in(client, person.email, "mala").status_code for _attempt in range(6)]
    assert statuses == [200] * 5 + [429]


def test_the_limits_are_kept_where_every_process_sees_them(client: Client) -> None:
    type_in(client, "nadie@municipio.test", "mala")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache")
        keys = [key for (key,) in cursor.fetchall()]
    assert any("login_failed" in key for key in keys)


def body(response) -> str:  # type: ignore[no-untyped-def]
    """The page without what changes at each request, and without what was typed."""
    text = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|value="[^"]*@[^"]*"', "", text)


def test_a_failed_login_tells_nothing(client: Client, person: User) -> None:
    closed = User.objects.create_user("bea@municipio.test", PASSWORD, is_active=False)
    answers = [
        type_in(client, email, "mala") for email in (person.email, closed.email, "nadie@municipio.test")
    ]
    assert {response.status_code for response in answers} == {200}
    assert len({body(response) for response in answers}) == 1


def test_asking_for_a_reset_tells_nothing(client: Client, person: User) -> None:
    answers = [
        client.post("/cuenta/clave/olvidada/", {"email": email}, follow=True)
        for email in (person.email, "nadie@municipio.test")
    ]
    assert len({(response.status_code, body(response)) for response in answers}) == 1
    assert [message.to for message in mail.outbox] == [[person.email], ["nadie@municipio.test"]]
    assert "/cuenta/clave/cambiar/" in mail.outbox[0].body
    assert "/cuenta/pedir-acceso/" in mail.outbox[1].body


def test_the_sixth_reset_of_an_address_is_refused(client: Client, person: User) -> None:
    data = {"email": person.email}
    statuses = [client.post("/cuenta/clave/olvidada/", data).status_code for _attempt in range(6)]
    assert statuses == [302] * 5 + [429]


def test_a_reset_changes_the_password_and_closes_the_sessions(client: Client, person: User) -> None:
    elsewhere = log_in(Client(), person)
    client.post("/cuenta/clave/olvidada/", {"email": person.email})
    link = next(word for word in mail.outbox[0].body.split() if "/cuenta/clave/cambiar/" in word)
    form = client.get(urlsplit(link).path, follow=True)
    new = "otra-clave-bien-larga-8"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert elsewhere.get("/cuenta/").status_code == 302
    assert type_in(Client(), person.email, PASSWORD).status_code == 200
    assert type_in(Client(), person.email, new).status_code == 302
    again = Client().get(urlsplit(link).path)  # the link works once
    assert again.status_code == 200
    assert b"password1" not in again.content


def test_nobody_signs_up(client: Client) -> None:
    client.post("/cuenta/pedir-acceso/", {"email": "nueva@municipio.test", "password1": PASSWORD})
    assert not User.objects.filter(email="nueva@municipio.test").exists()


@pytest.mark.parametrize("password", ["corta", "123456789012", "contraseña", "password1234"])
def test_weak_passwords_are_refused(password: str, client: Client, person: User) -> None:
    client.force_login(person)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/cuenta/clave/", data).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
