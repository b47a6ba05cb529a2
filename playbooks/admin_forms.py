"""The forms of the playbooks in the admin."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from municipalities.size_bands import SIZES

if TYPE_CHECKING:
    from playbooks.models import Step


class PlaybookForm(WagtailAdminPageForm):
    sizes = forms.MultipleChoiceField(
        label=_("sizes"), choices=SIZES, widget=forms.CheckboxSelectMultiple, required=False
    )


class StepForm(WagtailAdminModelForm):
    def clean_after(self) -> Iterable["Step"]:
        """Raises ValidationError for what already waits for this step: neither could ever begin."""
        chosen: Iterable[Step] = self.cleaned_data["after"]
        if circle := self.instance.waited_for_by(chosen):
            names = ", ".join(f"«{step.title}»" for step in circle)
            raise ValidationError(
                _("%(steps)s already waits for this step: neither could ever begin."), params={"steps": names}
            )
        return chosen
