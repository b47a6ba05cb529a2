"""The figures of one indicator for one group: before, now, and where they come from."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.figures import too_early
from cases.models import Indicator, Measure, SaidBy
from cases.replication.fields import DayField, FigureField
from cases.replication.forms import SHORT, StepForm
from cases.uploads import checked

MOMENTS = ((Measure.Moment.BASELINE, "before"), (Measure.Moment.FOLLOWUP, "after"))


def _folded(group: str) -> str:
    return " ".join(group.casefold().split())


class FigureForm(StepForm):
    """`again` is a second group of the same indicator: left empty, it is as if it had not been asked."""

    before = FigureField(label=_("Before starting"), unit="", required=False)
    before_on = DayField(label=_("Last day of the period measured before"), required=False)
    after = FigureField(label=_("The latest that you measured"), unit="", required=False)
    after_on = DayField(
        label=_("Last day of the period measured after"),
        required=False,
        help_text=_("To be comparable, at least 90 days after the first."),
    )
    group = forms.CharField(
        label=_("For whom, if not for everybody (optional)"),
        required=False,
        max_length=80,
        help_text=_("Example: “people over 60”. Leave it empty if it is the whole population."),
    )
    source_title = forms.CharField(
        label=_("Where the figures come from"),
        required=False,
        max_length=255,
        help_text=_("The record, report or survey. Example: “Register of files of Private Works”."),
    )
    source_url = forms.URLField(
        label=_("Address of the source (optional)"), required=False, max_length=500, assume_scheme="https"
    )
    file = forms.FileField(
        label=_("Or its file (optional)"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, spreadsheet, text document, CSV or image of up to 10 MB. It will be public."),
    )
    remove_file = forms.BooleanField(label=_("Take the file out"), required=False)
    method = forms.CharField(
        label=_("How it was counted (optional)"), required=False, max_length=2000, widget=SHORT
    )
    sample = forms.CharField(
        label=_("Of how many (optional)"),
        required=False,
        max_length=255,
        help_text=_("Example: “412 files”"),
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        document: int | None,
        again: bool,
        others: Collection[str] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.indicator, self.document, self.again = indicator, document, again
        self.others = {_folded(one) for one in others}
        if again:
            self.fields["group"].label = _("For whom")
            self.fields["group"].help_text = _("Example: “people over 60”.")
        for _moment, name in MOMENTS:
            self.fields[name].unit = indicator.unit  # type: ignore[attr-defined]
            self.fields[name].about = indicator.name  # type: ignore[attr-defined]
            self.fields[name].help_text = _("In %(unit)s") % {"unit": indicator.unit}
        if not document:
            del self.fields["remove_file"]

    @property
    def empty(self) -> bool:
        """Nothing was typed in it."""
        return not any(str(value).strip() for value in self.data.values()) and not (
            self.document or self.files
        )

    def clean_file(self) -> Any:
        return checked(self.cleaned_data["file"]) if self.cleaned_data.get("file") else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.again and self.empty:
            return cleaned
        given = [name for _moment, name in MOMENTS if cleaned.get(name) is not None]
        for _moment, name in MOMENTS:
            self._whole(name, cleaned)
        if not given and not self.errors:
            raise ValidationError(_("Write at least one figure, or go back and untick this indicator."))
        before, after = cleaned.get("before_on"), cleaned.get("after_on")
        if before and after and too_early([before], [after]):
            self.add_error("after_on", _("The figure of after must be from a later day than that of before."))
        self._one_group(cleaned)
        self._sourced(cleaned)
        if not self.errors:
            self._against_what_is_told(cleaned)
        return cleaned

    def _whole(self, name: str, cleaned: Mapping[str, Any]) -> None:
        """A figure goes with its date."""
        day, value = cleaned.get(f"{name}_on"), cleaned.get(name)
        if value is not None and not day and f"{name}_on" not in self.errors:
            self.add_error(f"{name}_on", _("Say until when this figure was measured."))
        if day and value is None and name not in self.errors:
            self.add_error(name, _("There is a date without its figure."))

    def _one_group(self, cleaned: Mapping[str, Any]) -> None:
        """Each page is of one group: two of the same would mix their figures."""
        group = cleaned.get("group", "")
        if self.again and not group:
            self.add_error(
                "group", _("Say for whom these figures are: the whole population has its own page.")
            )
        elif self.again and _folded(group) in self.others:
            self.add_error(
                "group", _("You told the figures of this group on another page: correct them there.")
            )

    def _sourced(self, cleaned: Mapping[str, Any]) -> None:
        held = cleaned.get("source_title") or cleaned.get("source_url") or cleaned.get("file")
        kept = self.document and not cleaned.get("remove_file")
        if not held and not kept and not {"source_url", "file"} & set(self.errors):
            self.add_error("source_title", _("Say where it comes from: a title, an address or a file."))

    def _against_what_is_told(self, cleaned: Mapping[str, Any]) -> None:
        """What the public has already read of this site stays: a new figure has to go with it."""
        site = self.flow.site
        if site is None:
            return
        told = site.measures.filter(indicator=self.indicator, group=cleaned["group"])
        if not site.confirmed_on:  # what it submitted itself is about to be replaced
            told = told.exclude(status=Measure.Status.SUBMITTED, said_by=SaidBy.SELF)
        days: dict[str, list[date]] = {moment: [] for moment, _name in MOMENTS}
        for moment, day in told.values_list("moment", "period_end"):
            days[moment].append(day)
        bases, followups = days[Measure.Moment.BASELINE], days[Measure.Moment.FOLLOWUP]
        before, after = cleaned.get("before_on"), cleaned.get("after_on")
        if before and too_early([*bases, before], followups):
            self.add_error("before_on", _("You had told a figure of after that is older than this one."))
        if after and not before and too_early(bases, [after]):
            self.add_error("after_on", _("It has to be later than the figure of before that you had told."))
