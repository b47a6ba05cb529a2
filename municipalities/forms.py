"""The picker's form: a name to look for, a municipality already chosen, or a population."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from municipalities.querysets import MAX_TYPED
from municipalities.reader import Choice, Reader, by_key, by_population


class PickerForm(forms.Form):
    """Valid when nothing wrong was asked for. `reader` is who was chosen, if anybody was."""

    q = forms.CharField(label=_("Name of the municipality"), required=False)
    municipio = forms.CharField(required=False)
    poblacion = forms.CharField(label=_("Population"), required=False)
    recordar = forms.BooleanField(label=_("Remember it in this browser"), required=False)
    next = forms.CharField(required=False)

    reader: Reader | None = None

    def clean_q(self) -> str:
        return self.cleaned_data["q"][:MAX_TYPED]

    def clean_municipio(self) -> str:
        value: str = self.cleaned_data["municipio"]
        return self._choose(value, by_key(value) if value else Choice())

    def clean_poblacion(self) -> str:
        value: str = self.cleaned_data["poblacion"]
        return self._choose(value, by_population(value) if value and self.reader is None else Choice())

    def _choose(self, value: str, choice: Choice) -> str:
        if choice.message:
            raise ValidationError(choice.message)
        self.reader = self.reader or choice.reader
        return value
