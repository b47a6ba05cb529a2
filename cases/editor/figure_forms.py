"""Forms for what is stored beside the page: indicators, figures and the sheet of artificial intelligence."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cases.figures import may_be_negative
from cases.forms import SeenForm
from cases.models import (
    AiIncident,
    AiSheet,
    Indicator,
    IndicatorDefinition,
    Lens,
    Measure,
)
from cases.replication.fields import DayField, FigureField


class IndicatorForm(SeenForm):
    """An indicator of the catalogue, or one of the city's own, which waits for a coordinator."""

    target = FigureField(
        label=_("target"),
        unit="",
        required=False,
        help_text=_("It is shown and never counted as a result"),
    )
    target_date = DayField(label=_("by when"), required=False, future=True)

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

    def catalogue(self) -> list[IndicatorDefinition]:
        """Those that may be chosen and say how they are counted."""
        return list(IndicatorDefinition.objects.exclude(formula="").order_by("lens", "name"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        definition = cleaned.get("definition")
        unit = definition.unit if definition else cleaned.get("custom_unit", "")
        name = cleaned.get("label") or (definition.name if definition else cleaned.get("custom_name", ""))
        try:
            _refuse_negative(cleaned.get("target"), unit, name)
        except ValidationError as error:
            self.add_error("target", error)
        return cleaned

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


class FigureForm(SeenForm):
    """One figure of one indicator at the origin: before, or after."""

    value = FigureField(label=_("value"), unit="")
    period_end = DayField(
        label=_("Until when was it measured?"),
        help_text=_("The last day of the period measured. Example: for the first half of 2025, 30/6/2025"),
    )
    source_date = DayField(label=_("date of the source"), required=False)

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
            "group": _("Empty: everybody. Example: “over 60”, “neighbourhoods without internet”"),
            "method": _("How it was counted. Example: “all files closed in the period”"),
            "sample": _("Example: “412 files”"),
            "source_title": _("The record, report or survey. Example: “Register of files of Private Works”"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value: Any = self.fields["value"]
        value.unit, value.about = self.instance.indicator.unit, self.instance.indicator.name
        value.help_text = _("In %(unit)s. Example: 94,5 or 20.000") % {"unit": value.unit}


class AiSheetForm(SeenForm):
    class Meta:
        model = AiSheet
        fields = list(AiSheet.QUESTIONS)
        help_texts = {
            "risk_class": _("High when it decides on a right, a benefit or a sanction of somebody"),
            "oversight": _(
                "A post, and how it is stopped. Example: “the head of Citizen Attention; a switch sends "
                "every question to people”"
            ),
            "data": _("Example: “the text of the complaint and its address; never the name of who makes it”"),
            "vendor_exit": _(
                "Example: “a local company; on leaving it hands over the data in CSV and the trained model”"
            ),
            "audit": _("Example: “every month two people review 100 answers chosen at random”"),
            "change_management": _(
                "Example: “each new version is tried two weeks with old questions before anybody uses it”"
            ),
            "incidents": _(
                "What is done when it fails, and who is told. Example: “it is noted, put right and told to "
                "whoever was affected”. Each one is filed apart, below"
            ),
        }


class IncidentForm(SeenForm):
    occurred_on = DayField(label=_("When did it happen?"))
    closed_on = DayField(label=_("If it was put right, when?"), required=False)

    class Meta:
        model = AiIncident
        fields = ["occurred_on", "what", "serious", "closed_on", "remedy"]


def _refuse_negative(value: Decimal | None, unit: str, name: str) -> None:
    """Raises ValidationError for a figure that cannot be."""
    if value is not None and value < 0 and not may_be_negative(unit, name):
        raise ValidationError(
            _("It cannot be below zero: it is measured in “%(unit)s”."), params={"unit": unit}
        )


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
