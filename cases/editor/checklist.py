"""What a reviewer will look at, and how a draft stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.editor.exposed import exposed
from cases.editor.page_form import HTML_NAMES
from cases.models.vocabulary import Lens

if TYPE_CHECKING:
    from cases.models import CasePage, Indicator

TITLE_LENGTH = 70


@dataclass(frozen=True, slots=True)
class Item:
    """`field` is the field of the editor to go to, or "cifras" for the page of figures."""

    done: bool
    text: Promise
    field: str


def checklist(page: "CasePage") -> list[Item]:
    """Every point that a reviewer looks at, in the order of the editor."""
    return [*_story(page), *_figures(page), *_governance(page)]


def _story(page: "CasePage") -> Iterator[Item]:
    yield Item(
        len(page.title) <= TITLE_LENGTH, _("The title says the result in at most 70 characters"), "title"
    )
    yield Item(bool(page.problem), _("The problem is told before the solution"), "problem")
    yield Item(bool(page.outcome), _("It says what outcome was sought, for whom"), "outcome")
    yield Item(bool(page.process), _("It tells the process as it was and as it was redesigned"), "process")
    yield Item(bool(page.action), _("It says what was done"), HTML_NAMES["action"])
    yield Item(bool(page.failures), _("It tells what did not work: that helps others most"), "failures")
    yield Item(
        bool(page.conditions and page.team),
        _("It says with what team and under which conditions"),
        "conditions",
    )
    yield Item(bool(page.cost_amount is not None), _("It says what it cost, even roughly"), "cost_amount")
    yield Item(page.topics.exists() if page.pk else False, _("It has at least one topic"), "topics")


def _figures(page: "CasePage") -> Iterator[Item]:
    core = _core(page)
    yield Item(bool(core), _("It has a core indicator of the outcome"), "cifras")
    figures = [one for indicator in core for one in indicator.measures.all()]
    baselines = [one for one in figures if one.moment == "baseline"]
    yield Item(bool(baselines), _("That indicator was measured before starting"), "cifras")
    yield Item(
        bool(figures) and all(one.sourced for one in figures), _("Every figure has its source"), "cifras"
    )
    in_order = not (page.outcome_defined_on and page.contract_signed_on) or (
        page.outcome_defined_on <= page.contract_signed_on
    )
    yield Item(
        bool(page.outcome_defined_on) and in_order,
        _("The outcome was defined before the contract was signed, and it says when"),
        "outcome_defined_on",
    )


def _governance(page: "CasePage") -> Iterator[Item]:
    indicators = [one for one in page.indicators.all() if one.retired_at is None]
    grouped = any(figure.group for one in indicators for figure in one.measures.all())
    yield Item(
        grouped or any(one.lens == Lens.INCLUSION for one in indicators),
        _("It measures inclusion: an indicator of that lens, or a figure of a group of people"),
        "cifras",
    )
    yield Item(
        any(one.lens == Lens.RISK for one in indicators),
        _("It measures risk and governance with an indicator of that lens"),
        "cifras",
    )
    yield Item(bool(page.governance), _("It tells who oversees it and whom it may leave out"), "governance")
    yield Item(
        bool(page.responsible_area or page.area), _("An area is responsible for it"), "responsible_area"
    )
    yield Item(bool(page.norm or page.budget_line), _("It has a norm or a budget line"), "norm")
    if page.contract_signed_on:
        origin = page.origin_site()
        yield Item(
            bool(origin.contract_type and origin.exit_criteria and origin.data_ownership),
            _("Of what was contracted, it says the type, the exit criteria and whose the data are"),
            "cifras",
        )
    if page.uses_ai:
        sheets = [getattr(one, "ai_sheet", None) for one in page.implementations.all()]
        complete = any(sheet is not None and sheet.complete for sheet in sheets)
        yield Item(complete, _("The artificial intelligence sheet is complete"), "cifras")
    found = exposed(page)
    yield Item(not found, _("No text identifies a person"), found[0].anchor if found else "summary")


def _core(page: "CasePage") -> "list[Indicator]":
    return [
        one for one in page.indicators.all() if one.core and one.kind == "outcome" and one.retired_at is None
    ]
