"""Steps: what a playbook tells to do. One is written once and used by every playbook that needs it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from cases.models import CasePage, IndicatorDefinition
from playbooks.admin_forms import StepForm
from playbooks.markdown.fields import MarkdownField
from playbooks.models.templates import Template


class Phase(models.TextChoices):
    """Problem first, then process, then peers; governance goes under the three, from month one."""

    PROBLEM = "problem", _("Problem")
    PROCESS = "process", _("Process")
    PEERS = "peers", _("Peers")
    GOVERNANCE = "governance", _("Governance")


class Effort(models.TextChoices):
    LOW = "low", _("A few hours a week")
    MEDIUM = "medium", _("One person, half-time")
    HIGH = "high", _("A team")


class Step(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """Something to do, who answers for it and how long it takes.

    `after` are the steps that must end before this one begins, in any playbook that uses both; `month` is
    the first month of the plan in which it may begin. Both are read by `playbooks.roadmap`.
    """

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("short name for files"), max_length=100, unique=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    role = models.CharField(_("who answers for it"), max_length=120, help_text=_("A role, not a name"))
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), validators=[MinValueValidator(1), MaxValueValidator(48)]
    )
    month = models.PositiveSmallIntegerField(
        _("not before month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    effort = models.CharField(_("effort"), max_length=6, choices=Effort, default=Effort.MEDIUM)
    body = MarkdownField(_("what to do"))
    body_html = models.TextField(blank=True, editable=False)
    small_towns = MarkdownField(_("in a town under 10,000"), blank=True)
    small_towns_html = models.TextField(blank=True, editable=False)
    checklist = models.TextField(_("checklist"), blank=True, help_text=_("One line each"))
    after = ParentalManyToManyField(
        "self", symmetrical=False, related_name="before", blank=True, verbose_name=_("after")
    )
    indicators = ParentalManyToManyField(
        IndicatorDefinition, related_name="steps", blank=True, verbose_name=_("indicators that it moves")
    )
    templates = ParentalManyToManyField(
        Template, related_name="steps", blank=True, verbose_name=_("templates")
    )
    cases = ParentalManyToManyField(
        CasePage,
        related_name="steps",
        blank=True,
        verbose_name=_("cases that took this step"),
        limit_choices_to={"live": True},  # the title of a draft is of its city alone
    )

    objects = models.Manager["Step"]()
    base_form_class = StepForm

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("playbooks:step", args=[self.slug])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "playbooks/step.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """As its page shows it, without what proves it: its cases are chosen, not written."""
        return {"step": self, "shown": {"step": self, "body": self.body_html}, "request": request}

    def waited_for_by(self, steps: Iterable["Step"]) -> list["Step"]:
        """Those of `steps` that cannot begin before this one ends, directly or not; itself is one of them."""
        if self.pk is None:
            return []
        waits: dict[int, set[int]] = defaultdict(set)
        for late, early in Step.after.through.objects.values_list("from_step_id", "to_step_id"):
            waits[early].add(late)
        late, pending = {self.pk}, [self.pk]
        while pending:
            new = waits[pending.pop()] - late
            late |= new
            pending += new
        return [step for step in steps if step.pk in late]

    @property
    def todo(self) -> list[str]:
        """The lines of the checklist."""
        return [line.strip() for line in self.checklist.splitlines() if line.strip()]
