"""How a replication was contracted, and what was agreed for after the pilot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import ContractType
from cases.replication.fields import DayField
from cases.replication.forms import SHORT, StepForm


class ContractForm(StepForm):
    contract_type = forms.ChoiceField(
        label=_("How was it contracted?"),
        required=False,
        choices=[*ContractType.choices, ("", _("We do not know"))],
        widget=forms.RadioSelect,
    )
    exit_criteria = forms.CharField(
        label=_("What was agreed for getting out of it"),
        required=False,
        max_length=2000,
        help_text=_("Example: “if after six months fewer than half use it, it is not renewed”"),
        widget=SHORT,
    )
    decision_on = DayField(
        label=_("When is it decided whether it goes on? (of a pilot)"), required=False, future=True
    )
    price_after_pilot = forms.CharField(
        label=_("What it costs after the pilot"),
        required=False,
        max_length=255,
        help_text=_("Example: “2 million pesos a month, fixed for two years”"),
    )
    data_ownership = forms.CharField(
        label=_("Who owns the data"),
        required=False,
        max_length=255,
        help_text=_("Example: “the municipality; the vendor hands over a copy every month”"),
    )
