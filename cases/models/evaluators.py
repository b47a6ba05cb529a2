"""Figures that others state of a city, and who may state them from outside."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.models.measures import AcceptedDispute, Measure
from cases.models.pages import CasePage
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User

VALID_DAYS = 365


def a_year_from_now() -> date:
    return localdate() + timedelta(days=VALID_DAYS)


class EvaluatorQuerySet(models.QuerySet["Evaluator"]):
    def able(self, user: "User", case: CasePage, today: date) -> Self:
        """Those as which that person may measure that case on that day."""
        return self.filter(user=user, user__is_active=True, cases=case, valid_until__gte=today)


class Evaluator(models.Model):
    """Somebody from outside whom a coordinator invited to measure some cases.

    `user` is empty until they accept, and `conflicts` is what they themselves declared then.
    """

    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("person"),
    )
    institution = models.CharField(_("institution"), max_length=200)
    role = models.CharField(_("role there"), max_length=200)
    conflicts = models.TextField(_("conflicts of interest declared"), blank=True, max_length=1000)
    cases = models.ManyToManyField(CasePage, related_name="evaluators", verbose_name=_("cases"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    valid_until = models.DateField(_("until"), default=a_year_from_now)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluator")
        verbose_name_plural = _("evaluators")
        ordering = ["institution", "email"]

    def __str__(self) -> str:
        return f"{self.institution} · {self.role}"


class Statement(models.Model):
    """Who stated a figure that is not the city's own, and against which figure of it."""

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="statement")
    against = models.ForeignKey(Measure, models.SET_NULL, null=True, related_name="contradicted_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, null=True, related_name="statements")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("figure stated by others")
        verbose_name_plural = _("figures stated by others")

    def __str__(self) -> str:
        return str(self.measure)


class Resolution(models.Model):
    """Why a coordinator accepted a dispute. It goes when the acceptance is undone; the trail keeps it."""

    dispute = models.OneToOneField(AcceptedDispute, models.CASCADE, related_name="resolution")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("resolution of a dispute")
        verbose_name_plural = _("resolutions of disputes")

    def __str__(self) -> str:
        return str(self.dispute)
