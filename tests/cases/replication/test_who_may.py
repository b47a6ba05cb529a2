"""Every address of the flow, for every role: own, another's, and of no network."""

from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.permissions import Role
from cases.models import AiIncident, AiSheet, CasePage, Implementation, ReplicationReport
from cases.replication.links import mailbox_link
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import address, hidden, tell

pytestmark = pytest.mark.django_db

LOGIN, OK, MISSING, REFUSED, GOES = "login", 200, 404, 403, 302
WHO = ["visitor", "nobody", "contributor", "lead", "coordinator", "admin"]
SHEETS = ("ai_sheet", "add_ai_incident", "ai_incident")
# Name of the address → what each answers to a GET when the adopter is theirs, and when it is another's.
OWN = {
    "mine": [LOGIN, OK, OK, OK, OK, OK],
    "start": [LOGIN, REFUSED, GOES, GOES, GOES, GOES],
    "step": [LOGIN, REFUSED, OK, OK, OK, OK],
    "check": [LOGIN, GOES, GOES, GOES, GOES, GOES],
    "sent": [LOGIN, MISSING, MISSING, MISSING, MISSING, MISSING],
    "confirm": [LOGIN, MISSING, MISSING, OK, MISSING, MISSING],
    "object": [LOGIN, MISSING, MISSING, MISSING, OK, OK],
    "link": [OK, OK, OK, GOES, OK, OK],
    **{name: [LOGIN, MISSING, OK, OK, MISSING, MISSING] for name in SHEETS},
    "discard": [405, 405, 405, 405, 405, 405],
}
FOREIGN = {
    **OWN,
    **{name: [LOGIN, *[MISSING] * 5] for name in SHEETS},
    "confirm": [LOGIN, *[MISSING] * 5],
    "object": [LOGIN, *[MISSING] * 4, OK],
    "link": [OK] * 6,
}


def browser_of(who: str, place: Municipality) -> Client:
    if who == "visitor":
        return Client()
    if who == "nobody":
        return log_in(Client(), make.User.objects.create_user("nadie@prueba.test"), second_factor=True)
    return log_in(Client(), make_person(Role(who), place), second_factor=True)


def addresses(case: CasePage, site: Implementation, report: ReplicationReport) -> dict[str, str]:
    return {
        "mine": "/replicar/",
        "start": address(case),
        "step": address(case, "municipio"),
        "check": address(case, "revisar"),
        "sent": address(case, f"enviado/{report.key}"),
        "confirm": f"/replicar/confirmar/{site.pk}/",
        "object": f"/replicar/objetar/{site.pk}/",
        "link": "/replicar/" + mailbox_link(site).partition("/replicar/")[2],
        "ai_sheet": f"/replicar/ia/{site.pk}/",
        "add_ai_incident": f"/replicar/ia/{site.pk}/incidente/",
        "ai_incident": f"/replicar/ia/{site.pk}/incidente/{site.ai_sheet.incident_log.get().pk}/",
        "discard": f"/replicar/borrador/{report.key}/tirar/",
    }


@pytest.mark.parametrize("where", ["own", "foreign"])
@pytest.mark.parametrize("who", WHO)
def test_every_address(who: str, where: str, case: CasePage, place: Municipality) -> None:
    site = make.make_implementation(case, place, confirmed=False, mailbox="gobierno@adoptante.gob.ar")
    sheet = AiSheet.objects.create(implementation=site)
    AiIncident.objects.create(sheet=sheet, occurred_on=date(2026, 1, 2), what="Derivó mal un reclamo")
    author = make_person(Role.CONTRIBUTOR, place, "autora@prueba.test")
    report = ReplicationReport.objects.create(user=author, case=case, municipality=place, implementation=site)
    client = browser_of(who, place if where == "own" else make.make_municipality("000999"))
    table = OWN if where == "own" else FOREIGN
    found = {}
    for name, page in addresses(case, site, report).items():
        answered = client.get(page)
        to_login = answered.status_code == 302 and answered["Location"].startswith("/cuenta/entrar/")
        found[name] = LOGIN if to_login else answered.status_code
    assert found == {name: row[WHO.index(who)] for name, row in table.items()}


def test_the_table_names_every_address() -> None:
    flow = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "replication")
    assert {one.name for one in flow.url_patterns} == set(OWN) == set(FOREIGN)


@pytest.mark.parametrize("who", ["contributor", "lead", "coordinator"])
def test_a_municipality_of_others_is_not_told_of(who: str, case: CasePage, place: Municipality) -> None:
    client = browser_of(who, make.make_municipality("000999"))
    page = client.get(address(case, "municipio")).content.decode()
    draft = page.split('name="draft" value="')[1].split('"')[0]
    posted = {"draft": draft, "municipality": place.key}
    assert client.post(address(case, "municipio"), posted)["Location"].endswith("/municipio/?corregir")
    assert client.get(address(case, "fase"))["Location"] == address(case, "municipio")


@pytest.mark.parametrize("who", ["contributor", "lead", "coordinator"])
def test_whoever_left_the_team_does_not_send(who: str, case: CasePage, place: Municipality) -> None:
    client = browser_of(who, place)
    tell(client, case, place, **({"buzon": {"mailbox": "a@b.gob.ar"}} if who == "coordinator" else {}))
    html = client.get(address(case, "revisar")).content.decode()
    place.memberships.all().delete()
    place.networks.clear()
    client.post(address(case, "revisar"), {name: hidden(html, name) for name in ("draft", "seen")})
    assert not Implementation.objects.filter(municipality=place).exists()


def test_a_case_that_is_not_public_cannot_be_replicated(telling: Client, case: CasePage) -> None:
    case.unpublish()
    for name in ("", "municipio", "revisar"):
        assert telling.get(address(case, name)).status_code == 404


def test_an_administrator_looks_a_municipality_up(case: CasePage, place: Municipality) -> None:
    for number in range(401):
        make.make_municipality(f"9{number:05d}")
    client = browser_of("admin", place)
    page = client.get(address(case, "municipio") + f"?municipio={place.key}")
    assert [key for key, _label in page.context["form"].fields["municipality"].choices] == [place.key]
    draft = page.content.decode().split('name="draft" value="')[1].split('"')[0]
    gone = client.post(address(case, "municipio"), {"draft": draft, "municipality": place.key})
    assert gone["Location"] == address(case, "fase")
