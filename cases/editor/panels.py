"""The editor of a case, in the order in which a case is thought: problem first, technology last.

Under every field, what to write and an example. Leaving one empty is allowed: "we do not know" is an answer.
"""

from typing import TYPE_CHECKING, Any

from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from cases.editor.checklist import checklist
from cases.editor.exposed import exposed
from cases.editor.prospect import prospect
from cases.wording import level_label, missing_text

if TYPE_CHECKING:
    from cases.models import CasePage


def standing(page: "CasePage") -> dict[str, Any]:
    """What the panel shows of a case or of a draft of it."""
    assessment = prospect(page, localdate())
    items = checklist(page)
    return {
        "level": assessment.level,
        "level_name": level_label(assessment.level),
        "missing": missing_text(assessment.next_missing) if assessment.next_missing else "",
        "items": items,
        "figures_address": reverse("cases_editor:figures", args=[page.pk]),
        "left": sum(not item.done for item in items),
        "warnings": exposed(page),
    }


class StandingPanel(Panel):
    """The level that the case would have now, the next missing datum, and what a reviewer will look at."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cases/editor/standing.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                **(standing(self.instance) if self.instance.pk else {}),
                "address": reverse("cases_editor:standing", args=[self.instance.pk or 0]),
            }


class FiguresPanel(Panel):
    """Where the indicators and figures are: beside the page, not in its drafts."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cases/editor/figures_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            indicators = self.instance.indicators.filter(retired_at=None) if self.instance.pk else []
            return super().get_context_data(parent_context) | {
                "page": self.instance,
                "indicators": indicators,
            }


CONTENT = [
    StandingPanel(heading=_("How it stands")),
    FieldPanel(
        "title",
        heading=_("Title"),
        help_text=_(
            "The result, in at most 70 characters. Example: “Half the time to get a building permit, in "
            "five months”"
        ),
    ),
    FieldPanel(
        "summary",
        help_text=_(
            "Two sentences: what problem there was and what changed. Example: “A building permit took 94 "
            "days. With a single counter and fewer papers it takes 41.”"
        ),
    ),
    FieldPanel(
        "problem",
        help_text=_(
            "What happened to people, without naming any solution. Example: “Families waited three months "
            "to begin to build, and one in four began without a permit.”"
        ),
    ),
    FieldPanel(
        "outcome",
        help_text=_(
            "What had to change, for whom, and how you would know. Example: “Days from the request to the "
            "permit, for homes of up to 120 m²: from 94 to fewer than 45.”"
        ),
    ),
    FiguresPanel(heading=_("Indicators and figures")),
    MultiFieldPanel(
        [
            FieldPanel(
                "outcome_defined_on",
                help_text=_(
                    "The day on which the outcome and its indicator were decided. If you do not know, leave "
                    "it empty"
                ),
            ),
            FieldPanel(
                "contract_signed_on",
                help_text=_("The day on which technology was contracted, if any was. It should come later"),
            ),
        ],
        heading=_("KPIs before APIs"),
    ),
    FieldPanel(
        "process",
        help_text=_(
            "The steps as they were and as they are now. Example: “Before: 11 steps in four offices. Now: "
            "5, in one, and the three certificates that the municipality itself issues are not asked any "
            "more.”"
        ),
    ),
    FieldPanel(
        "action",
        help_text=_(
            "What you did, in order, and who did it. Example: “In March we drew the process with the people "
            "at the counter; in May the ordinance changed; in June the single counter opened.”"
        ),
    ),
    FieldPanel(
        "results",
        help_text=_(
            "What changed, with the figures that you wrote above, and what did not. Example: “The median "
            "fell from 94 to 41 days. Files that need the province still take 80.”"
        ),
    ),
    FieldPanel(
        "failures",
        help_text=_(
            "What you tried and dropped, what you would do otherwise. Nobody loses points for it: it is "
            "what others read first. Example: “The online form of the first month was filled in by "
            "architects only.”"
        ),
    ),
    FieldPanel(
        "conditions",
        help_text=_(
            "What must be there for it to work elsewhere. Example: “A cadastre that is up to date and an "
            "ordinance that allows sworn statements.”"
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "team",
                help_text=_(
                    "Roles and hours, not names. Example: “Two clerks, one architect half-time, four months”"
                ),
            ),
            FieldPanel("area"),
            FieldPanel(
                "responsible_area",
                help_text=_("The area that answers for it today. Example: “Private Works”"),
            ),
            FieldPanel("norm", help_text=_("Example: “Ordinance 4221/2025”")),
            FieldPanel("norm_url"),
            FieldPanel(
                "budget_line",
                help_text=_("Where the money comes from each year. Example: “01.03.00, current expenses”"),
            ),
            FieldPanel("mailbox"),
        ],
        heading=_("Team, norm and budget"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("cost_amount"), FieldPanel("cost_currency"), FieldPanel("cost_date")]),
            FieldPanel(
                "cost_usd", help_text=_("At the rate of that date. It is what the filter by cost reads")
            ),
        ],
        heading=_("Cost"),
    ),
    FieldPanel(
        "governance",
        help_text=_(
            "Who decides, who oversees, who may be left out and what was done about it. Example: “One in "
            "five requests comes from people without internet: the counter fills in the form with them.”"
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "technology",
                help_text=_(
                    "What you use, last of all. Example: “A form of the open source file manager that we had”"
                ),
            ),
            FieldPanel("technologies"),
            FieldPanel(
                "uses_ai", help_text=_("Then each municipality fills in its artificial intelligence sheet")
            ),
            FieldPanel("standards"),
            FieldPanel("api_url"),
            FieldPanel("code_url"),
            FieldPanel("code_licence"),
            FieldPanel("agreement"),
        ],
        heading=_("Technology, and what others can reuse"),
    ),
    FieldPanel("topics", widget=CheckboxSelectMultiple),
    InlinePanel("photos", heading=_("Photos"), label=_("Photo")),
    InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    FieldPanel("licence"),
    FieldPanel("slug", help_text=_("The end of its address. Leave it as it is and it follows the title")),
    FieldPanel("identifier", help_text=_("Leave it empty and it is made from the title")),
]
