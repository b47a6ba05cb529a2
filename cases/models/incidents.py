"""What went wrong with artificial intelligence in one place, and when it was put right."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.models.history import Tracked
from cases.models.implementations import AiSheet


class AiIncident(Tracked):
    """An incident of one implementation. A serious one that is open keeps the site from being governed."""

    sheet = models.ForeignKey(
        AiSheet, models.CASCADE, related_name="incident_log", verbose_name=_("AI sheet")
    )
    occurred_on = models.DateField(_("it happened on"))
    what = models.TextField(_("what happened and to whom"))
    serious = models.BooleanField(
        _("it is serious"),
        default=False,
        help_text=_("It harmed somebody, decided wrongly on a right, or exposed personal data"),
    )
    closed_on = models.DateField(_("it was put right on"), null=True, blank=True)
    remedy = models.TextField(_("how it was put right"), blank=True)

    class Meta:
        verbose_name = _("AI incident")
        verbose_name_plural = _("AI incidents")
        ordering = ["-occurred_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.occurred_on}"

    def clean(self) -> None:
        """Raises ValidationError for one closed before it happened, or without saying how."""
        if self.closed_on and self.occurred_on and self.closed_on < self.occurred_on:
            raise ValidationError({"closed_on": _("It cannot be before the day on which it happened.")})
        if self.closed_on and not self.remedy.strip():
            raise ValidationError({"remedy": _("Say how it was put right.")})

    def save(self, *args: object, **kwargs: object) -> None:
        """The sheet follows: it is enough that one serious incident is open."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            sheet = self.sheet
            is_open = sheet.incident_log.filter(serious=True, closed_on=None).exists()
            if sheet.serious_incident_open != is_open:
                sheet.serious_incident_open, sheet.changed_by = is_open, self.changed_by
                sheet.changed_via = self.changed_via
                sheet.save()

    def close(self, remedy: str) -> None:
        """It was put right today."""
        self.closed_on, self.remedy = localdate(), remedy
        self.save()
