"""Forms of the admin for the records outside the pages: they say who changed what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import Membership
from cases.models import Bottleneck, Implementation

# What a coordinator writes on a record without touching what its municipality confirmed.
OBJECTION = {"objected_on", "objection"}


class TrackedForm(WagtailAdminModelForm):
    """Whoever saves is the author of the change."""

    def save(self, commit: bool = True) -> Any:
        self.instance.changed_by = self.for_user
        return super().save(commit)


class SeenForm(TrackedForm):
    """`seen` is what stood when the form was opened: a stale save never writes over what others wrote."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.standing

    @property
    def standing(self) -> str:
        """The number of the last change of the record; "new" for one that is not there yet."""
        if self.instance.pk is None:
            return "new"
        return str(self.instance.history().values_list("pk", flat=True).first() or "")

    @property
    def stale(self) -> bool:
        return self.is_bound and self.data.get("seen", self.standing) != self.standing

    def see(self) -> None:
        """What was typed, over what stands now: sent again, it replaces it."""
        typed: Any = self.data.copy()  # type: ignore[has-type]
        typed["seen"] = self.standing
        self.data = typed


class ImplementationForm(TrackedForm):
    """A confirmed record that anyone but its municipality's lead changes has to be confirmed again."""

    bottlenecks = forms.MultipleChoiceField(
        label=_("bottlenecks"),
        choices=Bottleneck.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def save(self, commit: bool = True) -> Implementation:
        changed = set(self.changed_data) - OBJECTION
        if changed and ("municipality" in changed or not self._by_the_lead()):
            self.instance.confirmed_on = self.instance.confirmed_by = None
            self.instance.confirmation_source = ""
        return super().save(commit)

    def _by_the_lead(self) -> bool:
        leads = Membership.objects.filter(role=Membership.Role.LEAD, user=self.for_user)
        return leads.filter(municipality=self.instance.municipality).exists()
