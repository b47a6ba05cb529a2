"""The panel that says how a draft stands: it follows what is saved, and finds personal data in every text."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from cases.editor.exposed import exposed
from cases.models import AiSheet, CasePage, CaseSource
from tests.cases.editor.test_moderation import as_, people, town, write
from tests.factories import make_indicator, make_measure

__all__ = ["people", "town"]
pytestmark = pytest.mark.django_db
PHONE = "llamá al 2804 451234"


def panel(person, case: CasePage) -> tuple[int, str]:
    response = as_(person).get(reverse("cases_editor:standing", args=[case.pk]))
    return response.status_code, response.content.decode()


def test_it_follows_the_draft_and_not_what_is_public(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    before = panel(people[Role.CONTRIBUTOR], case)[1]
    draft = case.get_latest_revision_as_object()
    draft.failures, draft.conditions = "La primera cuadrilla no alcanzó.", PHONE
    draft.save_revision()
    after = panel(people[Role.CONTRIBUTOR], case)[1]
    assert "2804 451234" in after and "2804 451234" not in before
    assert re.search(r"Listo:</span>\s*Cuenta lo que no funcionó", after) is not None
    assert re.search(r"Listo:</span>\s*Cuenta lo que no funcionó", before) is None


def test_it_is_as_secret_as_the_draft(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    assert panel(people[Role.LEAD], case)[0] == 200
    assert panel(people[Role.COORDINATOR], case)[0] == 404, "it was not submitted"


def test_the_editor_of_a_new_case_has_the_panel_and_its_script(people, town):
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", town.cases_page.pk])
    html = as_(people[Role.CONTRIBUTOR]).get(address).content.decode()
    assert 'data-standing="/admin/casos/0/como-viene/"' in html and "js/standing.js" in html


def test_personal_data_are_looked_for_in_every_text_that_is_public(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    assert exposed(case) == []
    origin = case.origin_site()
    origin.overcome = PHONE
    origin.save()
    measure = make_measure(origin, make_indicator(case), "baseline", 40)
    measure.method, measure.source_title = PHONE, "Escribir a ana@vecina.test"
    measure.save()
    AiSheet.objects.create(implementation=origin, oversight="DNI 20.111.222", risk_class="low")
    CaseSource.objects.create(page=case, title=PHONE)
    found = {(one.anchor, one.words) for one in exposed(CasePage.objects.get(pk=case.pk))}
    assert found == {
        ("cifras", "2804 451234"),
        ("cifras", "ana@vecina.test"),
        ("cifras", "DNI 20.111.222"),
        ("sources-FORMS", "2804 451234"),
    }
    assert {one.anchor for one in exposed(CasePage(summary=PHONE))} == {"summary"}
