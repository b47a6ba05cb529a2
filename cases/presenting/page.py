"""Everything on the page of a case. Also for a draft that was never saved: what is not there is not shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from cases.evidence import CaseFact, assess
from cases.presenting.evidence import Evidence, present_evidence
from cases.presenting.sites import SiteRow, site_rows
from design.formats import longdate

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from cases.models import CasePage, Indicator, NetworkStandard
    from municipalities.models import Municipality
    from municipalities.reader import Reader

STORY = {
    "problem": "problema",
    "outcome": "resultado-buscado",
    "process": "proceso",
    "action": "que-se-hizo",
    "results": "resultados",
    "failures": "que-no-funciono",
    "conditions": "condiciones",
    "governance": "gobernanza",
    "technology": "tecnologia",
}
"""The fields of the story in the order of the page, and the anchor of each."""

# Not through CasePageQuerySet.with_facts: the page is already here, and a draft keeps its own topics.
FACTS = (
    "indicators__definition",
    "indicators__accepted_disputes__municipality",
    "implementations__municipality__province",
    "implementations__municipality__government_changes",
    "implementations__ai_sheet",
    "implementations__measures__indicator__definition",
    "implementations__measures__document",
    "network_standards__network",
    "playbooks",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story. `field` names it for the template, which adds figures and sheets to some."""

    field: str
    anchor: str
    title: "StrPromise | str"
    text: str


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic and the query string that looks for it as the same reader."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the template shows, in its order."""

    origin: "Municipality | None"
    topics: tuple[TopicLink, ...]
    query: str
    evidence: Evidence
    sections: tuple[Section, ...]
    missing: tuple[Section, ...]
    purpose: str
    targets: tuple["Indicator", ...]
    rows: tuple[SiteRow, ...]
    playbooks: tuple[Any, ...]
    standards: tuple["NetworkStandard", ...]
    technologies: tuple[str, ...]

    @property
    def home(self) -> SiteRow | None:
        """The row of the municipality where the case began."""
        return next((row for row in self.rows if row.origin), None)

    @property
    def telling(self) -> tuple[SiteRow, ...]:
        return tuple(row for row in self.rows if row.told)

    @property
    def silent(self) -> tuple[SiteRow, ...]:
        """Replications whose municipality has not said what it changed."""
        return tuple(row for row in self.rows if not row.told and not row.origin)


def present(page: "CasePage", reader: "Reader | None", today: date) -> CaseView:
    """The view of a case for a reader on a day, in a number of queries that its sites do not change."""
    if page.pk:
        prefetch_related_objects([page], *FACTS)
    assessment = page.assessment(today) if page.pk else assess(_unsaved(page), today)
    rows = site_rows(page, assessment, reader.population if reader else None, today)
    purpose = purpose_first(page.outcome_defined_on, page.contract_signed_on)
    indicators = sorted(page.indicators.all(), key=lambda one: (not one.core, one.pk)) if page.pk else []
    story = tuple(_story(page))
    targets = tuple(one for one in indicators if one.target is not None and not one.retired_at)
    held = {"outcome": purpose or targets, "results": any(row.origin and row.figures for row in rows)}
    technologies = tuple(sorted(page.technologies.names())) if page.pk else ()
    held |= {"governance": page.uses_ai, "technology": bool(technologies)}
    shown = tuple(one for one in story if one.text or held.get(one.field))
    return CaseView(
        origin=_origin(page),
        topics=tuple(_topics(page, reader)),
        query=urlencode(reader.params()) if reader else "",
        evidence=present_evidence(assessment, rows, reader),
        sections=shown,
        missing=tuple(one for one in story if one not in shown),
        purpose=purpose,
        targets=targets,
        rows=rows,
        playbooks=tuple(page.playbooks.live().public().order_by("title")) if page.pk else (),
        standards=tuple(page.network_standards.all()) if page.pk else (),
        technologies=technologies,
    )


def purpose_first(outcome: date | None, contract: date | None) -> str:
    """Whether the outcome was defined before the contract was signed, said plainly; "" without dates."""
    slots = {"outcome": longdate(outcome), "contract": longdate(contract)}
    if outcome and contract:
        if outcome < contract:
            text = _("The outcome was defined on %(outcome)s, before signing the contract (%(contract)s).")
        elif outcome > contract:
            text = _("The contract was signed on %(contract)s, before defining the outcome (%(outcome)s).")
        else:
            text = _("The outcome was defined on the day on which the contract was signed: %(outcome)s.")
    elif outcome:
        text = _("The outcome was defined on %(outcome)s. No date of a contract is given.")
    elif contract:
        text = _("The contract was signed on %(contract)s. The date of the defined outcome is missing.")
    else:
        return ""
    return text % slots


def _story(page: "CasePage") -> Iterator[Section]:
    for field, anchor in STORY.items():
        title = page._meta.get_field(field).verbose_name
        yield Section(field, anchor, title, getattr(page, field).strip())


def _topics(page: "CasePage", reader: "Reader | None") -> Iterator[TopicLink]:
    params = reader.params() if reader else {}
    for topic in sorted(page.topics.all(), key=lambda one: one.name):
        yield TopicLink(topic.name, urlencode({**params, "tema": topic.slug}))


def _origin(page: "CasePage") -> "Municipality | None":
    """None only in a preview of a page that has no place in the tree yet."""
    try:
        return page.municipality
    except ObjectDoesNotExist:
        return None


def _unsaved(page: "CasePage") -> CaseFact:
    """A draft that was never saved has no figures and no sites."""
    return CaseFact(
        published=False,
        problem=bool(page.problem),
        action=bool(page.action),
        indicators=(),
        sites=(),
        uses_ai=page.uses_ai,
        responsible_area=bool(page.responsible_area or page.area),
        norm_or_budget=bool(page.norm or page.budget_line),
        playbook=False,
        network_standard=False,
    )
