"""Whatever happens to the drafts of a story, its figures stay, and stay the same."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from accounts.models import User
from cases.models import CasePage, Implementation, Indicator, Measure
from tests.factories import make_case, make_implementation, make_indicator, make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    case = make_case(identifier="con-cifras")
    indicator = make_indicator(case)
    make_pair(case.implementations.get(), indicator, 41, 33)
    make_pair(make_implementation(case), indicator, 50, 45)
    return case


def figures() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Indicator, Implementation, Measure)]


def draft(case: CasePage, title: str):
    page = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    page.title = title
    return page.save_revision()


def test_drafts_published_out_of_order(case: CasePage) -> None:
    before = figures()
    first, second, third = (draft(case, f"Borrador {n}") for n in range(3))
    for revision in (second, third, first):
        revision.publish()
    assert CasePage.objects.get().title == "Borrador 0" and figures() == before


def test_a_figure_added_while_a_draft_waited_stays(case: CasePage) -> None:
    waiting = draft(case, "Espera")
    make_pair(make_implementation(case), Indicator.objects.get(), 20, 10)
    before = figures()
    waiting.publish()
    assert Measure.objects.count() == 6 and figures() == before


def test_scheduled_publishing_and_expiry(case: CasePage) -> None:
    before = figures()
    page = CasePage.objects.get()
    page.title, page.go_live_at = "Programado", timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert CasePage.objects.get().title != "Programado"
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    assert CasePage.objects.get().title == "Programado" and figures() == before
    CasePage.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not CasePage.objects.get().live and figures() == before


def test_reverting_to_an_old_revision(case: CasePage, client: Client) -> None:
    old = case.revisions.order_by("pk").first()
    draft(case, "Nuevo").publish()
    make_pair(make_implementation(case), Indicator.objects.get(), 20, 10)
    before = figures()
    client.force_login(User.objects.create_superuser("admin@prueba.test", "x"))
    assert (
        client.get(reverse("wagtailadmin_pages:revisions_revert", args=[case.pk, old.pk])).status_code == 200
    )
    old.as_object().save_revision().publish()
    assert CasePage.objects.get().title == "Caso con-cifras" and figures() == before


def test_a_workflow_from_submission_to_approval(case: CasePage) -> None:
    before = figures()
    user = User.objects.create_superuser("coordina@prueba.test", "x")
    workflow = Workflow.objects.create(name="Revisión")
    task = GroupApprovalTask.objects.create(name="Coordinación")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    draft(case, "Revisado")
    state = workflow.start(CasePage.objects.get(), user)
    state.current_task_state.reject(user=user, comment="Falta la fuente")
    draft(case, "Revisado otra vez")
    CasePage.objects.get().current_workflow_state.resume(user)
    CasePage.objects.get().current_workflow_task_state.approve(user=user)
    assert CasePage.objects.get().title == "Revisado otra vez" and figures() == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["draft", "publish", "revert", "unpublish"]), max_size=6))
def test_any_sequence_of_all_that(case: CasePage, steps: list[str]) -> None:
    before = figures()
    for n, step in enumerate(steps):
        page = CasePage.objects.get()
        if step == "draft":
            draft(page, f"Paso {n}")
        elif step == "publish":
            page.revisions.order_by("?").first().publish()
        elif step == "revert":
            page.revisions.order_by("created_at").first().as_object().save_revision()
        else:
            page.unpublish()
    assert figures() == before
