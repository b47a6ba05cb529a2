"""The adopter fills in the AI sheet of its own replication, and files and closes its incidents."""

import re
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.permissions import Role
from cases.models import AiIncident, AiSheet, CasePage, Implementation
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import PASSWORD, log_in, make_person, type_in
from tests.cases.replication.telling import hidden, send, tell

pytestmark = pytest.mark.django_db
WHOLE = {name: f"Respuesta de {name}" for name in AiSheet.QUESTIONS} | {"risk_class": "limited"}
INCIDENT = {"occurred_on": "2/3/2026", "what": "Derivó mal cuarenta reclamos.", "serious": "on"}


@pytest.fixture
def site(case: CasePage, place: Municipality) -> Implementation:
    CasePage.objects.filter(pk=case.pk).update(uses_ai=True)
    return make.make_implementation(CasePage.objects.get(pk=case.pk), place)


def address(site: Implementation, *rest: object) -> str:
    return "/".join(["/replicar/ia", str(site.pk), *(str(one) for one in rest), ""])


def fill(client: Client, site: Implementation, data: dict[str, str], **extra: str):  # type: ignore[no-untyped-def]
    seen = hidden(client.get(address(site)).content.decode(), "seen")
    return client.post(address(site), {"seen": seen, **data, **extra})


def test_what_is_missing_is_named_until_nothing_is(telling: Client, site: Implementation) -> None:
    page = telling.get(address(site)).content.decode()
    assert page.count("<li>") >= len(AiSheet.QUESTIONS) and "Quién lo supervisa" in page
    some = WHOLE | {"audit": "", "oversight": ""}
    assert fill(telling, site, some).status_code == 302
    sheet = AiSheet.objects.get(implementation=site)
    assert not sheet.complete and len(sheet.missing) == 2 and not site.governed
    assert fill(telling, site, WHOLE).status_code == 302
    site = Implementation.objects.get(pk=site.pk)
    assert site.governed and site.ai_sheet.oversight == "Respuesta de oversight"


def test_every_saving_leaves_a_version_that_names_nobody(
    telling: Client, leading: Client, site: Implementation, contributor: User
) -> None:
    fill(telling, site, {"risk_class": "high"})
    fill(leading, site, {"risk_class": "high", "audit": "Cada seis meses, otra secretaría."})
    fill(leading, site, {"risk_class": "high", "audit": "Cada seis meses, otra secretaría."})
    page = telling.get(address(site)).content.decode()
    shown = re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
    assert len(shown) == 2, "saving the same is no version"
    assert "su referente" in shown[0] and "su equipo" in shown[1]
    assert contributor.email not in page


def test_nobody_writes_over_what_another_saved_meanwhile(
    telling: Client, leading: Client, site: Implementation
) -> None:
    seen = hidden(telling.get(address(site)).content.decode(), "seen")
    fill(leading, site, {"audit": "Lo de la referente"})
    late = telling.post(address(site), {"seen": seen, "audit": "Lo mío"})
    html = late.content.decode()
    assert late.status_code == 409 and "Lo mío" in html and "Lo de la referente" in html
    assert AiSheet.objects.get().audit == "Lo de la referente"
    again = telling.post(address(site), {"seen": hidden(html, "seen"), "audit": "Lo mío"})
    assert again.status_code == 302 and AiSheet.objects.get().audit == "Lo mío"


def test_an_incident_is_filed_once_and_closed(telling: Client, site: Implementation) -> None:
    fill(telling, site, WHOLE)
    for _twice in range(2):
        assert telling.post(address(site, "incidente"), INCIDENT).status_code == 302
    one = AiIncident.objects.get()
    assert one.occurred_on == date(2026, 3, 2) and AiSheet.objects.get().serious_incident_open
    assert not Implementation.objects.get(pk=site.pk).governed
    where = address(site, "incidente", one.pk)
    assert 'value="2/3/2026"' in telling.get(where).content.decode()
    for wrong in ({"closed_on": "5/3/2026"}, {"closed_on": "1/3/2026", "remedy": "Se volvió atrás."}):
        assert telling.post(where, INCIDENT | wrong).status_code == 422
    assert telling.post(where, INCIDENT | {"closed_on": "5/3/2026", "remedy": "Se volvió atrás."}).url
    one.refresh_from_db()
    assert one.closed_on == date(2026, 3, 5) and not AiSheet.objects.get().serious_incident_open
    assert [change.origin for change in one.history()] == ["contributor", "contributor"]


def test_an_incident_may_come_before_the_sheet(telling: Client, site: Implementation) -> None:
    assert telling.post(address(site, "incidente"), INCIDENT).status_code == 302
    assert AiSheet.objects.get(implementation=site).serious_incident_open


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMIN])
def test_nobody_else_opens_nor_writes_it(role: Role, site: Implementation) -> None:
    """The origin's team, another city's, and even the coordination of the adopter's own network."""
    places = [site.case.municipality, make.make_municipality()]
    if role in (Role.COORDINATOR, Role.ADMIN):
        places = [site.municipality]
    for n, place in enumerate(places):
        client = log_in(Client(), make_person(role, place, f"otra{n}@prueba.test"), second_factor=True)
        for where in (address(site), address(site, "incidente")):
            assert client.get(where).status_code == 404
            assert client.post(where, {"seen": "new", **WHOLE, **INCIDENT}).status_code == 404
    assert not AiSheet.objects.exists()


def test_an_incident_is_not_reached_through_another_site(telling: Client, site: Implementation) -> None:
    other = make.make_implementation(site.case)
    foreign = AiIncident.objects.create(
        sheet=AiSheet.objects.create(implementation=other), occurred_on=date(2026, 1, 1), what="Ajeno"
    )
    assert telling.get(address(site, "incidente", foreign.pk)).status_code == 404


def test_a_case_without_ai_has_no_sheet(telling: Client, case: CasePage, place: Municipality) -> None:
    plain = make.make_implementation(case, place)
    assert telling.get(address(plain)).status_code == 404


def test_what_was_typed_outlives_the_session(client: Client, contributor: User, site: Implementation) -> None:
    answer = client.post(address(site), {"seen": "new", "audit": "Lo que había escrito"})
    assert answer.status_code == 302 and "entrar" in answer.url
    type_in(client, contributor.email, PASSWORD)
    assert "Lo que había escrito" in client.get(address(site)).content.decode()


def test_it_is_asked_for_where_the_team_looks(telling: Client, case: CasePage, place: Municipality) -> None:
    CasePage.objects.filter(pk=case.pk).update(uses_ai=True)
    tell(telling, case, place)
    told = send(telling, case)
    site = case.implementations.get(municipality=place)
    assert address(site) in telling.get(told.url).content.decode()
    desk = f"/mi-municipio/{place.key}/"
    assert address(site) in telling.get("/replicar/").content.decode()
    assert address(site) in telling.get(desk).content.decode()
    fill(telling, site, WHOLE)
    assert address(site) not in telling.get("/replicar/").content.decode()
    assert address(site) not in telling.get(desk).content.decode()


@given(st.sets(st.sampled_from(AiSheet.QUESTIONS)))
def test_it_is_complete_when_nothing_is_missing(answered: set[str]) -> None:
    sheet = AiSheet(**dict.fromkeys(answered, "high"))
    assert sheet.complete == (not sheet.missing)
    assert len(sheet.missing) + len(answered) == len(AiSheet.QUESTIONS)
