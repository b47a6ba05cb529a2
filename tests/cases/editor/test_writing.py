"""What the editor tells somebody who writes: how the case stands, what is missing, what must not be there."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.permissions import Role
from cases.editor.checklist import checklist
from cases.editor.personal_data import personal_data
from cases.editor.prospect import prospect
from cases.evidence import Level
from cases.models import AiIncident, AiSheet, CasePage
from home.management.commands.build_site import build_tree
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_implementation, make_indicator, make_measure, make_pair


@pytest.mark.parametrize(
    "text",
    [
        "Escriban a maria.lopez@gmail.com y ella les cuenta",
        "El titular es DNI 27.345.678",
        "CUIT 20-12345678-3",
        "Cel. 2901 15 445566",
        "Llamar al +54 9 341 555 1234",
        "En ese barrio solo dos familias lo pidieron",
        "Llamar al 2804 451234",
        "Consultas: (0280) 445-1234",
        "Reclamos al 011 4567-8901",
        "tel. (02804) 451234",
        "El titular tiene CUIT 20123456783",
        "20123456783",
        "L.E. 7.654.321",
    ],
)
def test_what_identifies_a_person_is_warned_about(text):
    assert personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "La Ordenanza 4221/2025 y la Ley 25.326",
        "Bajó de 94 a 41 días en 2025 y costó $ 12.345.678,50",
        "Participaron 412 familias de 20.000 habitantes",
        "El 147 recibe los reclamos",
        "Costó $ 23.456.789 y 12.345.678 pesos más",
        "Lo sostiene una persona a media jornada",
        "Un vecino pide el turno y dos personas lo atienden",
        "De 2024 a 2025 pasaron de 1.200 a 3.400 trámites",
        "",
    ],
)
def test_norms_amounts_and_large_groups_are_not_personal_data(text):
    assert not personal_data(text)


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text):
    for one in personal_data(text):
        assert one.words in text


@pytest.mark.django_db
def test_a_draft_is_read_as_if_it_were_published_and_its_figures_accepted():
    case = make_case(live=False)
    site, indicator = case.implementations.get(), make_indicator(case)
    make_pair(site, indicator, 40, 30, status="submitted")
    assert case.assessment(date(2026, 11, 1)).level is Level.STORY
    assert prospect(case, date(2026, 11, 1)).level is Level.MEASURED


@pytest.mark.django_db
def test_a_confirmation_is_never_taken_for_granted():
    case = make_case(live=False, origin=False)
    site = make_implementation(case, case.municipality, role="origin", confirmed=False)
    make_pair(site, make_indicator(case), 40, 30, status="submitted")
    assert prospect(case, date(2026, 11, 1)).level is Level.STORY


@pytest.mark.django_db
def test_the_checklist_follows_what_is_written():
    case = make_case(title="T" * 71, problem="", failures="", live=False)
    left = {item.field for item in checklist(case) if not item.done}
    assert {"title", "problem", "failures", "cifras", "governance"} <= left
    case.title, case.problem, case.failures = "Corto", "Había un problema", "Lo que no anduvo"
    make_measure(case.implementations.get(), make_indicator(case), "baseline", 40, status="submitted")
    make_indicator(case, "quejas", core=False, lens="inclusion")
    make_indicator(case, "auditorias", core=False, lens="risk")
    now_left = {item.field for item in checklist(case) if not item.done}
    assert not {"title", "problem", "failures", "cifras"} & now_left


@pytest.mark.django_db
def test_inclusion_is_measured_by_a_figure_of_a_group_too():
    case = make_case(live=False)
    site, core = case.implementations.get(), make_indicator(case)
    make_measure(site, core, "baseline", 40, status="submitted")
    before = sum(item.done for item in checklist(case))
    make_measure(site, core, "baseline", 60, status="submitted", group="mayores de 60")
    assert sum(item.done for item in checklist(CasePage.objects.get(pk=case.pk))) == before + 1


@pytest.mark.django_db
def test_the_terms_are_asked_of_a_case_with_a_contract_alone():
    case = make_case(live=False)
    plain = checklist(case)
    case.contract_signed_on = date(2025, 1, 1)
    asked = checklist(case)
    assert len(asked) == len(plain) + 1
    origin = case.origin_site()
    origin.contract_type = "pilot"
    origin.exit_criteria, origin.data_ownership = "Menos de la mitad lo usa", "El municipio"
    origin.save()
    assert sum(item.done for item in checklist(case)) == sum(item.done for item in asked) + 1


@pytest.mark.django_db
def test_the_checklist_asks_for_the_sheet_only_where_there_is_artificial_intelligence():
    case = make_case(live=False)
    assert len(checklist(CasePage.objects.get(pk=case.pk))) + 1 == len(checklist(_with(case, uses_ai=True)))


@pytest.mark.django_db
def test_the_sheet_follows_its_serious_incidents():
    sheet = AiSheet.objects.create(implementation=make_case().implementations.get())
    light = AiIncident.objects.create(sheet=sheet, occurred_on=date(2026, 1, 1), what="Tardó")
    assert not AiSheet.objects.get().serious_incident_open
    serious = AiIncident.objects.create(
        sheet=sheet, occurred_on=date(2026, 2, 1), what="Negó un subsidio", serious=True
    )
    assert AiSheet.objects.get().serious_incident_open
    light.close("Se agregó memoria")
    assert AiSheet.objects.get().serious_incident_open
    serious.close("Se revisaron los 40 casos a mano")
    assert not AiSheet.objects.get().serious_incident_open
    assert serious.closed_on and serious.history().count() == 2


def _with(case, **values):
    for name, value in values.items():
        setattr(case, name, value)
    return case


@pytest.mark.django_db
def test_every_version_of_the_sheet_can_be_read_beside_the_case(client):
    build_tree()
    case = make_case(live=False, uses_ai=True)
    log_in(client, make_person(Role.CONTRIBUTOR, case.municipality))
    address = reverse("cases_editor:ai_sheet", args=[case.pk])
    client.post(address, {"oversight": "La directora"})
    client.post(address, {"oversight": "El secretario"})
    shown = client.get(reverse("cases_editor:figures", args=[case.pk])).content.decode()
    assert shown.index("Versión 2, del") < shown.index("El secretario") < shown.index("Versión 1, del")
    assert "La directora" in shown
