"""What the finder shows of an answer: its heading, and a row for each case found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.evidence import Level
from cases.wording import level_label
from design.formats import monthyear, number
from design.ruler import Mark
from municipalities.reader import Reader
from municipalities.similarity import Profile
from municipalities.sizes import near_range
from search.engines.base import Hit
from search.explanation import Explanation, explain
from search.finder import Finding
from search.labels import labels
from search.names import Place
from search.payloads import proof_sentence
from search.query import SearchQuery, Sort

OTHERS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A case found, as a page shows it. Everything comes from the index: no query for each row.

    Its sentences are ready: a template tag that translates costs three times as much, twenty times a page.
    """

    payload: Mapping[str, Any]
    sentence: str
    level_name: str
    marks: tuple[Mark, ...]
    confirmed: str
    inhabitants: str
    explanation: Explanation | None
    population: int | None
    near: tuple[int, int] | None


def rows_of(hits: tuple[Hit, ...], reader: Reader | None, known: Mapping[str, Profile]) -> list[Row]:
    """A row for each hit, in order. `known` are the profiles of the register, by key."""
    population = reader.population if reader else None
    near = near_range(population) if population else None
    ours = known.get(reader.profile.key, reader.profile) if reader else None
    provinces = labels("provincia", [ours.province]) if ours and ours.province else {}
    return [_row(hit.payload, ours, known, near, provinces) for hit in hits]


def _row(
    payload: Mapping[str, Any],
    ours: Profile | None,
    known: Mapping[str, Profile],
    near: tuple[int, int] | None,
    provinces: Mapping[str, str],
) -> Row:
    population = ours.population if ours else None
    return Row(
        payload=payload,
        sentence=proof_sentence(payload, population),
        level_name=str(level_label(Level(payload["level"]))),
        marks=tuple(
            Mark(site["population"], site["state"], site["origin"])
            for site in payload["sites"]
            if site["population"]
        ),
        confirmed=_confirmed(payload["confirmed"]),
        inhabitants=_inhabitants(payload["population"]),
        explanation=explain(payload, ours, known, provinces) if ours else None,
        population=population,
        near=near,
    )


def _confirmed(day: str) -> str:
    if not day:
        return _("No municipality has confirmed it")
    return _("Last confirmed: %(when)s") % {"when": monthyear(date.fromisoformat(day))}


def _inhabitants(population: int | None) -> str:
    return _("%(population)s inhab.") % {"population": number(population)} if population else ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A name that was taken as a filter, in words; and the other places of that name, with addresses."""

    label: str
    others: tuple[tuple[str, str], ...] = ()


def understood(finding: Finding) -> list[Understood]:
    """What the page says that it made of the names in the question."""
    return [
        Understood(_place_label(one.place), tuple(_others(finding.query, one.place, one.others)))
        if one.place
        else Understood(one.sizes.label if one.sizes else "")
        for one in finding.said
    ]


def _place_label(place: Place) -> str:
    if place.facet == "lugar":
        return _("municipality %(name)s") % {"name": place.label}
    if place.facet == "provincia":
        return _("province %(name)s") % {"name": place.label}
    return _("country %(name)s") % {"name": place.label}


def _others(query: SearchQuery, place: Place, others: Iterable[Place]) -> Iterator[tuple[str, str]]:
    without = query.without(place.facet, place.value)
    for other in islice(others, OTHERS):
        yield _place_label(other), without.with_facets({other.facet: [other.value]}).url()


def _places(query: SearchQuery) -> Iterable[str]:
    """The municipalities chosen, or else the provinces."""
    facet = "lugar" if query.selected("lugar") else "provincia"
    return labels(facet, query.selected(facet)).values()


def heading(query: SearchQuery, finding: Finding, reader: Reader | None) -> str:
    """The question as a sentence: "14 casos de residuos, ordenados para Rafaela (Santa Fe)"."""
    total = finding.result.total
    slots = {
        "cases": ngettext("%(count)s case", "%(count)s cases", total) % {"count": number(total)},
        "topics": ", ".join(labels("tema", query.selected("tema")).values()).lower(),
        "words": query.words,
        "places": ", ".join(_places(query)),
    }
    if slots["places"]:
        slots["cases"] = _("%(cases)s in %(places)s") % slots
    if slots["topics"] and query.words:
        head = _("%(cases)s on %(topics)s with “%(words)s”") % slots
    elif slots["topics"]:
        head = _("%(cases)s on %(topics)s") % slots
    elif query.words:
        head = _("%(cases)s with “%(words)s”") % slots
    else:
        head = slots["cases"]
    if reader and query.sort is Sort.FOR_READER:
        return _("%(cases)s, ordered for %(reader)s") % {"cases": head, "reader": reader.label}
    return head
