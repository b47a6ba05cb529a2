"""What each question accepts, but for figures. What was typed is kept as it was."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.models import Bottleneck, Lens, Phase
from cases.replication.fields import DayField
from cases.replication.wording import DATE_LABELS, DATES, PHASES, REASONS

if TYPE_CHECKING:
    from cases.replication.flow import Flow

LONG = forms.Textarea(attrs={"rows": 5})
SHORT = forms.Textarea(attrs={"rows": 3})
MAX_CHOICES = 400  # more municipalities than these are not listed but looked for


class StepForm(forms.Form):
    """The questions of one page. `flow` is what has been told so far."""

    use_required_attribute = False

    def __init__(self, *args: Any, flow: "Flow", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flow = flow


class MunicipalityForm(StepForm):
    """Own ones, and those for which a coordinator may record."""

    municipality = forms.ChoiceField(
        label=_("Municipality"), error_messages={"required": _("Choose the municipality that replicated it.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, members = self.flow.choices
        self.too_many = len(members) >= MAX_CHOICES
        if self.too_many:
            members = [self.flow.choice(key) for key in self._picked()]
        field = self.fields["municipality"]
        groups = [*own, (str(_("In the name of a member of your network")), members)] if members else own
        few = len(own) + len(members) <= 6
        field.widget = forms.RadioSelect() if few else forms.Select()
        field.choices = [*own, *members] if few else [("", _("Choose one")), *groups]  # type: ignore[attr-defined]
        field.initial = self.flow.picked
        if len(own) + len(members) == 1:
            field.initial = (own or members)[0][0]

    def _picked(self) -> Iterator[str]:
        """Where there are too many to list: the one that was typed, or that the picker brought."""
        key = self.data.get("municipality") or self.flow.picked
        if key and not self.flow.why_not(key):
            yield key

    def clean_municipality(self) -> str:
        if message := self.flow.why_not(self.cleaned_data["municipality"]):
            raise ValidationError(str(message))
        return str(self.cleaned_data["municipality"])


class PhaseForm(StepForm):
    phase = forms.ChoiceField(
        label=_("Phase"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the phase that is nearest to how it stands today.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [  # type: ignore[attr-defined]
            (value, format_html("<b>{}</b><br>{}", Phase(value).label, text))
            for value, text in PHASES.items()
        ]


class DatesForm(StepForm):
    """Each date that the phase has, or "we do not know"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATES[self.flow.phase or Phase.INTENT]:
            self.fields[name] = DayField(
                label=DATE_LABELS[name], required=False, future=name == "planned_start"
            )
            never = name == "in_production" and self.flow.phase != Phase.PRODUCTION
            self.fields[f"{name}_unknown"] = forms.BooleanField(
                label=_("It never was, or we do not know") if never else _("We do not know"), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = [name for name in self.fields if not name.endswith("_unknown")]
        for name in names:
            if name in self.errors:
                continue
            day, unknown = cleaned.get(name), cleaned.get(f"{name}_unknown")
            if not day and not unknown:
                self.add_error(name, _("Write the date, or tick “We do not know”."))
            elif day and unknown:
                self.add_error(name, _("Leave the date or the tick, but not both."))
        planned = cleaned.get("planned_start")
        if planned and planned < localdate() and "planned_start" not in self.errors:
            past = _("That day has passed. If you have begun, go back and choose the phase in which you are.")
            self.add_error("planned_start", past)
        self._in_order([name for name in names if cleaned.get(name)], cleaned)
        return cleaned

    def _in_order(self, names: list[str], cleaned: Mapping[str, date]) -> None:
        for earlier, later in pairwise(names):
            if cleaned[later] < cleaned[earlier]:
                self.add_error(later, _("It cannot be before the date above."))


class MailboxForm(StepForm):
    """An institutional mailbox: for the two cities to talk, or for the city's lead to confirm."""

    shares = forms.BooleanField(required=False)
    mailbox = forms.EmailField(
        label=_("Institutional mailbox"),
        required=False,
        max_length=254,
        help_text=_("Of an area or a role, not of a person. It is not published."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.flow.phase == Phase.INTENT and not self.flow.on_behalf:
            name = self.flow.case.municipality.name
            self.fields["shares"].label = _("Yes, put us in touch with %(name)s") % {"name": name}
            self.intro = _("If you want, we put both municipalities in touch, mailbox to mailbox.")
        else:
            del self.fields["shares"]
            self.intro = _("It gets a link, so that the municipality itself has the last word.")

    def clean_mailbox(self) -> str:
        mailbox: str = self.cleaned_data["mailbox"].strip().lower()
        if not mailbox and (self.flow.on_behalf or self.cleaned_data.get("shares")):
            raise ValidationError(_("Write the mailbox to which we should write."))
        return mailbox


class AdaptationsForm(StepForm):
    adaptations = forms.CharField(
        label=_("What you changed, and why"),
        required=False,
        max_length=5000,
        help_text=_(
            "Example: “We kept the weekly collection and did without the app: neighbours are told by "
            "WhatsApp.”"
        ),
        widget=LONG,
    )


class MeasuredForm(StepForm):
    """Which indicators of the case the city measured. Those that are ticked are asked next, one a page."""

    indicators = forms.MultipleChoiceField(
        label=_("What you have figures of"), required=False, widget=forms.CheckboxSelectMultiple
    )
    nothing = forms.BooleanField(label=_("We have not measured anything yet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicators"].choices = list(self._choices())  # type: ignore[attr-defined]
        if self.flow.site and self.flow.site.measures.exists():
            self.fields["indicators"].label = _("What you have new figures of, or want to correct")
            self.fields["nothing"].label = _("Nothing new")

    def _choices(self) -> Iterator[tuple[str, str]]:
        for one in self.flow.indicators:
            about = _("core indicator") if one.core else Lens(one.lens).label
            yield str(one.pk), format_html("{} <span class='soft'>({}; {})</span>", one.name, one.unit, about)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked, nothing = cleaned.get("indicators"), cleaned.get("nothing")
        if ticked and nothing:
            raise ValidationError(_("Tick what you measured or that you did not, but not both."))
        if not ticked and not nothing and not self.errors:
            raise ValidationError(_("Tick what you measured, or that you have not measured yet."))
        return cleaned


class BottlenecksForm(StepForm):
    bottlenecks = forms.MultipleChoiceField(
        label=_("What stood in the way"),
        required=False,
        choices=Bottleneck.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    overcome = forms.CharField(label=_("What got it moving"), required=False, max_length=5000, widget=SHORT)
    sponsor_role = forms.CharField(
        label=_("Who backed it"),
        required=False,
        max_length=255,
        help_text=_("A post, not a name. Example: “the secretary of Works”"),
    )


class AbandonForm(StepForm):
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), required=False, choices=list(REASONS.items()), widget=forms.CheckboxSelectMultiple
    )
    abandon_reason = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=5000,
        help_text=_("What would you tell whoever is about to try it?"),
        widget=LONG,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("reasons") and not cleaned.get("abandon_reason"):
            raise ValidationError(_("Tick a reason, or tell it in your words: it is what helps others most."))
        return cleaned


class SendForm(StepForm):
    """The last page. `seen` says what the person had before their eyes; `confirm` is the lead's."""

    confirm = forms.BooleanField(label=_("I confirm that it is so"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.flow.may_confirm:
            del self.fields["confirm"]
