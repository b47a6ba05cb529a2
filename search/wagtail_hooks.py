"""The synonyms in the admin, for the coordinators. What they write is used by the next question."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search import similar, status_view
from search.models import SynonymGroup
from search.synonyms import Group, InvalidSynonyms


class SynonymGroupForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean()
        try:
            Group.parse(held.get("words", ""), held.get("narrower", ""))
        except InvalidSynonyms as error:
            self.add_error("words", str(error))
        return held


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "list-ul"
    menu_label = _("Synonyms")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["words", "narrower", "active", "changed"]
    list_filter = ["active"]
    search_fields = ["words", "narrower", "note"]
    search_backend_name = None  # the table is small: the database does it
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel(
                "words",
                help_text=_(
                    "Words or expressions that mean the same, separated by commas: whoever searches for one "
                    "also finds the others. For example: basura, residuos, desechos. Plurals, accents and "
                    "capital letters make no difference. An expression of several words is searched for as "
                    "it is."
                ),
            ),
            FieldPanel(
                "narrower",
                help_text=_(
                    "Optional. Whoever searches for the words above also finds these, and not the other way "
                    "round. For example: above, mascotas; here, perros, gatos."
                ),
            ),
            FieldPanel(
                "active",
                help_text=_(
                    "To stop using a group that came with the site, uncheck this: a deleted one comes back "
                    "with the next update."
                ),
            ),
            FieldPanel("note"),
        ],
        base_form_class=SynonymGroupForm,
    )


register_snippet(SynonymGroupViewSet)

__all__ = ["similar", "status_view"]  # their own receivers register when they are imported
