"""The AI sheet and the incidents of a replication: the forms of the editor, for pages without scripts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.editor.figure_forms import AiSheetForm, IncidentForm
from cases.models import AiSheet, RiskClass

LONG = forms.Textarea(attrs={"rows": 4})


class AdopterSheetForm(AiSheetForm):
    """Every question may wait: the page says which ones are missing."""

    use_required_attribute = False
    seen: Any = None  # its page carries it

    class Meta(AiSheetForm.Meta):
        widgets = dict.fromkeys(AiSheet.QUESTIONS, LONG) | {"risk_class": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        risks: Any = self.fields["risk_class"]
        risks.choices = [*RiskClass.choices, ("", _("We do not know yet"))]


class AdopterIncidentForm(IncidentForm):
    use_required_attribute = False
    seen: Any = None

    class Meta(IncidentForm.Meta):
        widgets = {"what": LONG, "remedy": LONG}
