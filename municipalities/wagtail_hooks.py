"""The register in the admin: for who may correct a fact, with its code always in sight."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from municipalities.models import GovernmentChange, Municipality, Network, Province

# The tables are small and searched by name or code: the database does it, no search backend (P1).
IN_DATABASE = None


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    icon = "home"
    list_display = ["name", "province", "key", "population", "population_year"]
    list_filter = ["country", "is_example", "category"]
    search_fields = ["name", "search_name", "code"]
    search_backend_name = IN_DATABASE
    ordering = ["name", "province__name"]
    panels = [
        FieldRowPanel([FieldPanel("country"), FieldPanel("code"), FieldPanel("category")]),
        FieldPanel("name"),
        FieldPanel("province"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                FieldPanel("population_source"),
                FieldPanel("population_2010"),
            ],
            heading=_("Population"),
        ),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        MultiFieldPanel(
            [FieldPanel("urban_form"), FieldPanel("unmet_needs"), FieldPanel("budget_per_head")],
            heading=_("Optional facts for the similarity"),
        ),
    ]


class ProvinceViewSet(SnippetViewSet):
    model = Province
    icon = "globe"
    list_display = ["name", "country", "code", "region"]
    list_filter = ["country"]
    search_fields = ["name", "code"]
    search_backend_name = IN_DATABASE


class NetworkViewSet(SnippetViewSet):
    model = Network
    icon = "group"
    list_display = ["name", "slug", "url"]
    search_fields = ["name", "slug"]
    search_backend_name = IN_DATABASE
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("url"), FieldPanel("description")]


class GovernmentChangeViewSet(SnippetViewSet):
    model = GovernmentChange
    icon = "date"
    list_display = ["municipality", "date"]
    search_fields = ["municipality__name", "municipality__search_name", "municipality__code"]
    search_backend_name = IN_DATABASE


class RegisterViewSetGroup(SnippetViewSetGroup):
    items = [MunicipalityViewSet, ProvinceViewSet, NetworkViewSet, GovernmentChangeViewSet]
    menu_label = _("Register")
    menu_icon = "site"
    menu_order = 300


register_snippet(RegisterViewSetGroup)
