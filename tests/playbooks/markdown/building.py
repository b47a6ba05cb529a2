"""Playbooks, steps, templates and clauses for the tests of files."""

from typing import Any

from wagtail.models import Site

from playbooks.models import (
    Clause,
    Effort,
    Phase,
    PlaybookIndexPage,
    PlaybookPage,
    PlaybookStep,
    Step,
    Template,
)


def make_playbook_index() -> PlaybookIndexPage:
    index = PlaybookIndexPage.objects.first()
    if index is None:
        home = Site.objects.get(is_default_site=True).root_page
        index = home.add_child(instance=PlaybookIndexPage(title="Guías", slug="guias"))
    return index


def make_playbook(slug: str = "una-guia", steps: list[Step] | None = None, **fields: Any) -> PlaybookPage:
    fields.setdefault("title", f"Guía {slug}")
    page = PlaybookPage(slug=slug, **fields)
    page.uses = [PlaybookStep(step=step, sort_order=place) for place, step in enumerate(steps or [])]
    return make_playbook_index().add_child(instance=page)


def make_step(slug: str = "un-paso", **fields: Any) -> Step:
    defaults = {
        "title": f"Paso {slug}",
        "phase": Phase.PROBLEM,
        "role": "Quien mide",
        "weeks": 2,
        "body": "Medí.",
    }
    defaults["effort"] = Effort.LOW
    return Step.objects.update_or_create(slug=slug, defaults=defaults | fields)[0]


def make_template(slug: str = "una-plantilla", **fields: Any) -> Template:
    defaults = {
        "title": f"Plantilla {slug}",
        "kind": "kpi",
        "purpose": "Medir.",
        "body": "| a |\n|---|\n|  |",
    }
    return Template.objects.create(slug=slug, **defaults | fields)


def make_clause(slug: str = "una-clausula", **fields: Any) -> Clause:
    return Clause.objects.create(
        slug=slug, **{"title": f"Cláusula {slug}", "context": "Siempre.", "body": "1. Se mide."} | fields
    )
