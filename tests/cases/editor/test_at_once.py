"""Two people on one case at the same moment, buttons pressed twice, the same sent again (C35)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from cases.models import CasePage, Indicator, Measure
from home.management.commands.build_site import build_review, build_tree
from tests.accounts.people import log_in, make_person
from tests.cases.editor.test_moderation import typed
from tests.cases.replication.test_at_once import at_once, shared
from tests.factories import make_case, make_indicator

__all__ = ["shared"]
EDITORS = 6


def editing(case: CasePage, number: int) -> tuple[Client, str, dict[str, str]]:
    """A browser in which the case was opened a moment ago, and whose next click saves."""
    person = make_person(Role.CONTRIBUTOR, case.municipality, f"editora{number}@prueba.test")
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    form = typed(slug=case.slug, problem=f"El problema {number}", loaded_revision_id=case.latest_revision_id)
    return log_in(Client(), person), address, form


def test_of_those_who_save_at_once_nobody_s_words_are_lost(shared: None) -> None:
    """Who was second is told; should two pass in the same instant, both are in the history."""
    build_tree()
    build_review()
    case = make_case(live=False, origin=False)
    case.save_revision()
    posts = [editing(case, number) for number in range(EDITORS)]
    codes = at_once(posts)
    assert set(codes) <= {302, 409} and codes[302] >= 1 and sum(codes.values()) == EDITORS
    kept = {revision.as_object().problem for revision in case.revisions.all()}
    assert len([text for text in kept if text.startswith("El problema")]) == codes[302]
    again = [client.post(address, form).status_code for client, address, form in posts]
    assert again == [409] * EDITORS, "whoever was not told yet is told now"


def test_a_figure_that_is_sent_by_several_clicks_is_one(shared: None) -> None:
    build_tree()
    case = make_case(live=False)
    indicator = make_indicator(case)
    client = log_in(Client(), make_person(Role.CONTRIBUTOR, case.municipality))
    address = reverse("cases_editor:add_figure", args=[case.pk, indicator.pk])
    figure = {"moment": "baseline", "value": "40", "period_end": "2024-06-30", "source_title": "Planta"}
    codes = at_once([(copy_of(client), address, figure) for _click in range(EDITORS)])
    assert codes == {302: EDITORS}
    assert Measure.objects.filter(indicator=indicator).count() == 1


def copy_of(client: Client) -> Client:
    same = Client()
    same.cookies = client.cookies
    return same


@pytest.mark.django_db
def test_an_indicator_that_is_sent_again_after_going_back_is_one() -> None:
    build_tree()
    case = make_case(live=False)
    client = log_in(Client(), make_person(Role.CONTRIBUTOR, case.municipality))
    own = {"custom_name": "Agua no contabilizada", "custom_unit": "%", "custom_direction": "down"}
    own |= {"custom_kind": "outcome", "custom_lens": "executive", "core": "on", "definition": ""}
    address = reverse("cases_editor:add_indicator", args=[case.pk])
    assert [client.post(address, own).status_code for _click in range(2)] == [302, 302]
    assert Indicator.objects.filter(case=case).count() == 1
