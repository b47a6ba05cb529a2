"""A playbook of five steps and the plan that a municipality makes of it."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from accounts.models import User
from home.management.commands.build_site import build_tree
from municipalities.models import Municipality
from playbooks.models import PlaybookIndexPage, PlaybookPage, PlaybookStep, Roadmap, Step
from playbooks.roadmap.diagnosis import Diagnosis
from playbooks.roadmap.drafting import draft
from playbooks.roadmap.saved import save
from tests.factories import make_definition

START = date(2027, 3, 1)


def make_step(slug: str, phase: str, weeks: int = 4, after: Iterable[Step] = (), **fields: object) -> Step:
    """A published step; `indicators` are slugs of the catalogue."""
    indicators = fields.pop("indicators", ())
    named = {"title": slug.capitalize(), "role": "Gobierno digital", "body": "Hacé esto.", **fields}
    step = Step.objects.create(slug=slug, phase=phase, weeks=weeks, **named)
    step.after.set(after)
    step.indicators.set([make_definition(one) for one in indicators])
    step.save()
    return step


def make_playbook(slug: str = "reclamos", steps: Iterable[Step] = (), **fields: object) -> PlaybookPage:
    """Published, with those steps or with five of its own: two problems, a process, a peer and governance."""
    if not PlaybookIndexPage.objects.exists():
        build_tree()
    index = PlaybookIndexPage.objects.get()
    page = index.add_child(instance=PlaybookPage(title="Reclamos que se cierran", slug=slug, **fields))
    for order, step in enumerate(steps or five_steps()):
        PlaybookStep.objects.create(page=page, step=step, sort_order=order)
    return PlaybookPage.objects.get(pk=page.pk)


def five_steps() -> list[Step]:
    count = make_step("contar", "problem", indicators=("alcance",), checklist="Uno\nDos")
    measure = make_step("medir", "problem", 2, [count], indicators=("tiempo",))
    arrange = make_step("ordenar", "process", 8, [measure])
    tell = make_step("contarlo", "peers", 2, [arrange], month=10)
    return [count, measure, arrange, tell, make_step("mesa", "governance", 2)]


def make_plan(
    place: Municipality, by: User, playbook: PlaybookPage | None = None, starts: date = START
) -> Roadmap:
    playbook, told = playbook or make_playbook(), Diagnosis()
    return save(draft(playbook, place, starts, told, uuid4()), playbook, place, told, by, uuid4())


def address(**params: object) -> str:
    """/plan/nuevo/ with what is asked; a list is repeated."""
    return f"{reverse('roadmap:new')}?{urlencode({'guia': 'reclamos', **params}, doseq=True)}"


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
