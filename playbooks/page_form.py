"""The form of a playbook in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from municipalities.size_bands import SIZES


class PlaybookForm(WagtailAdminPageForm):
    sizes = forms.MultipleChoiceField(
        label=_("sizes"), choices=SIZES, widget=forms.CheckboxSelectMultiple, required=False
    )
