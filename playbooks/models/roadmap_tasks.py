"""The dated steps of a plan, and what was changed in them."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from playbooks.models.steps import Phase, Step
from playbooks.roadmap.scheduling import Slot

DUE_SOON = timedelta(days=14)


def digest(facts: Mapping[str, Any]) -> str:
    """The same for the same facts, and for no others: the version of what somebody reads."""
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


class RoadmapTaskQuerySet(models.QuerySet["RoadmapTask"]):
    def due(self, today: date) -> Self:
        """What should end within two weeks, or should have ended."""
        waiting = self.filter(state__in=RoadmapTask.OPEN, ends__lte=today + DUE_SOON)
        return waiting.filter(roadmap__archived_at=None).order_by("ends", "pk")


class RoadmapTask(models.Model):
    """A step of a plan. What the playbook said of it is copied: the plan outlives changes of the playbook."""

    class State(models.TextChoices):
        TODO = "todo", _("To do")
        DOING = "doing", _("Under way")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")
        BLOCKED = "blocked", _("Blocked")

    class Milestone(models.TextChoices):
        PRODUCTION = "production", _("It went into production")
        MEASURED = "measured", _("There is a measured outcome")

    OPEN = (State.TODO, State.DOING, State.BLOCKED)
    TEXTS = ("state", "owner", "notes", "milestone")
    DATES = ("starts", "ends")

    roadmap = models.ForeignKey("playbooks.Roadmap", models.CASCADE, related_name="tasks")
    step = models.ForeignKey(Step, models.SET_NULL, null=True, related_name="+", verbose_name=_("step"))
    key = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=160)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    role = models.CharField(_("who answers for it"), max_length=120, blank=True)
    after = models.JSONField(default=list)
    indicators = models.JSONField(default=list)
    checklist = models.JSONField(default=list)
    not_before = models.DateField()
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TODO)
    owner = models.CharField(_("who does it"), max_length=120, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    milestone = models.CharField(_("what was reached"), max_length=10, choices=Milestone, blank=True)
    reminded_for = models.DateField(null=True, editable=False)

    objects = RoadmapTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "key"], name="one_task_of_a_step")]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        """Changes when anything that a person may change does."""
        return digest(self.facts())

    def facts(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in (*self.TEXTS, *self.DATES)}

    def restore(self, facts: Mapping[str, str]) -> None:
        for name, value in facts.items():
            setattr(self, name, date.fromisoformat(value) if name in self.DATES else value)
        self.save()

    def slot(self) -> Slot:
        skipped = self.state == self.State.SKIPPED
        settled = self.state in (self.State.DONE, self.State.DOING)
        finished = skipped or self.state == self.State.DONE
        places = self.starts, self.ends, self.not_before
        return Slot(self.key, self.phase, tuple(self.after), *places, settled, finished, skipped)


class RoadmapChange(models.Model):
    """One change, with what it was before: for undoing it, and for knowing who did what."""

    roadmap = models.ForeignKey("playbooks.Roadmap", models.CASCADE, related_name="changes")
    about = models.CharField(max_length=100, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.roadmap} · {self.about}"

    @property
    def shifted(self) -> int:
        """How many other steps to be done went to other dates with it."""
        skipped = RoadmapTask.State.SKIPPED
        return sum(key != self.about and facts["state"] != skipped for key, facts in self.after.items())
