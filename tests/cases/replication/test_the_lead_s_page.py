"""What the lead reads before giving their word, and how a city that nobody leads comes to give it."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Membership, User
from accounts.permissions import Role
from cases.models import CasePage
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import TODAY_PAIR, answer, confirm, send, tell

pytestmark = pytest.mark.django_db
MAILBOX = "gobierno@adoptante.gob.ar"


def test_a_correction_shows_what_is_public_and_its_mail_does_not_deny_it(
    telling: Client, leading: Client, case: CasePage, place: Municipality, lead: User, committed
) -> None:
    losses = case.indicators.get(key="perdidas")
    site = make.make_implementation(case, place, adaptations="Con planillas.")
    make.make_pair(site, losses, 40, 30)
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "production"})
    answer(telling, case, "adaptaciones", {"adaptations": "Con otra planilla."})
    answer(telling, case, "mediciones", {"nothing": "on"})
    with committed(execute=True):
        send(telling, case)
    body = next(one.body for one in mail.outbox if one.to == [lead.email])
    assert "sigue mostrando lo que ya habías confirmado" in body and "sin confirmar" not in body
    page = leading.get(f"/replicar/confirmar/{site.pk}/").content.decode()
    assert "Cifras que ya son públicas" in page and "hoy dice: Con planillas." in page
    assert "una corrección" in leading.get("/replicar/").content.decode()


def test_an_objection_is_read_where_the_lead_answers(
    leading: Client, case: CasePage, place: Municipality
) -> None:
    site = make.make_implementation(case, place, objected_on="2026-10-01", objection="El balance es de otro.")
    page = leading.get(f"/replicar/confirmar/{site.pk}/").content.decode()
    assert "El balance es de otro." in page and "no hay nada que espere" not in page
    row = re.search(
        r"<tr>(?:(?!</tr>).)*Adoptante.*?</tr>", Client().get(case.url).content.decode(), re.DOTALL
    )
    assert row and "en revisión" in row[0]


@pytest.mark.parametrize(("phase", "counts"), [("intent", False), ("production", False), ("measured", True)])
def test_confirming_does_not_promise_more_than_it_does(
    phase: str, counts: bool, leading: Client, case: CasePage, place: Municipality
) -> None:
    fields = {"phase": "intent"} if phase == "intent" else {}
    site = make.make_implementation(case, place, confirmed=False, **fields)
    if phase == "measured":
        make.make_pair(site, case.indicators.get(key="perdidas"), 40, 30)
    confirm(leading, site)
    said = leading.get("/replicar/").content.decode()
    assert ("cuenta en la evidencia" in said) is counts


def test_the_link_of_a_mail_about_what_was_returned_says_so(leading: Client, place: Municipality) -> None:
    page = leading.get("/replicar/confirmar/999999/", follow=True).content.decode()
    assert "Esa ya no te espera" in page


def test_a_city_that_nobody_leads_comes_in_by_the_mail_of_its_mailbox(
    coordinating: Client, case: CasePage, place: Municipality, committed
) -> None:
    figures = {case.indicators.get(key="perdidas"): TODAY_PAIR}
    tell(coordinating, case, place, figures=figures, buzon={"mailbox": MAILBOX})
    with committed(execute=True):
        send(coordinating, case)
    body = next(str(one.body) for one in mail.outbox if one.to == [MAILBOX])
    visitor = Client()
    opened = visitor.get("/replicar/enlace/" + body.split("/replicar/enlace/")[1].split()[0]).content.decode()
    assert "Sin la aplicación." in opened and "41,5" not in opened, "figures are read by logging in"
    accept = re.search(r'href="(/cuenta/[^"]+)"[^>]*>Aceptar la invitación', opened)
    assert accept
    visitor.get(accept[1], follow=True)
    form = {"name": "Ana Referente", "password": "una-clave-larga-77"}
    accepted = visitor.post("/cuenta/invitaciones/aceptar/", form)
    member = Membership.objects.get(municipality=place, role="lead")
    assert member.user.email == MAILBOX
    site = case.implementations.get(municipality=place)
    assert accepted.url == f"/replicar/confirmar/{site.pk}/", "one step"
    confirm(log_in(Client(), member.user, second_factor=True), site)
    site.refresh_from_db()
    assert site.confirmed_on


def test_where_somebody_leads_the_mailbox_is_not_invited(
    coordinating: Client, case: CasePage, place: Municipality, lead: User, committed
) -> None:
    tell(coordinating, case, place, buzon={"mailbox": MAILBOX})
    with committed(execute=True):
        send(coordinating, case)
    assert not place.invitations.exists()


def test_a_coordinator_reminds_once_a_week(
    coordinating: Client, case: CasePage, place: Municipality, lead: User
) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    said = [
        coordinating.post(f"/avisos/recordar/{site.pk}/", follow=True).content.decode() for _n in range(2)
    ]
    assert [one.to for one in mail.outbox] == [[lead.email]]
    assert "Le escribimos" in said[0] and "menos de una semana" in said[1]


def test_there_is_nobody_to_remind(coordinating: Client, case: CasePage, place: Municipality) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    page = coordinating.post(f"/avisos/recordar/{site.pk}/", follow=True).content.decode()
    assert "no tiene referente ni casilla" in page and not mail.outbox


@pytest.mark.parametrize("role", [Role.VISITOR, Role.CONTRIBUTOR, Role.LEAD])
def test_nobody_else_reminds(role: Role, case: CasePage, place: Municipality, lead: User) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    person = make_person(role, place, "otra@prueba.test")
    assert log_in(Client(), person).post(f"/avisos/recordar/{site.pk}/").status_code == 404
    assert not mail.outbox


def test_a_coordinator_finds_any_replication_of_the_network(
    coordinating: Client, case: CasePage, place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.replication.deciding.LISTED", 1)
    first = make.make_implementation(case, place)
    make.make_implementation(make.make_case(title="Otra cosa"), place)
    page = coordinating.get("/replicar/").content.decode()
    assert "las últimas 1 de 2" in page and f"/objetar/{first.pk}/" not in page
    assert f"/objetar/{first.pk}/" in coordinating.get("/replicar/", {"q": case.title}).content.decode()
    assert "con esas palabras" in coordinating.get("/replicar/", {"q": "zzz"}).content.decode()
