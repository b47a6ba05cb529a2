"""Templates: sheets and texts that a municipality takes away and fills in."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from playbooks.markdown.fields import MarkdownField


class TemplateKind(models.TextChoices):
    KPI = "kpi", _("Indicators")
    AI_SHEET = "ai-sheet", _("Artificial intelligence sheet")
    PROCESS = "process-selection", _("Choice of the process")
    CONTRACT = "contract", _("Procurement")
    OPERATING_MODEL = "operating-model", _("Operating model")
    SURVEY = "survey", _("Survey")
    MINUTES = "minutes", _("Minutes")
    COMMUNICATION = "communication", _("Communication")
    OTHER = "other", _("Other")


class Template(RevisionMixin, models.Model):
    """A sheet to fill in: Markdown, downloaded as it is or as a spreadsheet with its tables."""

    Kind = TemplateKind

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("short name for files"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=TemplateKind, default=TemplateKind.OTHER)
    purpose = models.CharField(_("what it is for"), max_length=300)
    body = MarkdownField(_("text"))
    body_html = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("playbooks:template", args=[self.slug])
