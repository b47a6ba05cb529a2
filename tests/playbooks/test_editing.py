"""Whoever coordinates a network edits playbooks and their parts."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data

from accounts.permissions import Role
from home.management.commands.build_site import build_tree
from municipalities.models import Municipality
from playbooks.models import PlaybookIndexPage, PlaybookPage, PlaybookStep, Step
from playbooks.page_permissions import build_second_reading
from tests.accounts.people import log_in, make_person, network_of
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> Client:
    build_tree()
    place = make_municipality()
    network_of(place)
    log_in(client, make_person(Role.COORDINATOR, place))
    return client


def test_the_sizes_of_a_playbook_are_boxes_to_tick(coordinator: Client) -> None:
    index = PlaybookIndexPage.objects.get()
    page = index.add_child(instance=PlaybookPage(title="Guía", slug="guia", sizes=["b"]))
    shown = coordinator.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'type="checkbox" name="sizes" value="b"' in shown
    assert "Menos de 2.000 habitantes" in shown


def test_a_step_written_once_changes_wherever_it_is_used(coordinator: Client) -> None:
    data = {
        "title": "Medir antes",
        "slug": "medir-antes",
        "phase": "problem",
        "role": "Referente",
        "weeks": "3",
        "effort": "low",
        "body": "Contá **un mes**.",
        "action-publish": "1",
    }
    coordinator.post("/admin/snippets/playbooks/step/add/", data)
    step = Step.objects.get()
    assert step.live and "<strong>un mes</strong>" in step.body_html
    index = PlaybookIndexPage.objects.get()
    for slug in ("una", "otra"):
        page = index.add_child(instance=PlaybookPage(title=slug, slug=slug))
        page.uses = [PlaybookStep(step=step)]
        page.save()
    step.title = "Medir dos meses antes"
    step.save()
    for slug in ("una", "otra"):
        assert "Medir dos meses antes" in coordinator.get(f"/guias/{slug}/").content.decode()


def test_steps_that_would_wait_for_each_other_are_refused_while_editing(coordinator: Client) -> None:
    first, second, third = (
        Step.objects.create(
            title=title, slug=title, phase="process", role="Referente", weeks=1, body="Hacelo."
        )
        for title in ("primero", "segundo", "tercero")
    )
    second.after = [first]
    second.save()
    third.after = [second]
    third.save()
    data = {"title": "primero", "slug": "primero", "phase": "process", "role": "Referente", "weeks": "1"}
    data |= {"effort": "low", "body": "Hacelo.", "action-publish": "1"}
    address = f"/admin/snippets/playbooks/step/edit/{first.pk}/"
    refused = coordinator.post(address, {**data, "after": [third.pk]})
    assert "«tercero» ya espera a este paso: ninguno podría empezar nunca." in refused.content.decode()
    itself = coordinator.post(address, {**data, "after": [first.pk]})
    assert "«primero» ya espera a este paso" in itself.content.decode()
    assert not first.after.exists()
    other = Step.objects.create(title="x", slug="x", phase="process", role="R", weeks=1, body="Hacelo.")
    assert coordinator.post(address, {**data, "after": [other.pk]}).status_code == 302
    assert list(Step.objects.get(pk=first.pk).after.all()) == [other]


def test_another_coordinator_reads_before_a_playbook_comes_out(
    coordinator: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    build_second_reading()
    reader = make_person(Role.COORDINATOR, Municipality.objects.get(), "otra@prueba.test")
    index = PlaybookIndexPage.objects.get()
    page = index.add_child(instance=PlaybookPage(title="Guía", slug="guia", live=False))
    address = f"/admin/pages/{page.pk}/edit/"
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    written = nested_form_data({"uses": empty, "comments": empty})
    written |= {"title": "Guía", "slug": "guia", "licence": "CC BY 4.0"}
    with django_capture_on_commit_callbacks(execute=True):
        assert coordinator.post(address, {**written, "action-submit": "1"}).status_code == 302
    told = mail.outbox[-1]
    assert told.to == [reader.email] and f"{settings.BASE_URL}{address}" in told.body
    page.refresh_from_db()
    assert not page.live and page.workflow_in_progress
    second = Client()
    log_in(second, reader)
    second.post(address, {**written, "action-workflow-action": "1", "workflow-action-name": "approve"})
    page.refresh_from_db()
    assert page.live and not page.workflow_in_progress
