"""From a case in the database to its document. Only what is public and live: drafts are in revisions."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from django.utils.timezone import localdate

from cases.evidence import Assessment, SiteAssessment, State
from cases.models import CasePage, Implementation
from cases.models.vocabulary import Area
from cases.presenting import fill_in_origins
from cases.proof import proven_cells
from municipalities.size_bands import size_band
from search.documents import CaseDocument
from search.facets import cost_band

_CHUNK = 200


def make_documents(cases: Iterable[int]) -> Iterator[CaseDocument]:
    """Documents of those cases from what the database says now, the evidence assessed again.

    One that is not public any more gives none. The number of queries grows with the chunks, not the cases.
    """
    today = localdate()
    remaining = iter(cases)
    while chunk := list(islice(remaining, _CHUNK)):
        pages = CasePage.objects.published().with_facts().filter(pk__in=chunk).order_by("pk")
        pages = list(pages.prefetch_related("tagged_technologies__tag", "network_standards__network"))
        fill_in_origins(pages)
        for page in pages:
            yield case_document(page, today)


def case_document(page: CasePage, today: date) -> CaseDocument:
    """The document of one case, with what its facts prove on that day."""
    assessment = page.assessment(today)
    attempts = {(one.municipality.key, one.attempt): one for one in page.implementations.all()}
    sites = [(one, attempts[one.site.municipality, one.site.attempt]) for one in assessment.sites]
    places = [row.municipality for _one, row in sites]
    networks = {network.slug for place in places for network in place.networks.all()}
    technologies = sorted(tagged.tag.name for tagged in page.tagged_technologies.all())
    topics = sorted(page.topics.all(), key=lambda topic: topic.name)
    published = page.first_published_at or page.latest_revision_created_at
    published_on = published.date() if published else today
    return CaseDocument(
        id=page.identifier,
        pk=page.pk,
        title=page.title,
        topic_names=tuple(topic.name for topic in topics),
        text="\n".join((page.summary, page.problem, page.outcome, page.results)),
        rest="\n".join(_rest(page, sites, technologies)),
        topics=tuple(topic.slug for topic in topics),
        lenses=_distinct(one.lens for one in page.indicators.all() if one.accepted and not one.retired_at),
        level=int(assessment.level),
        sizes=_distinct(size_band(place.population) for place in places),
        provinces=_distinct(place.province.key for place in places),
        countries=_distinct(place.country for place in places),
        networks=_distinct([*networks, *(one.network.slug for one in page.network_standards.all())]),
        phases=_distinct(row.phase for _one, row in sites),
        technologies=_distinct(tagged.tag.slug for tagged in page.tagged_technologies.all()),
        cost=cost_band(float(page.cost_usd) if page.cost_usd is not None else None),
        area=page.area,
        reusable=_reusable(page),
        sites=_distinct(one.site.municipality for one, _row in sites),
        sustained=_distinct(one.site.municipality for one, _row in sites if one.state is State.SUSTAINED),
        proven_at=tuple(sorted(proven_cells(assessment))),
        fresh=max((day.toordinal() for day in _news(sites)), default=published_on.toordinal()),
        published=published_on.toordinal(),
        next_change=assessment.next_change.toordinal() if assessment.next_change else 0,
        payload=_payload(page, assessment, sites),
    )


def _payload(
    page: CasePage, assessment: Assessment, sites: list[tuple[SiteAssessment, Implementation]]
) -> dict[str, Any]:
    """What a result row shows. Dates are ISO texts; states and the level are their stored values."""
    origin = page.municipality
    confirmed = [row.confirmed_on for _one, row in sites if row.confirmed_on]
    return {
        "title": page.title,
        "url": page.url or "",
        "summary": page.summary,
        "level": int(assessment.level),
        "municipality": origin.key,
        "city": str(origin),
        "city_name": origin.name,
        "population": origin.population,
        "example": origin.is_example,
        "topics": [{"slug": topic.slug, "name": topic.name} for topic in page.topics.all()],
        "confirmed": max(confirmed).isoformat() if confirmed else None,
        "sites": [_site(one, row) for one, row in sites],
    }


def _site(one: SiteAssessment, row: Implementation) -> dict[str, Any]:
    place = row.municipality
    return {
        "key": place.key,
        "name": place.name,
        "province": place.province.name,
        "population": place.population,
        "state": one.state.value,
        "phase": row.phase,
        "counted": one.counted,
        "origin": one.site.origin,
    }


def _rest(
    page: CasePage, sites: list[tuple[SiteAssessment, Implementation]], technologies: list[str]
) -> Iterator[str]:
    yield from (page.process, page.action, page.failures, page.conditions, page.governance, page.technology)
    yield from (_area(page.area), page.responsible_area, page.team, page.norm, page.standards)
    yield from technologies
    yield from (indicator.name for indicator in page.indicators.all() if not indicator.retired_at)
    for _one, row in sites:
        yield from (str(row.municipality), row.adaptations, row.overcome, row.abandon_reason)


@cache
def _area(value: str) -> str:
    """Its name. `get_area_display` hashes every choice at each call: a tenth of the cost of a document."""
    return str(Area(value).label) if value in Area else ""


def _reusable(page: CasePage) -> tuple[str, ...]:
    held = {
        "codigo": page.code_url or page.code_licence,
        "api": page.api_url,
        "estandares": page.standards,
        "convenio": page.agreement,
    }
    return tuple(sorted(kind for kind, value in held.items() if value))


def _news(sites: list[tuple[SiteAssessment, Implementation]]) -> Iterator[date]:
    """The days on which something was confirmed or measured."""
    for one, row in sites:
        yield from (day for day in (row.confirmed_on, one.last_followup) if day)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
