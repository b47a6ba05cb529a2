"""Personal data are looked for in every text of a case, and each warning leads to where it is mended."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from cases.editor.exposed import exposed
from cases.models import AiSheet, CasePage
from cases.models.photos import CasePhoto
from tests.cases.editor.test_moderation import as_, people, town, write
from tests.factories import make_indicator

__all__ = ["people", "town"]
pytestmark = pytest.mark.django_db
PHONE = "llamá al 2804 451234"


def test_the_words_of_indicators_photos_and_incidents_are_looked_at_too(people, town) -> None:
    case = write(people[Role.CONTRIBUTOR], town, what_was_done="Escribí a beto@vecino.test")
    indicator = make_indicator(case)
    indicator.label = "Días que esperó el DNI 20.111.333"
    indicator.save()
    origin = case.origin_site()
    origin.adaptations = PHONE
    origin.save()
    sheet = AiSheet.objects.create(implementation=origin)
    sheet.incident_log.create(occurred_on="2026-01-02", what="Negó el turno al DNI 20.111.444")
    draft = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    draft.photos.add(CasePhoto(alternative="Una vecina", caption="El titular es DNI 20.111.555"))
    assert [(one.anchor, one.words) for one in exposed(draft)] == [
        ("what_was_done", "beto@vecino.test"),
        ("photos-FORMS", "DNI 20.111.555"),
        ("cifras", "DNI 20.111.333"),
        ("cifras", "2804 451234"),
        ("cifras", "DNI 20.111.444"),
    ]


def test_every_link_of_the_panel_leads_to_something_of_the_editor(people, town) -> None:
    case = write(people[Role.CONTRIBUTOR], town, what_was_done="", problem=PHONE)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    html = as_(people[Role.CONTRIBUTOR]).get(address).content.decode()
    shown = html[html.index("data-standing=") : html.index("data-standing-said")]
    anchors = set(re.findall(r'href="#(id_[^"]+)"', shown))
    assert {"id_what_was_done", "id_problem"} <= anchors
    assert not [one for one in anchors | {"id_photos-FORMS", "id_sources-FORMS"} if f'id="{one}"' not in html]
