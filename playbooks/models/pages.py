"""The pages of the playbooks: index → playbook, with the steps that it uses in their order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from cases.models import CasePage, IndicatorDefinition
from municipalities.models import Municipality
from municipalities.reader import reader_of
from playbooks.admin_forms import Boxes, PlaybookForm
from playbooks.markdown.fields import MarkdownField
from playbooks.models.clauses import Clause
from playbooks.models.steps import Step
from playbooks.models.templates import Template
from playbooks.presenting import present, summaries

RESERVED = frozenset({"pasos", "plantillas", "clausulas", "cumplimiento", "elegir-proceso"})
"""Addresses under /guias/ that are not playbooks."""


class PlaybookIndexPage(Page):
    """/guias/."""

    max_count = 1
    subpage_types = ["playbooks.PlaybookPage"]

    class Meta:
        verbose_name = _("index of playbooks")

    def playbooks(self) -> models.QuerySet["PlaybookPage"]:
        return PlaybookPage.objects.live().public().descendant_of(self).order_by("title")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = summaries(self.playbooks(), reader_of(request), localdate())
        return super().get_context(request, *args, **kwargs) | {
            "summaries": found,
            "example": any(one.example for one in found),
        }


class PlaybookPage(Page):
    """A guide that coordinators curate from cases. `sizes` are bands of `municipalities.size_bands`."""

    purpose = MarkdownField(_("purpose"), blank=True)
    purpose_html = models.TextField(blank=True, editable=False)
    audience = MarkdownField(_("for whom"), blank=True)
    audience_html = models.TextField(blank=True, editable=False)
    sizes = models.JSONField(_("sizes"), default=list, blank=True)
    outcome = MarkdownField(_("public outcome"), blank=True)
    outcome_html = models.TextField(blank=True, editable=False)
    prerequisites = MarkdownField(_("before you begin"), blank=True)
    prerequisites_html = models.TextField(blank=True, editable=False)
    small_towns = MarkdownField(_("in a town under 10,000"), blank=True)
    small_towns_html = models.TextField(blank=True, editable=False)
    body = MarkdownField(_("text"), blank=True)
    body_html = models.TextField(blank=True, editable=False)
    licence = models.CharField(_("licence"), max_length=60, default="CC BY 4.0")
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    indicators = ParentalManyToManyField(
        IndicatorDefinition, related_name="playbooks", blank=True, verbose_name=_("indicators")
    )
    cases = ParentalManyToManyField(
        CasePage,
        related_name="playbooks",
        blank=True,
        verbose_name=_("cases"),
        limit_choices_to={"live": True},  # the title of a draft is of its city alone
    )
    templates = ParentalManyToManyField(
        Template, related_name="playbooks", blank=True, verbose_name=_("templates")
    )
    clauses = ParentalManyToManyField(Clause, related_name="playbooks", blank=True, verbose_name=_("clauses"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("purpose"),
        FieldPanel("audience"),
        FieldPanel("sizes"),
        FieldPanel("outcome"),
        FieldPanel("indicators", widget=Boxes),
        FieldPanel("prerequisites"),
        InlinePanel("uses", heading=_("Steps"), label=_("Step")),
        FieldPanel("small_towns"),
        FieldPanel("body"),
        FieldPanel("cases", widget=Boxes),
        FieldPanel("templates", widget=Boxes),
        FieldPanel("clauses", widget=Boxes),
        FieldPanel("reviewed_on"),
        FieldPanel("licence"),
    ]
    base_form_class = PlaybookForm
    parent_page_types = ["playbooks.PlaybookIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("That address is taken. Choose another one.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = present(self, reader_of(request), localdate())
        return super().get_context(request, *args, **kwargs) | {"shown": shown}

    def published_cases(self) -> models.QuerySet[CasePage]:
        """The cases behind it that the public may read."""
        return self.cases.published().order_by("title")

    def steps(self) -> list[Step]:
        """Its published steps, in the order of the playbook."""
        uses = self.uses.all()
        keys = [use.step_id for use in uses]
        found = {one.pk: one for one in Step.objects.filter(pk__in=keys, live=True)}
        return [found[key] for key in keys if key in found]

    def users(self) -> models.QuerySet[Municipality]:
        """The municipalities that follow a plan of it, of which only the names are public."""
        following = self.roadmaps.filter(archived_at=None)
        return Municipality.objects.with_province().filter(roadmaps__in=following).distinct().order_by("name")


class PlaybookStep(Orderable):
    """A step, used by a playbook."""

    page = ParentalKey(PlaybookPage, on_delete=models.CASCADE, related_name="uses")
    step = models.ForeignKey(Step, models.PROTECT, related_name="uses", verbose_name=_("step"))

    panels: list[Any] = [FieldPanel("step")]

    class Meta(Orderable.Meta):
        verbose_name = _("step of a playbook")
        constraints = [models.UniqueConstraint(fields=["page", "step"], name="step_once")]
