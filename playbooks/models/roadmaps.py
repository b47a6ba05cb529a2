"""A playbook that a municipality adopted: its dated steps, and every change of them, which can be undone."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from playbooks.models.pages import PlaybookPage
from playbooks.models.roadmap_tasks import RoadmapChange, RoadmapTask, digest
from playbooks.roadmap.scheduling import move
from playbooks.roadmap.workdays import Workdays, last_day

if TYPE_CHECKING:
    from accounts.models import User

Facts = dict[str, dict[str, str]]
"""What changed: key of a step → field → value as text. The key "" is the operating model."""


class Stale(Exception):
    """Somebody else changed it after it was read."""


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of one's own city, and of the members of the networks that one coordinates."""
        if isinstance(user, AnonymousUser):
            return self.none()
        reached = (
            user.municipalities_for("write").values("pk"),
            user.municipalities_for("review").values("pk"),
        )
        return self.filter(models.Q(municipality__in=reached[0]) | models.Q(municipality__in=reached[1]))

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """Those of one's own city that nobody put away."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self.current().filter(municipality__in=user.municipalities_for("write").values("pk"))

    def current(self) -> Self:
        return self.filter(archived_at=None)


class Roadmap(models.Model):
    """Twelve months of a municipality. `sequence` counts its changes, as calendars need (RFC 5545)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    playbook = models.ForeignKey(
        PlaybookPage, models.SET_NULL, null=True, related_name="roadmaps", verbose_name=_("playbook")
    )
    title = models.CharField(_("title"), max_length=255)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="roadmaps", verbose_name=_("municipality")
    )
    starts = models.DateField(_("starts"))
    diagnosis = models.JSONField(_("diagnosis"), default=dict, blank=True)
    operating_model = models.JSONField(_("operating model"), default=dict, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by")
    )
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} · {self.municipality.name}"

    def get_absolute_url(self) -> str:
        return reverse("roadmap:plan", args=[self.key])

    @property
    def ends(self) -> date:
        return last_day(self.starts)

    @property
    def days(self) -> Workdays:
        return Workdays(self.municipality.country)

    @property
    def version(self) -> str:
        """Changes when the operating model does."""
        return digest(self.operating_model)

    def last_change(self) -> RoadmapChange | None:
        """What undoing undoes."""
        return self.changes.filter(undone_at=None).select_related("by").order_by("-pk").first()

    @transaction.atomic
    def change_task(self, key: str, values: Mapping[str, Any], by: "User", seen: str) -> RoadmapChange | None:
        """Give a step those values; the rest shifts with it. None when nothing changes.

        Raises Stale unless `seen` is its version now, and scheduling.TooEarly.
        """
        tasks = self._lock()
        task = tasks[key]
        if task.version != seen:
            raise Stale
        before = {one.key: one.facts() for one in tasks.values()}
        for name in RoadmapTask.TEXTS:
            setattr(task, name, values[name])
        slots = [one.slot() for one in tasks.values()]
        for other, slot in move(slots, key, values["starts"], values["ends"], self.days).items():
            tasks[other].starts, tasks[other].ends = slot.starts, slot.ends
        changed = [one for one in tasks.values() if one.facts() != before[one.key]]
        for one in changed:
            one.save()
        after = {one.key: one.facts() for one in changed}
        return self._record(key, {one: before[one] for one in after}, after, by)

    @transaction.atomic
    def change_model(self, answers: dict[str, str], by: "User", seen: str) -> RoadmapChange | None:
        """Fill in the operating model. Raises Stale unless `seen` is its version now."""
        self._lock()
        if self.version != seen:
            raise Stale
        before, self.operating_model = self.operating_model, answers
        return self._record("", {"": before}, {"": answers}, by) if before != answers else None

    @transaction.atomic
    def undo(self, change: int) -> RoadmapChange:
        """Everything as it was before the last change, which is `change`. Raises Stale when it is not."""
        tasks, last = self._lock(), self.last_change()
        if last is None or last.pk != change:
            raise Stale
        for key, facts in last.before.items():
            if not key:
                self.operating_model = facts
            elif key in tasks:
                tasks[key].restore(facts)
        last.undone_at = now()
        last.save()
        self._bump()
        return last

    def archive(self, away: bool = True) -> None:
        self.archived_at = now() if away else None
        self._bump()

    def _lock(self) -> dict[str, RoadmapTask]:
        """The steps as they are now, which nobody else changes meanwhile."""
        fresh = Roadmap.objects.select_for_update().get(pk=self.pk)
        self.operating_model, self.sequence = fresh.operating_model, fresh.sequence
        return {one.key: one for one in self.tasks.all()}

    def _record(self, key: str, before: Facts, after: Facts, by: "User") -> RoadmapChange | None:
        if not after:
            return None
        self._bump()
        return self.changes.create(about=key, before=before, after=after, by=by)

    def _bump(self) -> None:
        self.sequence += 1
        self.save()
