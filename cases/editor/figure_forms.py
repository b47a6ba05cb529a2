"""Forms for what is stored beside the page: indicators, figures, how the origin stands, and its AI sheet."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cases.forms import TrackedForm
from cases.models import (
    AiIncident,
    AiSheet,
    Bottleneck,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Lens,
    Measure,
)


class IndicatorForm(TrackedForm):
    """An indicator of the catalogue, or one of the city's own, which waits for a coordinator."""

    class Meta:
        model = Indicator
        fields = [
            "definition",
            "label",
            "core",
            "target",
            "target_date",
            "custom_name",
            "custom_formula",
            "custom_unit",
            "custom_direction",
            "custom_kind",
            "custom_lens",
        ]
        help_texts = {
            "definition": _(
                "With its unit and the direction wanted. If none fits, leave it empty and describe yours "
                "below"
            ),
            "label": _("Example: “Days to get a permit for a home”"),
            "core": _("The one by which the case is judged, and that whoever replicates it measures too"),
            "target": _("It is shown and never counted as a result"),
            "custom_name": _("A custom outcome counts once a coordinator of the network accepts it"),
            "custom_formula": _("Example: “median of days between request and permit”"),
        }
        # A list that says of each its unit and direction, in place of Wagtail's chooser.
        widgets = {"definition": forms.Select(attrs={"style": "max-width: 100%"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        definition: Any = self.fields["definition"]
        definition.choices = list(_catalogue())
        definition.required = False

    def save(self, commit: bool = True) -> Any:
        """What a coordinator accepted and the city then writes otherwise has to be accepted again."""
        if not self.instance.key:
            self.instance.key = self._free_key()
        if any(name.startswith("custom_") for name in self.changed_data):
            self.instance.custom_accepted = False
        return super().save(commit)

    def _free_key(self) -> str:
        wanted = slugify(self.instance.name)[:90] or "indicador"
        taken = set(self.instance.case.indicators.values_list("key", flat=True))
        return next(key for key in (wanted, *(f"{wanted}-{n}" for n in range(2, 999))) if key not in taken)


class FigureForm(TrackedForm):
    """One figure of one indicator at the origin: before, or after."""

    class Meta:
        model = Measure
        fields = [
            "moment",
            "value",
            "period_end",
            "group",
            "method",
            "sample",
            "source_title",
            "source_url",
            "source_date",
        ]
        labels = {"source_title": _("Where it comes from")}
        help_texts = {
            "moment": _("“Before” is what was measured before starting; later, it is no baseline any more"),
            "period_end": _(
                "The last day of the period measured. Example: for the first half of 2025, 30 June 2025"
            ),
            "group": _("Empty: everybody. Example: “over 60”, “neighbourhoods without internet”"),
            "method": _("How it was counted. Example: “all files closed in the period”"),
            "sample": _("Example: “412 files”"),
            "source_title": _("The record, report or survey. Example: “Register of files of Private Works”"),
        }


class SiteForm(TrackedForm):
    """How the origin stands: phase, dates, contract and what stood in the way."""

    bottlenecks = forms.MultipleChoiceField(
        label=_("What stood in the way"),
        choices=Bottleneck.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Implementation
        fields = [
            "phase",
            "phase_since",
            "started",
            "in_production",
            "ended",
            "bottlenecks",
            "overcome",
            *Implementation.CONTRACT,
            "abandon_reason",
        ]
        help_texts = {
            "in_production": _("The day from which it was the ordinary way of doing it, not a trial"),
            "overcome": _(
                "Example: “the secretary sat down with the four offices until the circuit was one”"
            ),
            "exit_criteria": _("Example: “if after six months fewer than half use it, it is not renewed”"),
            "decision_on": _("Of a pilot: the day on which it is, or was, decided whether to go on"),
            "price_after_pilot": _("Example: “2 million pesos a month, fixed for two years”"),
            "data_ownership": _("Example: “the municipality; the vendor hands over a copy every month”"),
            "abandon_reason": _("If it stopped: telling why helps whoever comes after"),
        }

    def save(self, commit: bool = True) -> Any:
        """Whoever changes what a lead confirmed, without being a lead, has it confirmed again."""
        if self.has_changed() and not self.for_user.can("confirm", self.instance.municipality):
            self.instance.confirmed_on = self.instance.confirmed_by = None
            self.instance.confirmation_source = ""
        return super().save(commit)


class AiSheetForm(TrackedForm):
    class Meta:
        model = AiSheet
        fields = list(AiSheet.QUESTIONS)


class IncidentForm(TrackedForm):
    class Meta:
        model = AiIncident
        fields = ["occurred_on", "what", "serious", "closed_on", "remedy"]


def _catalogue() -> Iterator[tuple[str, Any]]:
    """The catalogue by lens, each entry with its unit and wanted direction."""
    yield "", _("None: it is our own")
    entries = list(IndicatorDefinition.objects.all())
    for lens in Lens:
        options = [
            (one.pk, f"{one.name} · {one.unit} · {one.get_direction_display()}")
            for one in entries
            if one.lens == lens
        ]
        if options:
            yield str(lens.label), options
