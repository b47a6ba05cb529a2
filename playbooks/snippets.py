"""The parts of the playbooks in the admin. The lists are small and the database searches them (P1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cases.snippets import WritersViewSet
from playbooks.admin_forms import Boxes
from playbooks.models import Clause, JurisdictionCheck, Step, Template


class StepViewSet(WritersViewSet):
    model = Step
    icon = "list-ol"
    list_display: list[Any] = ["title", "phase", "role", "weeks", LiveStatusTagColumn()]
    list_filter = ["phase", "effort"]
    search_fields = ["title", "slug", "body"]
    search_backend_name = None
    panels: list[Any] = [
        HelpPanel(_("A step is written once: what you change here changes in every playbook that uses it.")),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("phase"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("weeks"), FieldPanel("month"), FieldPanel("effort")]),
        FieldPanel("body", help_text=_("What to do on Monday, with figures, and what usually goes wrong.")),
        FieldPanel("small_towns", help_text=_("What changes where the same three people do everything.")),
        FieldPanel("checklist"),
        FieldPanel(
            "after",
            heading=_("Comes after"),
            help_text=_("The steps that must end before this one begins."),
            widget=Boxes,
        ),
        FieldPanel("indicators", widget=Boxes),
        FieldPanel("templates", widget=Boxes),
        FieldPanel(
            "cases", help_text=_("Without a case, the step says that it has no evidence yet."), widget=Boxes
        ),
    ]


class TemplateViewSet(WritersViewSet):
    model = Template
    icon = "table"
    list_display = ["title", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "slug", "purpose"]
    search_backend_name = None
    panels: list[Any] = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("purpose"),
        FieldPanel("body", help_text=_("Its tables are the sheets of the spreadsheet.")),
    ]


class ClauseViewSet(WritersViewSet):
    model = Clause
    icon = "openquote"
    list_display = ["title", "source"]
    search_fields = ["title", "slug", "body"]
    search_backend_name = None
    panels: list[Any] = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("context"),
        FieldPanel("body"),
        FieldPanel("source"),
        FieldPanel("source_url"),
    ]


class JurisdictionCheckViewSet(WritersViewSet):
    model = JurisdictionCheck
    icon = "clipboard-list"
    list_display = ["jurisdiction", "norm", "status", "checked_on"]
    list_filter = ["country", "status"]
    search_fields = ["jurisdiction", "norm", "check_text"]
    search_backend_name = None
    panels: list[Any] = [
        FieldRowPanel([FieldPanel("country"), FieldPanel("scope"), FieldPanel("jurisdiction")]),
        FieldPanel("norm"),
        FieldPanel("slug"),
        FieldPanel("applies_when"),
        FieldPanel("check_text"),
        FieldPanel("source_url"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("status")]),
    ]


class PlaybookViewSetGroup(SnippetViewSetGroup):
    """Steps, templates, clauses and checks, together in the menu."""

    items = (StepViewSet, TemplateViewSet, ClauseViewSet, JurisdictionCheckViewSet)
    menu_label = _("Parts of the playbooks")
    menu_icon = "clipboard-list"
    menu_order = 310
    add_to_admin_menu = True
