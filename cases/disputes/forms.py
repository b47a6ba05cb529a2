"""What is asked of whoever has another figure, of an evaluator, and of whoever settles a dispute."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.forms import LoweredEmailField
from cases import uploads
from cases.models import Measure
from cases.replication.fields import DayField, FigureField, typed_day
from municipalities.models import Municipality

SHORT = forms.Textarea(attrs={"rows": 3})


class DifferingForm(forms.Form):
    """The same indicator, site, group and period as the figure that is there. The source is required."""

    city = forms.ChoiceField(label=_("In the name of which municipality?"), widget=forms.RadioSelect)
    period_end = DayField(label=_("Until when was it measured?"))
    source_title = forms.CharField(
        label=_("Source"), max_length=255, help_text=_("Who says it, and in which document.")
    )
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )
    document = forms.FileField(
        label=_("Document"), required=False, help_text=_("PDF, spreadsheet or picture, up to 10 MB.")
    )
    method = forms.CharField(label=_("How was it measured?"), required=False, max_length=2000, widget=SHORT)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        against: Measure,
        cities: list[Municipality],
        independent: bool,
        documents: bool,
    ) -> None:
        super().__init__(data, files, label_suffix="", use_required_attribute=False)
        self.against, self.cities = against, cities
        asked = {"unit": against.unit, "about": against.indicator.name, "help_text": against.unit}
        self.fields["value"] = FigureField(label=_("Your figure"), **asked)
        self.order_fields(["city", "value", "period_end", "source_title", "source_url", "document", "method"])
        if independent:
            self.fields["period_end"].initial = typed_day(against.period_end)
        else:
            del self.fields["period_end"]
        if not documents:
            del self.fields["document"]
        if len(cities) < 2 or independent:
            del self.fields["city"]
        else:
            self.fields["city"].choices = [(place.key, str(place)) for place in cities]  # type: ignore[attr-defined]

    def clean_document(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["document"]
        return uploads.checked(file) if file else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        value = cleaned.get("value")
        if value is not None and value == self.against.value and not self.fields.get("period_end"):
            raise ValidationError(_("It is the same figure that is there already."))
        return cleaned

    @property
    def stated_by(self) -> Municipality | None:
        """In whose name it is said."""
        key = self.cleaned_data.get("city")
        chosen = [place for place in self.cities if place.key == key] or self.cities
        return chosen[0] if chosen else None

    def values(self) -> dict[str, Any]:
        names = ("value", "period_end", "source_title", "source_url", "method")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept with the decision."),
        max_length=1000,
        widget=SHORT,
        error_messages={"required": _("Tell why, in a few words.")},
    )


class EvaluatorForm(forms.Form):
    """Somebody from outside, for one case."""

    email = LoweredEmailField(label=_("E-mail address"))
    institution = forms.CharField(label=_("Institution"), max_length=200)
    role = forms.CharField(label=_("What they do there"), max_length=200)


class ConflictsForm(forms.Form):
    """What an evaluator says of themselves, before they measure anything."""

    conflicts = forms.CharField(
        label=_("Do you have any conflict of interest?"),
        help_text=_("Work, money or family that ties you to the city or its vendors. It is published."),
        required=False,
        max_length=1000,
        widget=SHORT,
    )
    none = forms.BooleanField(label=_("I have none"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("conflicts", "").strip() and not cleaned.get("none"):
            self.add_error("conflicts", _("Tell which, or tick “I have none”."))
        return cleaned
