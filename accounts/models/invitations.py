"""The only way in: somebody who may invite names an address and a role, and that address accepts once."""

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership, NetworkRole, User
from municipalities.models import Municipality, Network

VALID_FOR = timedelta(days=7)


class Unusable(Exception):
    """The invitation was used, expired, was revoked, is for somebody else, or never existed."""


def hashed(token: str) -> str:
    """What is kept of a token: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> Self:
        """Neither accepted nor revoked; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def usable(self) -> Self:
        return self.unanswered().filter(expires_at__gt=now())

    def by_token(self, token: str) -> "Invitation":
        """Raises Unusable, whatever the reason, for a token that opens nothing now."""
        found = self.usable().select_related("invited_by").filter(token_hash=hashed(token)).first()
        if found is None or not found.still_backed:
            raise Unusable
        return found

    @transaction.atomic
    def invite(
        self, email: str, role: str, place: Municipality | Network, by: User
    ) -> tuple["Invitation", str]:
        """A new invitation and its token. It replaces the one that the address had for the same place."""
        type(place)._default_manager.select_for_update().get(pk=place.pk)  # a double click waits its turn
        invitation = Invitation(email=email.strip().lower(), role=role, invited_by=by)
        if isinstance(place, Network):
            invitation.network = place
        else:
            invitation.municipality = place
        same = self.unanswered().filter(
            email=invitation.email, municipality=invitation.municipality, network=invitation.network
        )
        same.update(revoked_at=now())
        token = invitation.renew()
        invitation.save()
        return invitation, token


class Invitation(models.Model):
    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("Contributor")
        LEAD = "lead", _("Lead")
        COORDINATOR = "coordinator", _("Network coordinator")

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("municipality"),
    )
    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("network")
    )
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    resent = models.PositiveSmallIntegerField(_("times resent"), default=0)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_place",
                condition=Q(role="coordinator", network__isnull=False, municipality=None)
                | Q(role__in=["contributor", "lead"], municipality__isnull=False, network=None),
            ),
            *[
                models.UniqueConstraint(
                    fields=["email", place],
                    condition=Q(accepted_at=None, revoked_at=None),
                    name=f"one_invitation_{place}",
                )
                for place in ("municipality", "network")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.place} · {self.get_role_display()}"

    @property
    def place(self) -> Municipality | Network:
        place = self.municipality or self.network
        assert place is not None  # noqa: S101 - the constraint says so
        return place

    @property
    def expired(self) -> bool:
        return self.expires_at <= now()

    @property
    def still_backed(self) -> bool:
        """Whether who invited could still invite: what somebody removed had sent opens nothing."""
        if self.invited_by is None:
            return False
        if self.municipality is None:
            return self.invited_by.can("invite_coordinators")
        return self.invited_by.can("invite", self.municipality)

    def renew(self) -> str:
        """Give it a new token and seven more days; the old token opens nothing. Does not save."""
        token = secrets.token_urlsafe(32)
        self.token_hash, self.expires_at = hashed(token), now() + VALID_FOR
        return token

    def resend(self, by: User) -> str:
        """A new token, in the name of who resends. Raises Unusable when it was already answered."""
        token = self.renew()
        changed = Invitation.objects.unanswered().filter(pk=self.pk)
        if not changed.update(
            token_hash=self.token_hash, expires_at=self.expires_at, resent=F("resent") + 1, invited_by=by
        ):
            raise Unusable
        return token

    def revoke(self) -> None:
        """Raises Unusable when it was already answered."""
        if not Invitation.objects.unanswered().filter(pk=self.pk).update(revoked_at=now()):
            raise Unusable

    @transaction.atomic
    def accept(self, user: User) -> None:
        """The person takes their place. Of two acceptances at once, one raises Unusable."""
        if user.email != self.email:
            raise Unusable
        self._claim()
        self._seat(user)

    @transaction.atomic
    def accept_as_new(self, name: str, password: str) -> User:
        """A new account with the invited address takes its place. Raises Unusable, and creates nothing,
        when the invitation was answered meanwhile or the address already has an account."""
        self._claim()
        try:
            user = User.objects.create_user(self.email, password, first_name=name)
        except IntegrityError:
            raise Unusable from None
        self._seat(user)
        return user

    def _claim(self) -> None:
        """One UPDATE decides who was first, on any database."""
        mine = Invitation.objects.usable().filter(pk=self.pk, token_hash=self.token_hash)
        if not mine.update(accepted_at=now()):
            raise Unusable

    def _seat(self, user: User) -> None:
        Invitation.objects.filter(pk=self.pk).update(accepted_by=user)
        if self.network is not None:
            NetworkRole.objects.get_or_create(user=user, network=self.network)
            return
        membership, new = Membership.objects.get_or_create(
            user=user, municipality=self.municipality, defaults={"role": self.role}
        )
        if not new and self.role == Membership.Role.LEAD and membership.role != self.role:
            membership.role = self.role
            membership.save()
