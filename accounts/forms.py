"""What people type to invite, to come in and to ask for it."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessRequest, Invitation, Membership, User
from municipalities.models import Municipality, Network


class LoweredEmailField(forms.EmailField):
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        return super().clean(value).lower()


class InvitationForm(forms.Form):
    """Somebody for a place: a municipality's team, or the coordination of a network."""

    email = LoweredEmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("What they will do"),
        choices=[
            (Membership.Role.CONTRIBUTOR, _("Contributor: writes cases and reports replications")),
            (Membership.Role.LEAD, _("Lead: also confirms for the municipality and invites people")),
        ],
        widget=forms.RadioSelect,
        initial=Membership.Role.CONTRIBUTOR,
    )

    def __init__(self, *args: Any, place: Municipality | Network, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.by = place, by
        if isinstance(place, Network):
            del self.fields["role"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.by.email:
            raise ValidationError(_("That is your own address: another person has to invite you."))
        return email

    def clean(self) -> dict[str, Any]:
        """Whoever holds that role already, or a higher one, has nothing to accept."""
        cleaned = super().clean() or {}
        held = self._role_of(cleaned.get("email", ""))
        if held in (Membership.Role.LEAD, Invitation.Role.COORDINATOR) or held == cleaned.get("role"):
            label = Invitation.Role(held).label.lower()
            self.add_error("email", _("They are in the team already, as %(role)s.") % {"role": label})
        return cleaned

    def _role_of(self, email: str) -> str:
        if isinstance(self.place, Network):
            held = self.place.coordinators.filter(user__email=email)
            return Invitation.Role.COORDINATOR if held.exists() else ""
        member = self.place.memberships.filter(user__email=email).first()
        return member.role if member else ""

    def save(self) -> tuple[Invitation, str]:
        """The invitation and its token."""
        role = self.cleaned_data.get("role", Invitation.Role.COORDINATOR)
        return Invitation.objects.invite(self.cleaned_data["email"], role, self.place, self.by)


class NewAccountForm(forms.Form):
    """The address is the invited one: it is shown, never asked."""

    name = forms.CharField(
        label=_("Name and surname"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        help_text=_("At least twelve characters. A sentence that only you know works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, first_name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class RemovalForm(forms.Form):
    """Taking somebody out of a team; the last lead, only knowingly."""

    knowingly = forms.BooleanField(label=_("I understand, and want to go on"))

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not last:
            del self.fields["knowingly"]


class AccessRequestForm(forms.ModelForm):
    """The public form. `website` is for robots: a person does not see it."""

    email = LoweredEmailField(
        label=_("Institutional mailbox"),
        help_text=_("Of the municipality or of your area. The invitation will arrive there."),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    class Meta:
        model = AccessRequest
        fields = ["name", "email", "position", "message"]
        labels = {"message": _("What would you like to tell? (optional)")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "message": forms.Textarea(attrs={"rows": 5}),
        }

    @property
    def by_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def keep(self, municipality: Municipality) -> AccessRequest | None:
        """Save it; None when the same mailbox is already waiting for an answer."""
        self.instance.municipality = municipality
        try:
            with transaction.atomic():
                self.instance.save()
        except IntegrityError:
            return None
        return self.instance


class DecisionForm(forms.Form):
    """What becomes of an access request: an invitation with a role, or a refusal that says why."""

    role = forms.ChoiceField(
        label=_("Role to invite with"),
        choices=Membership.Role,
        initial=Membership.Role.LEAD,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason for refusing"),
        help_text=_("It is sent as you write it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, refusing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason" if refusing else "role"].required = True
