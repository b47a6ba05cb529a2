"""What in the texts of a case may identify a person, and where each is mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import capfirst

from cases.editor.page_form import HTML_NAMES
from cases.editor.personal_data import personal_data

if TYPE_CHECKING:
    from django.db import models

    from cases.models import CasePage

STORY = (
    "summary",
    "problem",
    "outcome",
    "process",
    "action",
    "results",
    "failures",
    "conditions",
    "team",
    "governance",
    "technology",
)
_BESIDE_STORY = ("responsible_area", "norm", "budget_line", "standards", "agreement")
_SITE = (
    "adaptations",
    "overcome",
    "sponsor_role",
    "abandon_reason",
    "exit_criteria",
    "price_after_pilot",
    "data_ownership",
)
_INDICATOR = ("label", "custom_name", "custom_formula")
_MEASURE = ("group", "method", "sample", "source_title")
FIGURES = "cifras"
"""Stands for the page of figures, which is not the editor."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What looks like it identifies somebody: what it is, the words, and the field where they are.

    `anchor` is that of the field in the editor, or `FIGURES`.
    """

    what: Promise
    words: str
    where: str
    anchor: str


def exposed(page: "CasePage") -> list[Exposed]:
    """Each thing once in each text, in the order of the editor."""
    return [
        Exposed(one.what, one.words, label, anchor)
        for label, text, anchor in _texts(page)
        for one in personal_data(text)
    ]


def _texts(page: "CasePage") -> Iterator[tuple[str, str, str]]:
    """Label, text and anchor."""
    yield from _of(page, ("title", *STORY, *_BESIDE_STORY), "")
    for photo in page.photos.all():
        yield from _of(photo, ("alternative", "caption"), "photos-FORMS")
    for source in page.sources.all():
        yield from _of(source, ("title",), "sources-FORMS")
    if not page.pk:
        return
    for indicator in page.indicators.all():
        yield from _of(indicator, _INDICATOR, FIGURES)
    origin = page.implementations.filter(role="origin").order_by("-attempt").first()
    if origin is None:
        return
    yield from _of(origin, _SITE, FIGURES)
    for measure in origin.measures.all():
        yield from _of(measure, _MEASURE, FIGURES)
    sheet = getattr(origin, "ai_sheet", None)
    if sheet is not None:
        yield from _of(sheet, [name for name in sheet.QUESTIONS if name != "risk_class"], FIGURES)
        for incident in sheet.incident_log.all():
            yield from _of(incident, ("what", "remedy"), FIGURES)


def _of(one: "models.Model", names: Sequence[str], anchor: str) -> Iterator[tuple[str, str, str]]:
    labels = {field.name: field.verbose_name for field in one._meta.fields}
    for name in names:
        yield str(capfirst(labels[name])), getattr(one, name), anchor or HTML_NAMES.get(name, name)
