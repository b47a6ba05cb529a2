"""Playbooks: how to do on Monday what the cases prove. Their own issue completes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cases.models import CasePage


class PlaybookIndexPage(Page):
    """/guias/."""

    max_count = 1
    subpage_types = ["playbooks.PlaybookPage"]

    class Meta:
        verbose_name = _("index of playbooks")

    def playbooks(self) -> models.QuerySet["PlaybookPage"]:
        return PlaybookPage.objects.live().public().descendant_of(self).order_by("title")


class PlaybookPage(Page):
    """A guide that coordinators curate from cases."""

    body = models.TextField(_("text"), help_text=_("A blank line separates paragraphs."))
    cases = ParentalManyToManyField(CasePage, related_name="playbooks", blank=True, verbose_name=_("cases"))

    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("cases")]
    parent_page_types = ["playbooks.PlaybookIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def published_cases(self) -> models.QuerySet[CasePage]:
        """The cases behind it that the public may read."""
        return self.cases.published().order_by("title")
