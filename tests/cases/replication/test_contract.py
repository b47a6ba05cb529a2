"""How each implementation was contracted: asked of adopter and origin, public, and part of the files."""

from datetime import date

import pytest
from django.test import Client

from accounts.permissions import Role
from cases.case_files.exporting import export_document
from cases.models import CasePage, Implementation
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import address, answer, send, tell

pytestmark = pytest.mark.django_db
TYPED = {
    "contract_type": "pilot",
    "exit_criteria": "Si menos de la mitad lo usa, no se renueva.",
    "decision_on": "15/10/2027",
    "price_after_pilot": "900.000 pesos por mes",
    "data_ownership": "Del municipio",
}
KEPT = TYPED | {"decision_on": date(2027, 10, 15)}


def stored(site: Implementation) -> dict[str, object]:
    return {name: getattr(site, name) for name in Implementation.CONTRACT}


def test_the_adopter_tells_it_and_it_is_read(telling: Client, case: CasePage, place: Municipality) -> None:
    tell(telling, case, place, phase="pilot", dates={"started": "1/9/2026"}, contrato=TYPED)
    checked = telling.get(address(case, "revisar")).content.decode()
    assert "15 de octubre de 2027" in checked and "900.000 pesos por mes" in checked
    send(telling, case)
    site = case.implementations.get(municipality=place)
    assert stored(site) == KEPT and site.tells_contract
    page = telling.get(case.url).content.decode()
    assert "15 de octubre de 2027" in page and "900.000 pesos por mes" in page


def test_correcting_it_begins_with_what_was_told(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    make.make_implementation(case, place, confirmed=False, on_behalf=False, **KEPT)
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "production"})
    page = telling.get(address(case, "contrato")).content.decode()
    assert 'value="15/10/2027"' in page and "900.000 pesos por mes" in page


def test_the_city_of_origin_is_asked_the_same(case: CasePage) -> None:
    writer = log_in(Client(), make_person(Role.CONTRIBUTOR, case.municipality))
    where = f"/admin/casos/{case.pk}/como-esta/"
    page = writer.get(where).content.decode()
    assert all(f'name="{name}"' in page for name in Implementation.CONTRACT)
    answered = writer.post(where, {"phase": "production", **TYPED, "decision_on": "2027-10-15"})
    assert answered.status_code == 302
    assert stored(case.origin_site()) == KEPT


def test_it_travels_in_the_file(case: CasePage, place: Municipality) -> None:
    make.make_implementation(case, place, **KEPT)
    (record,) = export_document(CasePage.objects.filter(pk=case.pk))["cases"]
    (told,) = [one for one in record["implementations"] if one["role"] == "replication"]
    assert told["contract"] == {
        "type": "pilot",
        "exit_criteria": KEPT["exit_criteria"],
        "decision_on": "2027-10-15",
        "price_after_pilot": "900.000 pesos por mes",
        "data_ownership": "Del municipio",
    }
