"""The home page and plain pages of text."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from municipalities.reader import reader_of
from search.finder import find
from search.query import SearchQuery
from search.rows import rows_of
from search.views import asked

RECENT_PROOFS = 3


class HomePage(Page):
    """/: pick your municipality, or browse."""

    max_count = 1
    subpage_types = ["cases.CaseIndexPage", "playbooks.PlaybookIndexPage", "home.StandardPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Topics with their counts, and the most recent proofs, for the reader if there is one."""
        reader = reader_of(request)
        everything = find(SearchQuery.make(), size=1)
        proven = SearchQuery.make(facets={"nivel": ["3", "4", "5"]}, sort="recientes")
        proofs = find(proven, reader.profile if reader else None, size=RECENT_PROOFS)
        topics = next((facet.values for facet in everything.facets if facet.name == "tema"), ())
        return super().get_context(request, *args, **kwargs) | {
            "asked": asked(everything.asked, reader),
            "topics": [topic for topic in topics if topic.count],
            "rows": rows_of(proofs.result.hits, reader, proofs.profiles),
            "total": everything.result.total,
        }


class StandardPage(Page):
    """A page of text, such as the accessibility statement."""

    body = models.TextField(_("text"), blank=True, help_text=_("A blank line separates paragraphs."))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of text")
