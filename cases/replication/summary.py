"""What was told, to be checked before sending, confirming or returning it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from cases.editor.personal_data import personal_data
from cases.figures import MIN_PAIR_DAYS
from cases.replication.flow import Flow
from cases.replication.forms import DatesForm, StepForm
from cases.replication.questions import FIRST, QUESTIONS, Step
from cases.replication.standing import answers_of
from design.formats import longdate, number


@dataclass(frozen=True, slots=True)
class Line:
    """A datum. `before` is what the public reads today, where it would change."""

    label: str
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A question and its answers. `warned` are words that may identify a person.

    `notes` say why its figures are shown and do not count.
    """

    step: Step
    lines: tuple[Line, ...]
    warned: tuple[str, ...]
    notes: tuple[str, ...] = ()


def summary(flow: Flow, only: Collection[str] = ()) -> list[Part]:
    """Every question, in order, with what will be recorded; or those with the names in `only`."""
    stands = answers_of(flow.site) if flow.site and flow.site.confirmed_on else {}
    parts = []
    for step in flow.steps:
        if only and step.name not in only:
            continue
        old = _values(flow, step, flow.form(step, stands[step.name])) if step.name in stands else {}
        new = _values(flow, step, flow.form(step))
        lines = tuple(
            Line(
                label, new.get(label, ""), old[label] if old.get(label) not in (None, new.get(label)) else ""
            )
            for label in {**new, **old}
        )
        parts.append(Part(step, lines, _warned(flow, step), tuple(_notes(flow, step))))
    return parts


def _values(flow: Flow, step: Step, form: StepForm) -> dict[str, str]:
    form.is_valid()
    if step.name == FIRST:  # whoever reads it may not be who could choose it
        return {str(form.fields["municipality"].label): str(flow.municipality or "")}
    return {str(label): value for label, value in _shown(form)}


def _shown(form: StepForm) -> Iterator[tuple[Any, str]]:
    """What each field says; boxes of "we do not know" are said by the date that is missing."""
    cleaned = form.cleaned_data
    for name, field in form.fields.items():
        value = cleaned.get(name)
        if name.endswith("_unknown") or name in ("remove_file", "file") or (name == "nothing" and not value):
            continue
        text = _text(field, value)
        if name in ("before", "after") and text:
            text = f"{text} {form.indicator.unit}"  # type: ignore[attr-defined]
        if text or isinstance(form, DatesForm):  # that nobody knows a date is an answer too
            yield field.label, text or _("no data")
    document = getattr(form, "document", None)
    if document:
        title = get_document_model().objects.filter(pk=document).values_list("title", flat=True).first()
        yield _("File"), title or _("no data")


def _text(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return longdate(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(field, forms.MultipleChoiceField):
        return " · ".join(_choice(field, one) for one in value or [])
    if isinstance(field, forms.ChoiceField):
        return _choice(field, value or "")
    return str(value or "")


def _choice(field: Any, value: str) -> str:
    """The label of a choice without what explains it."""
    label = str(dict(field.choices).get(value, ""))
    return label.partition("<br>")[0].removeprefix("<b>").removesuffix("</b>").partition(" <span")[0]


def _notes(flow: Flow, step: Step) -> Iterator[str]:
    """The rules of the evidence on dates (design.md §4), told before sending and not after."""
    if step.indicator is None:
        return
    figures, dates = flow.form(step), flow.form(QUESTIONS["fechas"])
    figures.is_valid()
    dates.is_valid()
    before, after = figures.cleaned_data.get("before_on"), figures.cleaned_data.get("after_on")
    began, running = (dates.cleaned_data.get(name) for name in ("started", "in_production"))
    if before and after and (after - before).days < MIN_PAIR_DAYS:
        yield _("There are fewer than %(days)s days between both figures: they show, but do not count.") % {
            "days": MIN_PAIR_DAYS
        }
    if before and running and before > running:
        yield _("The figure of before is not from before it was in production: it shows, but does not count.")
    if after and began and after < began:
        yield _("The figure of after is not from after it started: it shows, but does not count.")


def _warned(flow: Flow, step: Step) -> tuple[str, ...]:
    if step.name == "buzon":
        return ()
    typed = "\n".join(text for values in flow.raw(step.name).values() for text in values)
    return tuple(f"{one.words} ({one.what})" for one in personal_data(typed))
