"""The form that compares processes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.replication.fields import FigureField
from design.formats import number
from playbooks.selection import SCALE, Process

MOST = 6
_GRADES = [("", "—"), *((str(n), str(n)) for n in range(1, SCALE + 1))]


class Amount(FigureField):
    """How many, as people write it: "1.500". None when nobody knows."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(unit="", required=False, **kwargs)
        self.most = most

    def to_python(self, value: Any) -> Any:
        amount = super().to_python(value)
        if amount is not None and not (0 <= amount <= self.most and amount == int(amount)):
            raise forms.ValidationError(
                _("A whole number, up to %(most)s."), params={"most": number(self.most)}
            )
        return None if amount is None else int(amount)


class ProcessForm(forms.Form):
    """One candidate. An empty name is an empty row."""

    name = forms.CharField(label=_("Process"), max_length=80, required=False)
    pain = forms.TypedChoiceField(
        label=_("Citizen pain, 1 to 5"), choices=_GRADES, coerce=int, empty_value=None, required=False
    )
    excluded = forms.TypedChoiceField(
        label=_("Groups left out, 1 to 5"), choices=_GRADES, coerce=int, empty_value=None, required=False
    )
    volume = Amount(label=_("Cases a month"), most=10_000_000)
    cost = Amount(label=_("Cost of each, in pesos"), most=1_000_000_000)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("name"):
            for field in ("pain", "excluded"):
                if values.get(field) is None and field not in self.errors:
                    self.add_error(field, _("Choose from 1 to 5."))
        elif any(values.get(field) is not None for field in ("pain", "excluded", "volume", "cost")):
            self.add_error("name", _("Write which process it is."))
        return values

    def process(self) -> Process | None:
        """What was written, or None in an empty row."""
        values = self.cleaned_data
        if not values.get("name"):
            return None
        return Process(values["name"], values["pain"], values["excluded"], values["volume"], values["cost"])


class SelectionForm:
    """Up to six candidates, in the address: `p1-name=…&p1-pain=…`."""

    def __init__(self, data: Any = None) -> None:
        self.is_bound = data is not None
        self.rows = [
            ProcessForm(data, prefix=f"p{n}", use_required_attribute=False, label_suffix="")
            for n in range(1, MOST + 1)
        ]

    def is_valid(self) -> bool:
        problems = [row for row in self.rows if not row.is_valid()]  # every row says its own
        return not problems

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong and where, with the anchor of its field."""
        said = _("Process %(n)s, %(field)s: %(error)s")
        return [
            (bound.auto_id, said % {"n": n, "field": bound.label, "error": error})
            for n, row in enumerate(self.rows, 1)
            for bound in row
            for error in bound.errors
        ]

    def processes(self) -> list[Process]:
        """The candidates that were written. Ask `is_valid` first."""
        return [found for row in self.rows if (found := row.process())]
