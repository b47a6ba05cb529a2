"""The forms of the playbooks in the admin."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.staticfiles import versioned_static

from municipalities.size_bands import SIZES

if TYPE_CHECKING:
    from playbooks.models import Step


class Boxes(forms.CheckboxSelectMultiple):
    """What is chosen among many, in a list that scrolls: a click changes one choice and loses no other."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"class": "boxes", **(attrs or {})}, **kwargs)

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": [versioned_static("playbooks/boxes.css")]})


class PlaybookForm(WagtailAdminPageForm):
    sizes = forms.MultipleChoiceField(
        label=_("Sizes"), choices=SIZES, widget=forms.CheckboxSelectMultiple, required=False
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
