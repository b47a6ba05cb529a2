"""Whoever can change what others read proves twice who they are, by whatever door they come."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import Client

from accounts.models import Membership, User
from accounts.permissions import Role
from accounts.second_factor import requires_second_factor
from tests import factories as make
from tests.accounts.people import PASSWORD, code_now, give_app, log_in, make_person, type_in

pytestmark = pytest.mark.django_db
MUST = [Role.COORDINATOR, Role.ADMIN]


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", MUST)
@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/reports/site-history/"]
)
def test_no_page_of_the_admin_opens_with_a_password_alone(role: Role, address: str, client: Client) -> None:
    type_in(client, make_person(role, make.make_municipality()).email, PASSWORD)
    for response in (
        client.get(address),
        client.post(address),
        client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}),
    ):
        assert (response.status_code, response.url) == (302, "/cuenta/segundo-factor/")


@pytest.mark.parametrize("role", MUST)
def test_nothing_is_changed_elsewhere_either(role: Role, client: Client) -> None:
    place = make.make_municipality()
    type_in(client, make_person(role, place).email, PASSWORD)
    client.post(f"/cuenta/equipo/{place.key}/", {"email": "nueva@prueba.test", "role": "lead"})
    assert mail.outbox == []
    assert client.get(f"/cuenta/equipo/{place.key}/").status_code == 200


def test_a_reset_link_is_no_way_around(client: Client) -> None:
    user = make_person(Role.ADMIN, make.make_municipality())
    give_app(user)
    client.post("/cuenta/clave/olvidada/", {"email": user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    new = "otra-clave-bien-larga-8"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert type_in(client, user.email, new).url == "/cuenta/segundo-factor/entrar/"
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_the_login_asks_for_the_code_and_then_opens(client: Client) -> None:
    user = make_person(Role.COORDINATOR, make.make_municipality())
    secret = give_app(user)
    assert type_in(client, user.email, PASSWORD, next="/admin/").url == "/cuenta/segundo-factor/entrar/"
    assert client.post("/cuenta/segundo-factor/entrar/", {"code": "000000"}).status_code == 200
    before = client.session.session_key
    assert client.post("/cuenta/segundo-factor/entrar/", {"code": code_now(secret)}).url == "/admin/"
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200


def test_a_code_works_once(client: Client) -> None:
    user = make_person(Role.ADMIN, make.make_municipality())
    code = code_now(give_app(user))
    for one, status in ((client, 302), (Client(), 200)):
        type_in(one, user.email, PASSWORD)
        assert one.post("/cuenta/segundo-factor/entrar/", {"code": code}).status_code == status


def test_guessing_codes_stops(client: Client) -> None:
    user = make_person(Role.ADMIN, make.make_municipality())
    secret = give_app(user)
    type_in(client, user.email, PASSWORD)
    for _attempt in range(5):
        client.post("/cuenta/segundo-factor/entrar/", {"code": "nunca1"})
    client.post("/cuenta/segundo-factor/entrar/", {"code": code_now(secret)})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_works_once(client: Client) -> None:
    user = make_person(Role.ADMIN, make.make_municipality())
    give_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for one, opens in ((client, True), (Client(), False)):
        type_in(one, user.email, PASSWORD)
        one.post("/cuenta/segundo-factor/entrar/", {"code": code})
        assert ("_auth_user_id" in one.session) is opens


def test_setting_it_up_opens_the_way_with_a_new_session_key(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test never commits: what allauth does then, it does at once.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call: call())
    user = make_person(Role.COORDINATOR, make.make_municipality())
    type_in(client, user.email, PASSWORD)
    assert client.get("/admin/").url == "/cuenta/segundo-factor/"
    assert client.get("/cuenta/segundo-factor/aplicacion/").url.startswith("/cuenta/confirmar/")
    client.post("/cuenta/confirmar/", {"password": PASSWORD})
    before = client.session.session_key
    secret = re.search(
        r'class="code">(\w+)<', client.get("/cuenta/segundo-factor/aplicacion/").content.decode()
    )
    assert secret
    done = client.post("/cuenta/segundo-factor/aplicacion/", {"code": code_now(secret[1])})
    assert done.url == "/cuenta/segundo-factor/codigos/"
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200
    assert client.get("/cuenta/segundo-factor/codigos/").content.decode().count("<li>") >= 10
    assert mail.outbox[-1].to == [user.email]


def test_the_secret_is_not_in_the_database_as_it_is() -> None:
    user = make_person(Role.ADMIN, make.make_municipality())
    secret = give_app(user)
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_a_changed_secret_key_still_reads_them_by_the_fallbacks(settings: Any, client: Client) -> None:
    user = make_person(Role.ADMIN, make.make_municipality())
    secret = give_app(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "nueva" * 12, [settings.SECRET_KEY]
    type_in(client, user.email, PASSWORD)
    assert client.post("/cuenta/segundo-factor/entrar/", {"code": code_now(secret)}).status_code == 302


def test_a_lead_writes_without_it_and_confirms_only_with_it(client: Client, rf: Any) -> None:
    place = make.make_municipality()
    page, lead = make.make_cases_page(place), make_person(Role.LEAD, place)

    @requires_second_factor
    def confirm(request: HttpRequest) -> HttpResponse:
        return HttpResponse("confirmado")

    def ask(signed: Client) -> HttpResponse:
        request = rf.get("/mi-municipio/confirmar/")
        request.session, request.user = signed.session, lead
        return confirm(request)

    log_in(client, lead)
    assert client.get(f"/admin/pages/add/cases/casepage/{page.pk}/").status_code == 200
    assert ask(client).status_code == 302
    assert ask(log_in(Client(), lead, second_factor=True)).content == b"confirmado"


def test_a_lead_needs_it_to_choose_who_comes_in(client: Client) -> None:
    place = make.make_municipality()
    lead = make_person(Role.LEAD, place)
    form = {"email": "nueva@prueba.test", "role": "lead"}
    log_in(client, lead)
    assert client.post(f"/cuenta/equipo/{place.key}/", form).url == "/cuenta/segundo-factor/"
    assert mail.outbox == []
    log_in(client, lead, second_factor=True)
    client.post(f"/cuenta/equipo/{place.key}/", form)
    assert len(mail.outbox) == 1


def test_who_has_it_but_did_not_use_it_here_is_asked_for_the_code(client: Client) -> None:
    place = make.make_municipality()
    lead = make_person(Role.LEAD, place)
    log_in(client, lead)  # before
    secret = give_app(lead)
    member = make_person(Role.CONTRIBUTOR, place).memberships.get()
    wanted = f"/cuenta/equipo/{place.key}/quitar/{member.pk}/"
    asked = client.get(wanted)
    assert asked.url.startswith("/cuenta/segundo-factor/confirmar/?next=")
    assert client.post(asked.url, {"code": code_now(secret), "next": wanted}).url == wanted
    assert client.get(wanted).status_code == 200


def test_a_session_of_somebody_else_does_not_count(client: Client) -> None:
    place = make.make_municipality()
    log_in(client, make_person(Role.ADMIN, place), second_factor=True)
    client.force_login(User.objects.create_superuser("otra@prueba.test", PASSWORD))
    assert client.get("/admin/").url == "/cuenta/segundo-factor/"


def test_a_contributor_who_starts_to_coordinate_is_stopped_at_once(client: Client) -> None:
    place = make.make_municipality()
    make.make_cases_page(place)
    user = make_person(Role.CONTRIBUTOR, place)
    log_in(client, user)
    assert client.get("/admin/").status_code == 200
    make_person(Role.COORDINATOR, place).network_roles.update(user=user)
    assert client.get("/admin/").url == "/cuenta/segundo-factor/"
    assert Membership.objects.filter(user=user).exists()


def test_switching_it_off_on_a_server_is_said(settings: Any) -> None:
    assert not [one for one in run_checks(include_deployment_checks=True) if one.id == "accounts.W001"]
    settings.SECOND_FACTOR_REQUIRED = False
    assert [one for one in run_checks(include_deployment_checks=True) if one.id == "accounts.W001"]


def test_without_the_setting_a_password_is_enough(settings: Any, client: Client) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    type_in(client, make_person(Role.ADMIN, make.make_municipality()).email, PASSWORD)
    assert client.get("/admin/").status_code == 200
