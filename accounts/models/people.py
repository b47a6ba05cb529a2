"""People log in by e-mail and belong to municipalities and networks."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ROLE_ACTIONS, SCOPE, Action, Role, Scope
from municipalities.models import Municipality, Network


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # of what it locks: Wagtail does not say
    """A person. The e-mail address is the login; there is no user name."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc, assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def can(self, action: Action, municipality: Municipality | None = None) -> bool:
        """Whether the table of `accounts.permissions` lets this person do it for that municipality.

        Without a municipality: whether any of their roles does it somewhere.
        """
        roles = self.roles if municipality is None else self.roles_in(municipality)
        return any(action in ROLE_ACTIONS[role] for role in roles)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role this person has somewhere. A person who was switched off has none."""
        return self._roles(self.memberships.all(), self.network_roles.all())

    def roles_in(self, municipality: Municipality) -> frozenset[Role]:
        """What this person is with respect to that municipality."""
        return self._roles(
            self.memberships.filter(municipality=municipality),
            self.network_roles.filter(network__members=municipality),
        )

    def municipalities_for(self, action: Action) -> models.QuerySet[Municipality]:
        """Every municipality for which this person may do it."""
        able = {role for role in self.roles if action in ROLE_ACTIONS[role]}
        if any(SCOPE[role] is Scope.EVERYTHING for role in able):
            return Municipality.objects.all()
        reached = models.Q(memberships__in=self.memberships.filter(role__in=able))
        if Role.COORDINATOR in able:
            reached |= models.Q(networks__coordinators__user=self)
        return Municipality.objects.filter(reached).distinct()

    def _roles(
        self, memberships: "models.QuerySet[Membership]", networks: "models.QuerySet[NetworkRole]"
    ) -> frozenset[Role]:
        if not self.is_active:
            return frozenset()
        held = {Role.VISITOR, *(Role(value) for value in memberships.values_list("role", flat=True))}
        if networks.exists():
            held.add(Role.COORDINATOR)
        if self.is_superuser:
            held.add(Role.ADMIN)
        return frozenset(held)


class LastLead(Exception):
    """Nobody else could confirm for the municipality."""


class Membership(models.Model):
    """A person works for a municipality. Only a lead confirms what the municipality reports."""

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("Contributor")
        LEAD = "lead", _("Lead")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="memberships", verbose_name=_("municipality")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CONTRIBUTOR)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "municipality"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} · {self.municipality} · {self.get_role_display()}"

    @property
    def is_last_lead(self) -> bool:
        """Whether nobody else leads the municipality; an account that was switched off leads nothing."""
        leads = Membership.objects.filter(
            municipality=self.municipality, role=Membership.Role.LEAD, user__is_active=True
        )
        return self.role == Membership.Role.LEAD and not leads.exclude(pk=self.pk).exists()

    @transaction.atomic
    def leave(self) -> None:
        """The person goes by themselves. Raises LastLead: of the last two who go at once, one stays."""
        Municipality.objects.select_for_update().get(pk=self.municipality_id)
        if self.is_last_lead:
            raise LastLead
        self.delete()


class NetworkRole(models.Model):
    """A person coordinates a network: moderates its members' cases and curates playbooks."""

    user = models.ForeignKey(User, models.CASCADE, related_name="network_roles", verbose_name=_("person"))
    network = models.ForeignKey(
        Network, models.CASCADE, related_name="coordinators", verbose_name=_("network")
    )

    class Meta:
        verbose_name = _("network role")
        verbose_name_plural = _("network roles")
        constraints = [models.UniqueConstraint(fields=["user", "network"], name="one_network_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.network}"
