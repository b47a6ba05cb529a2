"""The index at one moment, and what is worth keeping while it does not change."""

import json
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import tantivy
from tantivy import Query

from search.analysis import Token
from search.engines.base import Hit, Reader
from search.engines.embedded import queries
from search.engines.embedded.schema import TEXT_FIELDS
from search.facets import TERM_FACETS, Facet

Found = tuple[float, tantivy.DocAddress]

_ALL = Query.all_query()
_MANY_VALUES = 10_000  # tantivy's default of 10 would hide values
_KEPT_READERS = 64
_TIE_WINDOW = 64


class Snapshot:
    """A tantivy searcher with the questions that the engine asks of it."""

    def __init__(self, stamp: Hashable, searcher: tantivy.Searcher) -> None:
        self.stamp = stamp
        self.searcher = searcher
        self._similarity: OrderedDict[Reader, Query] = OrderedDict()

    @cached_property
    def sustained(self) -> frozenset[str]:
        """Every municipality that sustained the outcome of some case."""
        return frozenset(code for code, _count in self.searcher.terms_with_prefix("sustained", ""))

    @cached_property
    def values(self) -> Mapping[str, Iterable[str]]:
        """The values that each facet has anywhere in the index."""
        return self.aggregate(_ALL, TERM_FACETS)

    def count(self, query: Query) -> int:
        found: Any = self.searcher.search(queries.constant(query, 0.0), 1, count=True)  # untyped `count`
        return int(found.count)

    def sorted_by(self, field: str, query: Query, start: int, size: int) -> list[Found]:
        """A page in the order of a field, largest first. There is no score."""
        found = self.searcher.search(query, size, offset=start, order_by_field=field, count=False)
        return [(0.0, address) for _key, address in found.hits]

    def ranked(self, scored: Query, wanted: int, total: int, tie_field: str) -> list[Found]:
        """At least the first `wanted`, by score and among equal scores by a field, largest first.

        tantivy breaks ties by the place in the index, so the group of equals in which the last one wanted
        falls is read to its end before it is put in order.
        """
        limit = wanted + _TIE_WINDOW
        while True:
            hits = self.searcher.search(scored, limit, count=False).hits
            if limit >= total or hits[-1][0] < hits[wanted - 1][0]:
                break
            limit *= 4
        values = self.searcher.fast_field_values(tie_field, [address for _score, address in hits])
        order = sorted(range(len(hits)), key=lambda n: (hits[n][0], values[n] or 0), reverse=True)
        return [hits[n] for n in order]

    def text_score(self, words: Sequence[Token]) -> Query:
        asked = {(field, token.stem) for field in TEXT_FIELDS for token in words}
        asked |= {("exact", token.exact) for token in words}
        frequency = {one: self.searcher.doc_freq(*one) for one in asked}
        # Deleted documents stay in the frequencies until their segment is merged: leave room for them.
        documents = 8 * self.searcher.num_docs + max(frequency.values(), default=0) + 100
        return queries.text_score(words, frequency, documents)

    def similarity_to(self, reader: Reader) -> Query:
        if reader not in self._similarity:
            self._similarity[reader] = queries.similarity(reader.steps, self.sustained)
            if len(self._similarity) > _KEPT_READERS:
                self._similarity.popitem(last=False)
        return self._similarity[reader]

    def aggregate(self, query: Query, facets: Iterable[Facet]) -> dict[str, dict[str, int]]:
        """Cases by value, for each facet."""
        asked = {facet.name: {"terms": {"field": facet.field, "size": _MANY_VALUES}} for facet in facets}
        found: dict[str, Any] = self.searcher.aggregate(queries.constant(query, 0.0), asked) if asked else {}
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]} for name in asked
        }

    def hit(self, score: float, address: tantivy.DocAddress) -> Hit:
        stored: Any = self.searcher.doc(address)
        payload = json.loads(stored.get_first("payload"))
        return Hit(pk=stored.get_first("pk"), id=stored.get_first("id"), payload=payload, score=score)

    def keys(self, query: Query) -> list[int]:
        """Primary keys of all that matches, in order."""
        if not (total := self.count(query)):
            return []
        found = self.searcher.search(query, total, count=False).hits
        keys = self.searcher.fast_field_values("pk", [address for _score, address in found])
        return sorted(int(key) for key in keys if key is not None)

    def contents(self) -> dict[int, str]:
        """Content hash of every case, by primary key."""
        if not self.searcher.num_docs:
            return {}
        found = self.searcher.search(_ALL, self.searcher.num_docs, count=False).hits
        stored: Iterable[Any] = (self.searcher.doc(address) for _score, address in found)
        return {document.get_first("pk"): document.get_first("hash") for document in stored}
