"""A municipality without a team asks to come in; a coordinator of its networks answers."""

from typing import Self

from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import Invitation, Unusable
from accounts.models.people import User
from municipalities.models import Municipality

# Mail that anybody may open: it proves nothing about who writes, so whoever decides is told.
PERSONAL_MAIL = frozenset(
    {"gmail.com", "hotmail.com", "hotmail.com.ar", "live.com", "live.com.ar", "outlook.com", "outlook.com.ar"}
    | {"yahoo.com", "yahoo.com.ar", "icloud.com", "proton.me", "protonmail.com"}
)


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def pending(self) -> Self:
        return self.filter(decided_at=None)

    def for_decider(self, user: User) -> Self:
        """Those on which this person may decide."""
        return self.filter(municipality__in=user.municipalities_for("decide_access"))


class AccessRequest(models.Model):
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="access_requests", verbose_name=_("municipality")
    )
    email = models.EmailField(_("institutional mailbox"))
    name = models.CharField(_("name and surname"), max_length=150)
    position = models.CharField(_("your post in the municipality"), max_length=150)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    refusal = models.TextField(_("reason"), max_length=1000, blank=True)
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="request", editable=False
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=models.Q(decided_at=None),
                name="one_pending_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.email}"

    def deciders(self) -> models.QuerySet[User]:
        """Whoever coordinates a network of that municipality; administrators, where nobody does."""
        active = User.objects.filter(is_active=True)
        coordinators = active.filter(network_roles__network__members=self.municipality).distinct()
        return coordinators if coordinators.exists() else active.filter(is_superuser=True)

    @property
    def from_personal_mail(self) -> bool:
        return self.email.rpartition("@")[2] in PERSONAL_MAIL

    @transaction.atomic
    def grant(self, role: str, by: User) -> tuple[Invitation, str]:
        """Invite who asked. Raises Unusable when somebody else decided meanwhile."""
        self._decide(by)
        invitation, token = Invitation.objects.invite(self.email, role, self.municipality, by)
        self.invitation = invitation
        self.save(update_fields=["invitation"])
        return invitation, token

    def refuse(self, reason: str, by: User) -> None:
        """Raises Unusable when somebody else decided meanwhile."""
        self._decide(by, refusal=reason)
        self.refusal = reason

    def _decide(self, by: User, **fields: str) -> None:
        pending = AccessRequest.objects.pending().filter(pk=self.pk)
        if not pending.update(decided_at=now(), decided_by=by, **fields):
            raise Unusable
