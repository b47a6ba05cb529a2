"""What became of a case in a municipality."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cases.models.history import Tracked
from cases.models.vocabulary import Bottleneck, ContractType, Phase, RiskClass, SaidBy
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.permissions import Action


class Implementation(Tracked):
    """One attempt of one municipality. Abandoned attempts are kept and count."""

    CONTRACT = ("contract_type", "exit_criteria", "decision_on", "price_after_pilot", "data_ownership")

    class Role(models.TextChoices):
        ORIGIN = "origin", _("Origin")
        REPLICATION = "replication", _("Replication")

    case = models.ForeignKey(
        "cases.CasePage", models.CASCADE, related_name="implementations", verbose_name=_("case")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="implementations", verbose_name=_("municipality")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.REPLICATION)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1, validators=[MinValueValidator(1)])
    phase = models.CharField(_("phase"), max_length=12, choices=Phase, default=Phase.INTENT)
    phase_since = models.DateField(_("in this phase since"), null=True, blank=True)
    started = models.DateField(_("started"), null=True, blank=True)
    in_production = models.DateField(_("in production since"), null=True, blank=True)
    ended = models.DateField(_("ended"), null=True, blank=True)
    adaptations = models.TextField(_("what was adapted"), blank=True)
    bottlenecks = models.JSONField(_("bottlenecks"), default=list, blank=True)
    overcome = models.TextField(_("what overcame them"), blank=True)
    sponsor_role = models.CharField(
        _("role of who backed it"), max_length=255, blank=True, help_text=_("A post, not a name")
    )
    abandon_reason = models.TextField(_("why it was abandoned"), blank=True)
    contract_type = models.CharField(_("contract"), max_length=12, choices=ContractType, blank=True)
    exit_criteria = models.TextField(_("exit criteria"), blank=True)
    decision_on = models.DateField(_("whether it goes on is decided on"), null=True, blank=True)
    price_after_pilot = models.CharField(_("price after the pilot"), max_length=255, blank=True)
    data_ownership = models.CharField(_("who owns the data"), max_length=255, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmation_source = models.CharField(_("how it was confirmed"), max_length=200, blank=True)
    objected_on = models.DateField(_("objected on"), null=True, blank=True)
    objection = models.TextField(_("objection of a coordinator"), blank=True)
    planned_start = models.DateField(_("means to start on"), null=True, blank=True)
    on_behalf = models.BooleanField(_("recorded by the network on the city's behalf"), default=False)
    mailbox = models.EmailField(
        _("institutional mailbox"), blank=True, help_text=_("Of an area or a role. It is never published")
    )
    shares_mailbox = models.BooleanField(_("the city of origin may have its mailbox"), default=False)

    class Meta:
        verbose_name = _("implementation")
        verbose_name_plural = _("implementations")
        ordering = ["case", "role", "municipality__name", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["case", "municipality", "attempt"], name="one_attempt"),
            models.UniqueConstraint(
                fields=["case", "attempt"], condition=models.Q(role="origin"), name="one_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality.name} · {self.get_phase_display()}"

    @property
    def bottleneck_labels(self) -> list[str]:
        return [str(Bottleneck(value).label) for value in self.bottlenecks if value in Bottleneck.values]

    @property
    def tells_contract(self) -> bool:
        """Whether anything is known of how it was contracted."""
        return any(getattr(self, name) for name in self.CONTRACT)

    @property
    def governed(self) -> bool:
        """Whether its AI sheet is there, complete and without a serious incident open."""
        sheet: AiSheet | None = getattr(self, "ai_sheet", None)
        return sheet is not None and sheet.complete and not sheet.serious_incident_open

    def clean(self) -> None:
        """Raises ValidationError for dates out of order or a bottleneck outside the list."""
        ordered = [day for day in (self.started, self.in_production, self.ended) if day]
        if ordered != sorted(ordered):
            raise ValidationError(_("The dates must follow: started, in production, ended."))
        if unknown := set(self.bottlenecks or []) - set(Bottleneck.values):
            raise ValidationError({"bottlenecks": _("Unknown: %s") % ", ".join(sorted(unknown))})

    def confirm(self, by: "User", on: date) -> None:
        """The lead of this municipality states that the record is true: its own figures become public.

        Raises PermissionDenied for anyone else, coordinators and administrators included.
        """
        self._only("confirm", by)
        with transaction.atomic():
            self.confirmed_by, self.confirmed_on, self.changed_by = by, on, by
            self.save()
            if self.role == self.Role.REPLICATION:  # those of the origin are accepted with its case
                for measure in self.measures.submitted().filter(said_by=SaidBy.SELF):
                    measure.changed_via = self.changed_via
                    measure.accept(by)

    def refuse(self, by: "User") -> None:
        """The lead states that it is not so: nothing of it stays public, and the history keeps its trace.

        Raises PermissionDenied for anyone else, and ValidationError for what a lead confirmed already.
        """
        self._only("confirm", by)
        if self.confirmed_on:
            raise ValidationError(_("A lead confirmed it: correct it instead."))
        self.changed_by = by
        self.delete()

    def object(self, by: "User", reason: str, on: date) -> None:
        """A coordinator doubts it: it is shown under review, with the reason. Its figures stay as they are.

        Raises PermissionDenied unless that person may object for this municipality.
        """
        self._only("object", by)
        self.objected_on, self.objection, self.changed_by = on, reason, by
        self.save()

    def withdraw_objection(self, by: "User") -> None:
        """The doubt is over; it counts again. Raises PermissionDenied as `object` does."""
        self._only("object", by)
        self.objected_on, self.objection, self.changed_by = None, "", by
        self.save()

    def _only(self, action: "Action", by: "User") -> None:
        if not by.can(action, self.municipality):
            raise PermissionDenied


class AiSheet(Tracked):
    """How an implementation that uses AI is governed. Incomplete, it does not count as governed."""

    QUESTIONS = ("risk_class", "oversight", "data", "vendor_exit", "audit", "change_management", "incidents")

    implementation = models.OneToOneField(Implementation, models.CASCADE, related_name="ai_sheet")
    risk_class = models.CharField(_("risk class"), max_length=10, choices=RiskClass, blank=True)
    oversight = models.TextField(_("who oversees it and can stop it"), blank=True)
    data = models.TextField(_("what data it uses"), blank=True)
    vendor_exit = models.TextField(_("vendor and way out"), blank=True)
    audit = models.TextField(_("how it is audited"), blank=True)
    change_management = models.TextField(_("how changes are managed"), blank=True)
    incidents = models.TextField(_("incidents"), blank=True)
    serious_incident_open = models.BooleanField(_("a serious incident is open"), default=False)

    class Meta:
        verbose_name = _("AI sheet")
        verbose_name_plural = _("AI sheets")

    def __str__(self) -> str:
        return str(self.implementation)

    @property
    def missing(self) -> list[str]:
        """The questions without an answer, in words."""
        labels = {field.name: field.verbose_name for field in self._meta.fields}
        return [str(labels[name]) for name in self.QUESTIONS if not getattr(self, name)]

    @property
    def complete(self) -> bool:
        return all(getattr(self, question) for question in self.QUESTIONS)
