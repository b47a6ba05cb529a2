"""The home page and plain pages of text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """/: pick your municipality, or browse."""

    max_count = 1
    subpage_types = ["cases.CaseIndexPage", "playbooks.PlaybookIndexPage", "home.StandardPage"]

    class Meta:
        verbose_name = _("home page")


class StandardPage(Page):
    """A page of text, such as the accessibility statement."""

    body = models.TextField(_("text"), blank=True, help_text=_("A blank line separates paragraphs."))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of text")
