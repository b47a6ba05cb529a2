"""A page of results as one search: hits, total and every facet, each counted without its own selection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from elasticsearch.dsl import Search, aggs
from elasticsearch.dsl.query import Bool, Query

from search.engines.base import Reader, SearchResult
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.mapping import WINDOW
from search.engines.elasticsearch.reading import (
    MANY_VALUES,
    Answer,
    Known,
    buckets,
    counted,
    hits,
    total,
)
from search.facets import COUNTED_FACETS, TERM_FACETS, Facet, Kind
from search.query import SearchQuery, Sort
from search.words import Concept

_FREE = "free"
_COUNTED = frozenset(facet.name for facet in COUNTED_FACETS)
_BY_FIELD = {Sort.EVIDENCE: "strength", Sort.RECENT: "published"}


@dataclass(frozen=True)
class Question:
    """A query, its words, and who reads. `any_word`: one of the words is enough."""

    query: SearchQuery
    reader: Reader | None
    words: tuple[Concept, ...]
    any_word: bool = False

    @cached_property
    def match(self) -> Query:
        """What matches the words, whatever the filters."""
        return queries.has_words(self.words, self.any_word)

    @cached_property
    def filters(self) -> Mapping[str, Query]:
        return queries.filters(dict(self.query.facets), self.reader)

    def all(self, without: str = "") -> Query:
        kept = (one for name, one in self.filters.items() if name != without)
        return queries.every((self.match, *kept))

    def page(self, known: Known, size: int) -> Search:
        """The search of a page. Its facets see more than its hits, which a last filter takes out of it."""
        start = (self.query.page - 1) * size
        start, size = (start, size) if start + size <= WINDOW else (0, 0)
        search = counted(queries.scored(self._seen(), self._parts(known)), start, size)
        search = search.source(["pk", "id", "payload"]).sort(*self._order())
        if self._selections:
            search = search.post_filter(Bool(filter=list(self._selections.values())))
        for name, agg in self._aggregations():
            search.aggs.bucket(name, agg)
        return search

    def result(self, answer: Answer, known: Known, size: int) -> SearchResult:
        found = total(answer)
        return SearchResult(
            total=found,
            hits=hits(answer),
            facets={facet.name: self._counts(facet, answer, known) for facet in COUNTED_FACETS},
            any_word=self.any_word and found > 0,
            size=size,
        )

    @cached_property
    def _selections(self) -> Mapping[str, Query]:
        """The filters that some facet does not respect: its own."""
        return {name: one for name, one in self.filters.items() if name in _COUNTED}

    def _seen(self) -> Query:
        """What any facet counts: it has the words and at most one filter too few."""
        always = [one for name, one in self.filters.items() if name not in self._selections]
        chosen = self._selections.values()
        nearly = [queries.some(chosen, len(chosen) - 1)] if len(chosen) > 1 else []
        return queries.every((self.match, *always, *nearly))

    def _parts(self, known: Known) -> list[Query]:
        """The parts of the score, each in its own place of the number (see `queries`)."""
        sort, parts = self.query.sort, list[Query]()
        if self._order_field:
            return parts
        if self.words:
            parts += [queries.tier(self.words), queries.text_score(self.words)]
        if sort is not Sort.RELEVANCE:
            parts.append(queries.level())
        if sort is Sort.FOR_READER and self.reader is not None:
            parts += [queries.worth_of_proof(self.reader), known.similarity(self.reader)]
        return parts

    @property
    def _order_field(self) -> str:
        """The field that alone gives the order, or ""."""
        sort = self.query.sort
        return "" if sort is Sort.EVIDENCE and self.words else _BY_FIELD.get(sort, "")

    def _order(self) -> list[str]:
        """Largest first, and among equals the older case."""
        if self._order_field:
            return [f"-{self._order_field}", "pk"]
        tie = "fresh" if self.query.sort is Sort.FOR_READER else "strength"
        return ["_score", f"-{tie}", "pk"]

    def _aggregations(self) -> list[tuple[str, aggs.Agg]]:
        """One under all filters, and one more for each facet that has a selection or depends on who reads."""
        free = [facet for facet in TERM_FACETS if facet.name not in self.filters]
        found = [(_FREE, self._under(self._selections, free))]
        for facet in COUNTED_FACETS:
            others = {name: one for name, one in self._selections.items() if name != facet.name}
            if facet.kind is Kind.READER:
                others[facet.name] = queries.proven(self.reader)
                found.append((facet.name, self._under(others, ())))
            elif facet.name in self.filters:
                found.append((facet.name, self._under(others, (facet,))))
        return found

    def _under(self, filters: Mapping[str, Query], facets: Iterable[Facet]) -> aggs.Agg:
        held = {facet.name: aggs.Terms(field=facet.field, size=MANY_VALUES) for facet in facets}
        return aggs.Filter(filter=queries.every(filters.values()), aggs=held)

    def _counts(self, facet: Facet, answer: Answer, known: Known) -> Mapping[str, int]:
        found = answer["aggregations"]
        if facet.kind is Kind.READER:
            return {"si": found[facet.name]["doc_count"]} if self.reader is not None else {}
        held = buckets(found[facet.name if facet.name in self.filters else _FREE][facet.name])
        values = [*(value for value, _label in facet.values), *known.values[facet.name]]
        return {value: held.get(value, 0) for value in values}
