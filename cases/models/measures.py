"""The figures that were measured at a site, and the disputes about them."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.figures import too_early
from cases.models.history import Tracked
from cases.models.implementations import Implementation
from cases.models.indicators import Indicator
from cases.models.vocabulary import SaidBy
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User


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
        if self.indicator_id is None or self.implementation_id is None:
            return  # the form says so beside each
        if self.value is not None and self.unit.strip() == "%" and not 0 <= self.value <= 100:
            raise ValidationError({"value": _("A percentage goes from 0 to 100.")})
        if self.indicator.case_id != self.implementation.case_id:
            raise ValidationError({"indicator": _("This indicator belongs to another case.")})
        if self.period_end and self._goes_backwards():
            raise ValidationError({"period_end": _("The figure of before must be older than that of after.")})

    def _goes_backwards(self) -> bool:
        """Whether a follow-up of its series would not come after the baseline."""
        series = {"implementation": self.implementation, "indicator": self.indicator, "group": self.group}
        others = Measure.objects.filter(**series, own_unit=self.own_unit).exclude(pk=self.pk)
        days: dict[str, list[date]] = {moment: [] for moment in Measure.Moment.values}
        for moment, day in others.values_list("moment", "period_end"):
            days[moment].append(day)
        baselines, followups = days[Measure.Moment.BASELINE], days[Measure.Moment.FOLLOWUP]
        if self.moment == Measure.Moment.BASELINE:
            return bool(too_early([*baselines, self.period_end], followups))
        return bool(too_early(baselines, [self.period_end]))


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
