"""The records of cases in the admin. The lists are small and the database searches them (P1)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from cases.forms import ImplementationForm, TrackedForm
from cases.models import (
    AiSheet,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Measure,
    NetworkStandard,
    Topic,
)


def _panels(*rows: str | tuple[str, ...], form: type[TrackedForm] = TrackedForm) -> ObjectList:
    """One panel a row; a tuple is a row of several fields."""
    panels = [
        FieldPanel(row) if isinstance(row, str) else FieldRowPanel([FieldPanel(name) for name in row])
        for row in rows
    ]
    return ObjectList(panels, base_form_class=form)


class WritersChoosers(SnippetChooserViewSet):
    """Whoever may not write these records does not choose among them either: some are not public yet."""

    def construct_view(self, *args: Any, **kwargs: Any) -> Callable[..., HttpResponse]:
        view = super().construct_view(*args, **kwargs)

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            policy = policy_registry.get_by_type(self.model)
            if not policy.user_has_any_permission(request.user, ("add", "change")):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked


class WritersViewSet(SnippetViewSet):
    chooser_viewset_class = WritersChoosers


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    search_backend_name = None


class IndicatorDefinitionViewSet(SnippetViewSet):
    model = IndicatorDefinition
    icon = "list-ul"
    list_display = ["name", "unit", "direction", "kind", "lens"]
    list_filter = ["lens", "kind"]
    search_fields = ["name", "slug"]
    search_backend_name = None


class IndicatorDeleteView(DeleteView):
    """Deleting an indicator that has figures retires it, so they do not stand in the way."""

    def get_usage_url(self) -> None:
        """Without it, Wagtail neither lists the figures nor refuses because of them."""

    @property
    def confirmation_message(self) -> str:
        figures = self.object.measures.count()
        if not figures:
            return super().confirmation_message
        message = ngettext(
            "It has %(n)d figure: it will be retired and keep it. Go on?",
            "It has %(n)d figures: it will be retired and keep them. Go on?",
            figures,
        )
        return message % {"n": figures}


class IndicatorViewSet(WritersViewSet):
    model = Indicator
    icon = "order"
    # Of a property, Wagtail would make the title of the column out of its name in the code.
    list_display: list[Any] = ["__str__", "case", Column("unit", label=_("Unit")), "core", "retired_at"]
    list_filter = ["core", "definition__lens"]
    search_fields = ["key", "label", "custom_name", "case__title"]
    search_backend_name = None
    delete_view_class = IndicatorDeleteView
    edit_handler = _panels(
        "case",
        ("key", "core"),
        "definition",
        ("label", "own_unit"),
        ("target", "target_date"),
        "custom_name",
        "custom_formula",
        ("custom_unit", "custom_direction", "custom_kind", "custom_lens"),
        "custom_accepted",
        "retired_at",
    )


class ImplementationViewSet(WritersViewSet):
    model = Implementation
    icon = "site"
    list_display = ["municipality", "case", "role", "phase", "confirmed_on"]
    list_filter = ["phase", "role"]
    search_fields = ["municipality__name", "municipality__search_name", "case__title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            *_panels(
                "case",
                "municipality",
                ("role", "attempt"),
                ("phase", "phase_since"),
                ("started", "in_production", "ended"),
                "adaptations",
                "bottlenecks",
                "overcome",
                "sponsor_role",
                "abandon_reason",
                ("contract_type", "data_ownership"),
                ("decision_on", "price_after_pilot"),
                "exit_criteria",
            ).children,
            MultiFieldPanel(
                [
                    FieldPanel(name, read_only=True)
                    for name in ("confirmed_on", "confirmed_by", "confirmation_source")
                ],
                heading=_("Confirmation: only the lead of the municipality gives it"),
            ),
            MultiFieldPanel([FieldPanel("objected_on"), FieldPanel("objection")], heading=_("Objection")),
        ],
        base_form_class=ImplementationForm,
    )


class MeasureViewSet(WritersViewSet):
    model = Measure
    icon = "table"
    list_display = ["indicator", "implementation", "moment", "value", "period_end", "said_by", "status"]
    list_filter = ["status", "moment", "said_by"]
    search_fields = ["indicator__key", "indicator__label", "implementation__municipality__name"]
    search_backend_name = None
    edit_handler = _panels(
        "indicator",
        "implementation",
        ("moment", "period_end"),
        ("value", "own_unit"),
        ("group", "sample"),
        "method",
        ("design_strength", "said_by"),
        ("source_title", "source_date"),
        "source_url",
        "document",
        "status",
    )


class AiSheetViewSet(WritersViewSet):
    model = AiSheet
    icon = "cogs"
    list_display = ["implementation", "risk_class", "serious_incident_open"]
    search_fields = ["implementation__municipality__name", "implementation__case__title"]
    search_backend_name = None
    edit_handler = _panels("implementation", *AiSheet.QUESTIONS, "serious_incident_open")


class NetworkStandardViewSet(WritersViewSet):
    model = NetworkStandard
    icon = "pin"
    list_display = ["network", "case", "adopted_on"]
    search_fields = ["network__name", "case__title"]
    search_backend_name = None


class CasesViewSetGroup(SnippetViewSetGroup):
    items: Any = [
        ImplementationViewSet,
        MeasureViewSet,
        IndicatorViewSet,
        AiSheetViewSet,
        NetworkStandardViewSet,
        TopicViewSet,
        IndicatorDefinitionViewSet,
    ]
    menu_label = _("Evidence")
    menu_icon = "tasks"
    menu_order = 210
