"""Who changed a figure, when, what it said before and what it says now."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One change of one record. Rows are only ever added."""

    model = models.CharField(_("record"), max_length=40)
    object_id = models.PositiveBigIntegerField()
    label = models.CharField(_("of"), max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("who")
    )
    origin = models.CharField(_("by way of"), max_length=100, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="change_of_object")]

    def __str__(self) -> str:
        return f"{self.model} · {self.label}"


class Tracked(models.Model):
    """A record whose every change is kept.

    Whoever acts sets `changed_by` (a user) or `changed_via` (a file, a command) before saving.
    """

    changed_by: Any = None
    changed_via: str = ""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = self._stored() if self.pk else None
            super().save(*args, **kwargs)
            after = self._stored()
            if before != after:
                self._record(self.pk, before, after)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            pk, before = self.pk, self._stored()
            result = super().delete(*args, **kwargs)
            self._record(pk, before, None)
        return result

    def history(self) -> models.QuerySet[Change]:
        """Newest first."""
        return Change.objects.filter(model=self._meta.model_name, object_id=self.pk)

    def _stored(self) -> dict[str, Any] | None:
        rows: Any = type(self)._base_manager.filter(pk=self.pk).values()
        return rows.first()

    def _record(self, pk: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        Change.objects.create(
            model=self._meta.model_name or "",
            object_id=pk,
            label=str(self)[:255],
            user=self.changed_by,
            origin=self.changed_via,
            before=before,
            after=after,
        )
