"""One question, answered for a page: results, facets with their links, and help when there is nothing.

An engine that is down never gives an error page: the answer says `unavailable` and holds nothing.
"""

import logging
from dataclasses import dataclass, field

from django.db import DatabaseError

from municipalities.similarity import Profile
from search.engines import get_engine
from search.engines.base import (
    PAGE_SIZE,
    Engine,
    Hit,
    IndexBusy,
    Reader,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)
from search.facets import FACETS, Facet, Kind, Order
from search.labels import labels
from search.outbox import follow_calendar
from search.query import SearchQuery
from search.readers import reader_for

logger = logging.getLogger(__name__)

SHOWN_VALUES = 7
_NOTHING = SearchResult(total=0, hits=(), facets={})


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet under the question `asked`."""

    asked: SearchQuery
    facet: str
    value: str
    label: str
    count: int
    selected: bool

    @property
    def query(self) -> SearchQuery:
        """The question with this value added or taken away; its `url` is the value's link."""
        return self.asked.toggle(self.facet, self.value)

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
    """`suggestions`: only when nothing was found. `nearest`: only when nothing is proven at their size."""

    query: SearchQuery
    result: SearchResult
    facets: tuple[FacetView, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    nearest: Hit | None = None
    unavailable: bool = False
    reader: Profile | None = field(default=None, compare=False)


def find(query: SearchQuery, profile: Profile | None = None, size: int = PAGE_SIZE) -> Finding:
    """The answer for a reader (None: nobody in particular). Never raises because of the engine."""
    engine, reader = get_engine(), reader_for(profile)
    try:
        _follow_calendar(engine)
        result = engine.search(query, reader, size)
        suggestions = () if result.total else tuple(engine.drop_suggestions(query, reader))
        nearest = _nearest(engine, query, reader, result)
    except SearchUnavailable as error:
        logger.error("The search index does not answer: %s", error)
        return Finding(query, _NOTHING, unavailable=True, reader=profile)
    return Finding(query, result, facet_views(query, result), suggestions, nearest, reader=profile)


def facet_views(query: SearchQuery, result: SearchResult) -> tuple[FacetView, ...]:
    """Every facet with its values in order. A chosen value is listed even when nothing has it."""
    return tuple(
        _view(facet, query, result) for facet in FACETS if facet.kind is not Kind.READER or query.has_reader
    )


def _view(facet: Facet, query: SearchQuery, result: SearchResult) -> FacetView:
    chosen = query.selected(facet.name)
    counts = {**dict.fromkeys(chosen, 0), **result.facets.get(facet.name, {})}
    named = labels(facet.name, counts)
    values = [
        FacetValue(query, facet.name, value, named[value], count, value in chosen)
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


def _nearest(engine: Engine, query: SearchQuery, reader: Reader | None, result: SearchResult) -> Hit | None:
    """The nearest evidence, when nothing among what was asked is proven at the reader's size."""
    if reader is None or any(result.facets.get("escala", {}).values()):
        return None
    return engine.nearest(query, reader) or engine.nearest(query.without_facets(), reader)


def _follow_calendar(engine: Engine) -> None:
    """The first question of a day brings the index to that day. Whoever cannot write now leaves it."""
    try:
        follow_calendar(engine)
    except (IndexBusy, DatabaseError) as error:
        logger.warning("The search index does not know what day it is yet: %s", error or type(error).__name__)
