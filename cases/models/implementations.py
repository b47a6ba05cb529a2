"""What became of a case in a municipality, and the figures that were measured there."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cases.models.history import Tracked
from cases.models.indicators import Indicator
from cases.models.vocabulary import Bottleneck, ContractType, Phase, RiskClass, SaidBy
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User


class Implementation(Tracked):
    """One attempt of one municipality. Abandoned attempts are kept and count."""

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
    abandon_reason = models.TextField(_("why it was abandoned"), blank=True)
    contract_type = models.CharField(_("contract"), max_length=12, choices=ContractType, blank=True)
    exit_criteria = models.TextField(_("exit criteria"), blank=True)
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

    def clean(self) -> None:
        """Raises ValidationError for dates out of order or a bottleneck outside the list."""
        ordered = [day for day in (self.started, self.in_production, self.ended) if day]
        if ordered != sorted(ordered):
            raise ValidationError(_("The dates must follow: started, in production, ended."))
        if unknown := set(self.bottlenecks or []) - set(Bottleneck.values):
            raise ValidationError({"bottlenecks": _("Unknown: %s") % ", ".join(sorted(unknown))})

    def confirm(self, by: "User", on: date) -> None:
        """The lead of this municipality states that the record is true.

        Raises PermissionDenied for anyone else, coordinators and administrators included.
        """
        if not by.memberships.filter(municipality=self.municipality, role=Membership.Role.LEAD).exists():
            raise PermissionDenied(_("Only the lead of this municipality may confirm it."))
        self.confirmed_by, self.confirmed_on, self.changed_by = by, on, by
        self.save()


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
    def complete(self) -> bool:
        return all(getattr(self, question) for question in self.QUESTIONS)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def submitted(self) -> "MeasureQuerySet":
        """What waits: nobody but the city and its coordinators sees it."""
        return self.filter(status=Measure.Status.SUBMITTED)


class Measure(Tracked):
    """A figure: what it was before, or what it is now. The public reads accepted ones."""

    class Moment(models.TextChoices):
        BASELINE = "baseline", _("Before")
        FOLLOWUP = "followup", _("After")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")

    indicator = models.ForeignKey(
        # RESTRICT: a case may take its figures along, an indicator alone may not.
        Indicator,
        models.RESTRICT,
        related_name="measures",
        verbose_name=_("indicator"),
    )
    implementation = models.ForeignKey(
        Implementation, models.CASCADE, related_name="measures", verbose_name=_("implementation")
    )
    moment = models.CharField(_("moment"), max_length=10, choices=Moment)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    own_unit = models.CharField(_("unit, when it is not the indicator's"), max_length=60, blank=True)
    period_end = models.DateField(_("end of the period measured"))
    group = models.CharField(
        _("population group"), max_length=80, blank=True, help_text=_("Empty: everybody")
    )
    method = models.TextField(_("method"), blank=True)
    design_strength = models.PositiveSmallIntegerField(
        _("strength of the design (Maryland scale)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    sample = models.CharField(_("sample"), max_length=255, blank=True)
    source_title = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    said_by = models.CharField(_("said by"), max_length=12, choices=SaidBy, default=SaidBy.SELF)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["implementation", "indicator", "group", "moment", "period_end", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.get_moment_display()} · {self.value.normalize():f}"

    @property
    def unit(self) -> str:
        return self.own_unit or self.indicator.unit

    def accept(self, by: "User") -> None:
        """From now on the public reads it."""
        self.status, self.changed_by = self.Status.ACCEPTED, by
        self.save()

    @property
    def sourced(self) -> bool:
        return bool(self.source_title or self.source_url or self.document_id)

    def clean(self) -> None:
        """Raises ValidationError: percentage out of bounds, indicator of another case, dates reversed."""
        if self.value is not None and self.unit.strip() == "%" and not 0 <= self.value <= 100:
            raise ValidationError({"value": _("A percentage goes from 0 to 100.")})
        if self.indicator.case_id != self.implementation.case_id:
            raise ValidationError({"indicator": _("This indicator belongs to another case.")})
        if self._goes_backwards():
            raise ValidationError({"period_end": _("The figure of before must be older than that of after.")})

    def _goes_backwards(self) -> bool:
        """Whether its pair, if there is one, would be a follow-up that is not after its baseline."""
        pair = Measure.objects.filter(
            implementation=self.implementation, indicator=self.indicator, group=self.group
        ).exclude(pk=self.pk)
        if self.moment == self.Moment.BASELINE:
            return pair.filter(moment=self.Moment.FOLLOWUP, period_end__lte=self.period_end).exists()
        baselines = pair.filter(moment=self.Moment.BASELINE)
        return baselines.exists() and not baselines.filter(period_end__lt=self.period_end).exists()


class AcceptedDispute(models.Model):
    """A coordinator found that two figures contradict each other: the weaker one counts."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="accepted_disputes")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    group = models.CharField(_("population group"), max_length=80, blank=True)
    period_end = models.DateField(_("end of the period measured"))

    class Meta:
        verbose_name = _("accepted dispute")
        verbose_name_plural = _("accepted disputes")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "municipality", "group", "period_end"], name="one_dispute"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.municipality} · {self.period_end}"
