"""The form of how the origin stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import SeenForm
from cases.models import Bottleneck, Implementation, Phase
from cases.replication.fields import DayField
from cases.replication.wording import REASONS


class SiteForm(SeenForm):
    """How the origin stands: phase, dates, contract and what stood in the way."""

    phase_since = DayField(label=_("in this phase since"), required=False)
    started = DayField(label=_("started"), required=False)
    in_production = DayField(
        label=_("in production since"),
        required=False,
        help_text=_("The day from which it was the ordinary way of doing it, not a trial"),
    )
    ended = DayField(label=_("ended"), required=False)
    decision_on = DayField(
        label=_("when it is decided whether it goes on"),
        required=False,
        future=True,
        help_text=_("Of a pilot: the day on which it is, or was, decided whether to go on"),
    )

    bottlenecks = forms.MultipleChoiceField(
        label=_("What stood in the way"),
        choices=Bottleneck.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reasons = forms.MultipleChoiceField(
        label=_("If it was abandoned, why"),
        choices=list(REASONS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ["phase", "phase_since", "started", "in_production", "ended", "reasons", "abandon_reason"]

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
            "sponsor_role",
            *Implementation.CONTRACT,
            "abandon_reason",
        ]
        help_texts = {
            "overcome": _(
                "Example: “the secretary sat down with the four offices until the circuit was one”"
            ),
            "sponsor_role": _("A post, not a name. Example: “the secretary of Works”"),
            "exit_criteria": _("Example: “if after six months fewer than half use it, it is not renewed”"),
            "price_after_pilot": _("Example: “2 million pesos a month, fixed for two years”"),
            "data_ownership": _("Example: “the municipality; the vendor hands over a copy every month”"),
            "abandon_reason": _("If it stopped: telling why helps whoever comes after"),
        }

    def clean(self) -> dict[str, Any]:
        """One that is abandoned says why: reasons of the list, which are kept as text, or words."""
        cleaned = super().clean() or {}
        said = cleaned.get("abandon_reason", "").strip()
        ticked = [f"- {REASONS[one]}" for one in cleaned.get("reasons", ())]
        new = "\n".join(line for line in ticked if line not in said.splitlines())
        cleaned["abandon_reason"] = "\n\n".join(part for part in (new, said) if part)
        if cleaned.get("phase") == Phase.ABANDONED and not cleaned["abandon_reason"]:
            text = _("Tick a reason, or tell in two lines why it stopped: it is what helps others most.")
            self.add_error("abandon_reason", text)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Whoever changes what a lead confirmed, without being a lead, has it confirmed again."""
        if self.has_changed() and not self.for_user.can("confirm", self.instance.municipality):
            self.instance.confirmed_on = self.instance.confirmed_by = None
            self.instance.confirmation_source = ""
        return super().save(commit)
