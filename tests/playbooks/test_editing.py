"""Whoever coordinates a network edits playbooks and their parts."""

import pytest
from django.test import Client

from accounts.permissions import Role
from home.management.commands.build_site import build_tree
from playbooks.models import PlaybookIndexPage, PlaybookPage, PlaybookStep, Step
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
