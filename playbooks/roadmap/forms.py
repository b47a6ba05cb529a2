"""What is asked for making a plan, and for changing one."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from cases.models import Bottleneck, Lens
from cases.replication.fields import DayField
from playbooks.models import Roadmap, RoadmapTask
from playbooks.roadmap.diagnosis import Diagnosis
from playbooks.roadmap.operating_model import QUESTIONS
from playbooks.roadmap.pieces import Measured, Piece

_MONTH = re.compile(r"[0-9]{1,2}\s*[/.\-]\s*[0-9]{4}")
LONGEST_PLAN = timedelta(days=3 * 366)
"""From its start to the end of the last step that was moved."""


class CalendarField(DayField):
    """A day that the browser shows as a calendar, where it can: those read 2027-03-01 and nothing else."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "")
        kwargs.setdefault("error_messages", {"required": _("Write the whole date: day, month and year.")})
        super().__init__(future=True, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        try:
            day = value if isinstance(value, date) else self.to_python(value)
        except ValidationError:
            return value
        return day.isoformat() if day else ""


class StartField(CalendarField):
    """A month alone begins on its first day."""

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        return super().to_python(f"1/{text}" if _MONTH.fullmatch(text) else value)


class Known(forms.MultipleChoiceField):
    """Ticks in an address. What the playbook has no more is dropped: an old address still works."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return [one for one in super().to_python(value) if self.valid_value(one)]


class AdoptForm(forms.Form):
    """The start of a plan and its diagnosis. Every field is a parameter of the address."""

    use_required_attribute = False

    inicio = StartField(
        label=_("When do you begin?"),
        help_text=_("The plan takes twelve months from that day."),
        error_messages={"required": _("Write the day on which you begin.")},
    )
    diagnostico = forms.BooleanField(required=False, widget=forms.HiddenInput)
    tengo = Known(label=_("What do you already have?"), required=False)
    mido = Known(label=_("What do you measure today?"), required=False)
    traba = Known(label=_("What stands in the way?"), required=False, choices=Bottleneck.choices)

    def __init__(self, data: Any, pieces: list[Piece], indicators: list[Measured]) -> None:
        super().__init__(data)
        self.lens_of = {one.slug: one.lens for one in indicators}
        self.fields["tengo"].choices = [(one.key, one.title) for one in pieces]  # type: ignore[attr-defined]
        self.fields["mido"].choices = [(one.slug, one.name) for one in indicators]  # type: ignore[attr-defined]

    def lenses(self) -> Iterator[tuple[str, list[BoundWidget]]]:
        """What may be measured, under each of the four lenses."""
        boxes = list(self["mido"])
        for lens in Lens:
            found = [one for one in boxes if self.lens_of.get(one.data["value"]) == lens]
            if found:
                yield str(lens.label), found

    def diagnosis(self) -> Diagnosis:
        told = self.cleaned_data
        lists = tuple(told["tengo"]), tuple(told["mido"]), tuple(told["traba"])
        return Diagnosis(told["diagnostico"], *lists)


class SeenForm(forms.Form):
    """`seen` is the version of what is changed, as whoever changes it read it."""

    use_required_attribute = False
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def see(self, version: str) -> None:
        """What was typed, over that version: sent again, it replaces it."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": version}


class TaskForm(SeenForm):
    """A step of a plan. When only its first day changes, it keeps its length."""

    state = forms.ChoiceField(label=_("State"), choices=RoadmapTask.State.choices)
    owner = forms.CharField(
        label=_("Who does it"),
        help_text=_("An area or a role, not the name of a person."),
        max_length=120,
        required=False,
    )
    starts = StartField(label=_("Begins"))
    ends = CalendarField(label=_("Ends"))
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    milestone = forms.ChoiceField(
        label=_("What was reached with this step"),
        required=False,
        choices=[("", _("Nothing of these yet")), *RoadmapTask.Milestone.choices],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, task: RoadmapTask, roadmap: Roadmap) -> None:
        self.task, self.roadmap = task, roadmap
        named = {name: getattr(task, name) for name in (*RoadmapTask.TEXTS, *RoadmapTask.DATES)}
        super().__init__(data, initial={**named, "seen": task.version})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if not starts or not ends:
            return cleaned
        days = self.roadmap.days
        if starts != self.task.starts and ends == self.task.ends:
            length = days.count(self.task.starts, self.task.ends)
            cleaned["ends"] = ends = days.plus(days.on_or_after(starts), length - 1)
        if starts < self.roadmap.starts:
            self.add_error("starts", _("It cannot begin before the plan does."))
        elif ends < starts:
            self.add_error("ends", _("It cannot end before it begins."))
        elif ends > self.roadmap.starts + LONGEST_PLAN:
            self.add_error("ends", _("It is more than three years after the start of the plan."))
        return cleaned


class ModelForm(SeenForm):
    """The operating model: whatever is left empty is shown as not defined."""

    def __init__(self, data: Any, roadmap: Roadmap) -> None:
        super().__init__(data, initial={**roadmap.operating_model, "seen": roadmap.version})
        for key, (label, hint) in QUESTIONS.items():
            self.fields[key] = forms.CharField(
                label=str(label),
                help_text=str(hint),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in QUESTIONS if self.cleaned_data[key]}
