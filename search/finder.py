"""One question, answered for a page: results, facets with their links, and help when there is nothing.

An engine that is down never gives an error page: the answer says `unavailable` and holds nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from municipalities.peers import register
from municipalities.similarity import Profile
from search.engines import get_searcher
from search.engines.base import (
    PAGE_SIZE,
    Hit,
    Reader,
    Searcher,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)
from search.facets import FACETS, Facet, Kind, Order
from search.labels import labels
from search.names import Said
from search.outbox import keep_up
from search.query import SearchQuery
from search.readers import reader_for
from search.understanding import answer, did_you_mean

logger = logging.getLogger(__name__)

SHOWN_VALUES = 7
_NOTHING = SearchResult(total=0, hits=(), facets={})


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`url` is the address of the question with this value added or taken away."""

    value: str
    label: str
    count: int
    selected: bool
    url: str

    @property
    def inert(self) -> bool:
        """Choosing it would give nothing."""
        return self.count == 0 and not self.selected


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet as a page shows it: the first few values, and the others behind "more"."""

    facet: Facet
    values: tuple[FacetValue, ...]

    @property
    def name(self) -> str:
        return self.facet.name

    @property
    def label(self) -> str:
        return str(self.facet.label)

    @property
    def listed(self) -> bool:
        """Whether it is a list to choose from; its chosen values are shown in any case."""
        return bool(self.values) and self.facet.kind is not Kind.FILTER

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.selected)

    @property
    def shown(self) -> tuple[FacetValue, ...]:
        return tuple(value for n, value in enumerate(self.values) if n < SHOWN_VALUES or value.selected)

    @property
    def more(self) -> tuple[FacetValue, ...]:
        return tuple(value for n, value in enumerate(self.values) if n >= SHOWN_VALUES and not value.selected)


@dataclass(frozen=True, slots=True)
class Finding:
    """`query` is what was asked of the engine, and `asked` what the person asked: other words when a name was
    taken as a filter (`said`) or the spelling was mended (`mended`). `did_you_mean` is only offered.

    `suggestions`: only when nothing was found. `nearest`: only when nothing is proven at their size.
    `profiles` are the register's, by key, as they were for the answer; none when nobody in particular reads.
    """

    query: SearchQuery
    asked: SearchQuery
    result: SearchResult
    facets: tuple[FacetView, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    nearest: Hit | None = None
    said: tuple[Said, ...] = ()
    mended: str = ""
    did_you_mean: SearchQuery | None = None
    unavailable: bool = False
    reader: Profile | None = field(default=None, compare=False)
    profiles: Mapping[str, Profile] = field(default_factory=dict, compare=False)


def find(asked: SearchQuery, profile: Profile | None = None, size: int = PAGE_SIZE) -> Finding:
    """The answer for a reader (None: nobody in particular). Never raises because of the engine."""
    known = register() if profile else None
    engine, reader = get_searcher(), reader_for(profile, known)
    profiles = known.profiles if known else {}
    keep_up()
    try:
        reading, result = answer(engine, asked, reader, size)
        query = reading.query
        other = did_you_mean(engine, reading, result)
        suggestions = () if result.total else tuple(engine.drop_suggestions(query, reader))
        nearest = _nearest(engine, query, reader, result)
    except SearchUnavailable as error:
        logger.error("The search index does not answer: %s", error)
        return Finding(asked, asked, _NOTHING, unavailable=True, reader=profile, profiles=profiles)
    return Finding(
        query,
        asked,
        result,
        facet_views(query, result),
        suggestions,
        nearest,
        reading.said,
        reading.mended,
        other,
        reader=profile,
        profiles=profiles,
    )


def facet_views(query: SearchQuery, result: SearchResult) -> tuple[FacetView, ...]:
    """Every facet with its values in order. A chosen value is listed even when nothing has it."""
    return tuple(
        _view(facet, query, result) for facet in FACETS if facet.kind is not Kind.READER or query.has_reader
    )


def _view(facet: Facet, query: SearchQuery, result: SearchResult) -> FacetView:
    chosen = query.selected(facet.name)
    counts = {**dict.fromkeys(chosen, 0), **result.facets.get(facet.name, {})}
    named, urls = labels(facet.name, counts), query.toggle_urls(facet.name, counts)
    values = [
        FacetValue(value, named[value], count, value in chosen, urls[value])
        for value, count in counts.items()
    ]
    return FacetView(facet, tuple(_in_order(facet, values)))


def _in_order(facet: Facet, values: list[FacetValue]) -> list[FacetValue]:
    if facet.order is Order.COUNT:
        return sorted(values, key=lambda one: (-one.count, one.label.lower()))
    if facet.order is Order.LABEL:
        return sorted(values, key=lambda one: one.label.lower())
    place = {value: n for n, (value, _label) in enumerate(facet.values)}
    return sorted(values, key=lambda one: place.get(one.value, len(place)))


def _nearest(engine: Searcher, query: SearchQuery, reader: Reader | None, result: SearchResult) -> Hit | None:
    """The nearest evidence, when nothing among what was asked is proven at the reader's size."""
    if reader is None or any(result.facets.get("escala", {}).values()):
        return None
    return engine.nearest(query, reader) or engine.nearest(query.without_facets(), reader)
