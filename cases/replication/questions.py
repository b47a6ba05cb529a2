"""The questions of the flow, in words. What each accepts is in its form."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Indicator
from cases.replication import forms
from cases.replication.contract_form import ContractForm

FIRST, LAST = "municipio", "revisar"


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the flow. `name` is its address."""

    name: str
    question: Promise | str
    form: type[forms.StepForm]
    text: Promise | str = ""
    indicator: Indicator | None = None
    again: bool = False


QUESTIONS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step("municipio", _("Which municipality replicated it?"), forms.MunicipalityForm),
        Step("fase", _("How does it stand today?"), forms.PhaseForm),
        Step("fechas", _("Which dates?"), forms.DatesForm),
        Step("buzon", _("To which mailbox do we write?"), forms.MailboxForm),
        Step(
            "adaptaciones",
            _("What did you adapt?"),
            forms.AdaptationsForm,
            _("What you did in another way is what is most useful to the next. Leave it empty if nothing."),
        ),
        Step(
            "mediciones",
            _("What did you measure?"),
            forms.MeasuredForm,
            _("With your own figures, of before and of now. Those that you tick are asked next."),
        ),
        Step(
            "contrato",
            _("How was it contracted?"),
            ContractForm,
            _("Everything here may be left empty."),
        ),
        Step(
            "trabas",
            _("What stood in the way?"),
            forms.BottlenecksForm,
            _("Everything here may be left empty."),
        ),
        Step(
            "abandono",
            _("Why did you leave it?"),
            forms.AbandonForm,
            _("Nobody is judged for it: telling it saves others months. One reason is enough."),
        ),
    )
}
