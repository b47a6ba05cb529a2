"""Whoever reviews a case reads it, comments on it and decides. They write nothing of it (design.md §8)."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from accounts.permissions import Role
from cases.models import CasePage, CaseSource
from tests.cases.editor.test_moderation import (
    MANAGEMENT,
    as_,
    decide,
    people,
    submit,
    town,
    typed,
    write,
)
from tests.factories import make_topic

__all__ = ["people", "town"]
pytestmark = pytest.mark.django_db
ONE = {**MANAGEMENT, "TOTAL_FORMS": 1}


@pytest.fixture
def waiting(people, town) -> CasePage:
    case = write(people[Role.CONTRIBUTOR], town)
    case.sources = [CaseSource(title="Ordenanza 12/2025")]
    case.topics = [make_topic()]
    case.technologies.add("sig", "planillas de cálculo")
    case.save_revision().publish()
    submit_as_it_is(people, case)
    return CasePage.objects.get(pk=case.pk)


def submit_as_it_is(people, case: CasePage) -> None:
    case.refresh_from_db()
    case.get_workflow().start(case, people[Role.CONTRIBUTOR])


def told(case: CasePage) -> dict[str, object]:
    """What the latest draft says."""
    draft = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    return {
        "texts": [getattr(draft, name) for name in ("title", "slug", "summary", "problem", "licence")],
        "sources": [one.title for one in draft.sources.all()],
        "topics": [one.pk for one in draft.topics.all()],
        "technologies": sorted(one.name for one in draft.technologies.all()),
        "when": (draft.go_live_at, draft.expire_at),
    }


def edit(case: CasePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[case.pk])


def forged(case: CasePage, text: str = "¿De qué año es?") -> dict[str, object]:
    source = case.sources.get()
    comment = {"id": "", "text": text, "contentpath": "problem", "position": "", "replies": MANAGEMENT}
    return {
        "title": "Otro título",
        "problem": "Otro problema",
        "technologies": "otra",
        "go_live_at": "2030-01-01",
        "sources": {**ONE, "INITIAL_FORMS": 1, "0": {"id": source.pk, "title": "Otra", "DELETE": "on"}},
        "comments": {**ONE, "0": comment},
    }


def test_a_coordinator_comments_and_changes_nothing(people, waiting: CasePage) -> None:
    before = told(waiting)
    response = as_(people[Role.COORDINATOR]).post(edit(waiting), typed(**forged(waiting)))
    assert response.status_code == 302
    assert told(waiting) == before
    comment = CasePage.objects.get(pk=waiting.pk).wagtail_admin_comments.get()
    assert (comment.text, comment.contentpath) == ("¿De qué año es?", "problem")
    assert comment.user == people[Role.COORDINATOR]


@pytest.mark.parametrize("action", ["action-publish", "approve", "reject"])
def test_deciding_in_the_editor_changes_nothing_either(people, waiting: CasePage, action: str) -> None:
    before = told(waiting)
    decided = {action: "1"}
    if action != "action-publish":
        decided = {"action-workflow-action": "true", "workflow-action-name": action}
    response = as_(people[Role.COORDINATOR]).post(edit(waiting), typed(**forged(waiting), **decided))
    assert response.status_code == 302
    waiting.refresh_from_db()
    assert told(waiting) == before and not waiting.workflow_in_progress


def test_the_editor_opens_for_them_with_nothing_to_type_in(people, waiting: CasePage) -> None:
    page = as_(people[Role.COORDINATOR]).get(edit(waiting)).content.decode()
    for name in ("title", "problem", "technologies", "sources-0-title"):
        field = page[page.index(f'name="{name}"') - 200 :][:600]
        assert "disabled" in field, name
    assert (
        "disabled"
        not in as_(people[Role.LEAD]).get(edit(waiting)).content.decode().split('name="title"')[1][:200]
    )


def test_a_comment_that_is_wrong_is_shown_again(people, waiting: CasePage) -> None:
    wrong = nested_form_data(forged(waiting, text=""))
    response = as_(people[Role.COORDINATOR]).post(edit(waiting), {**typed(), **wrong})
    assert response.status_code == 200


def test_once_it_is_returned_it_is_of_its_city_again(people, waiting: CasePage) -> None:
    decide(people[Role.COORDINATOR], waiting, "reject", comment="Falta la línea de base.")
    coordinator = as_(people[Role.COORDINATOR])
    assert coordinator.get(edit(waiting)).status_code == 302
    assert coordinator.get(reverse("wagtailadmin_pages:view_draft", args=[waiting.pk])).status_code == 200
    before = told(waiting)
    for action in ("delete", "copy"):
        coordinator.post(reverse(f"wagtailadmin_pages:{action}", args=[waiting.pk]))
    assert told(waiting) == before
    back = reverse("cases_editor:figures", args=[waiting.pk])
    assert (
        reverse("wagtailadmin_pages:view_draft", args=[waiting.pk]) in coordinator.get(back).content.decode()
    )


def test_whoever_coordinates_and_also_works_there_writes(people, town) -> None:
    both = people[Role.COORDINATOR]
    both.memberships.create(municipality=town, role="lead")
    case = write(both, town)
    submit(both, case, problem="Mío")
    as_(both).post(edit(case), typed(problem="Mío y corregido"))
    assert CasePage.objects.get(pk=case.pk).get_latest_revision_as_object().problem == "Mío y corregido"
