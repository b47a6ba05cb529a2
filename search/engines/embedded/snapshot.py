"""The index at one moment, and what is worth keeping while it does not change."""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from math import floor
from typing import Any, TypeVar

import tantivy
from tantivy import Query

from search.analysis import enye_variants
from search.engines.base import Hit, Reader
from search.engines.embedded import queries
from search.facets import TERM_FACETS, Facet
from search.weights import LEVEL_WORTH, text_parts
from search.words import Concept

Found = tuple[float, tantivy.DocAddress]
Kept = TypeVar("Kept")

_ALL = Query.all_query()
_MANY_VALUES = 10_000  # tantivy's default of 10 would hide values
_KEPT_READERS = 64
_KEPT_CASES = 200_000
"""Up to so many cases, the similarity of every case with a reader is worked out once and kept. Beyond them it
is read from the cases that may be on the page: the first question of a reader would take too long."""
_MOST_ALIKE = 50
_MOST_READ = 1_500
_TIE_WINDOW = 128
_MOST_BEGUN = 200


class Snapshot:
    """A tantivy searcher with the questions that the engine asks of it."""

    def __init__(self, stamp: Hashable, searcher: tantivy.Searcher) -> None:
        self.stamp = stamp
        self.searcher = searcher
        self._similarity: OrderedDict[Reader, Query] = OrderedDict()
        self._alike: OrderedDict[Reader, tuple[int, Query]] = OrderedDict()
        self._closeness: OrderedDict[Reader, Query] = OrderedDict()
        self._steps: OrderedDict[Reader, list[bytearray]] = OrderedDict()

    @cached_property
    def sustained(self) -> frozenset[str]:
        """Every municipality that sustained the outcome of some case."""
        return frozenset(code for code, _count in self.searcher.terms_with_prefix("sustained", ""))

    @cached_property
    def values(self) -> Mapping[str, Iterable[str]]:
        """The values that each facet has anywhere in the index."""
        return self.aggregate(_ALL, TERM_FACETS)

    @cached_property
    def _sizes(self) -> list[int]:
        """For each segment, the place after its last case."""
        sizes = [0] * self.searcher.num_segments
        for _score, address in self.searcher.search(_ALL, self.searcher.num_docs, count=False).hits:
            sizes[address.segment_ord] = max(sizes[address.segment_ord], address.doc + 1)
        return sizes

    def count(self, query: Query) -> int:
        found: Any = self.searcher.search(queries.constant(query, 0.0), 1, count=True)  # untyped `count`
        return int(found.count)

    def in_title(self, word: str, unfinished: bool = False) -> Query:
        """Cases with that word in their title, as written; `unfinished`: with a word that begins so."""
        words = enye_variants(word)
        if unfinished:
            begun = [term for one in words for term in self.searcher.terms_with_prefix("heading", one)]
            words = [term for term, _count in sorted(begun, key=lambda term: -term[1])[:_MOST_BEGUN]]
        return queries.some(queries.term("heading", one) for one in words)

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
                return self._in_order(hits, tie_field)
            limit *= 4

    def ranked_for(
        self, reader: Reader, match: Query, parts: Sequence[Query], wanted: int, total: int
    ) -> list[Found]:
        """As `ranked`, by the sum of the parts and the reader's similarity.

        Asking tantivy for the similarity costs a term for each municipality that sustained something. So it
        is asked about the most alike ones only, and what that leaves open is added from what is kept.
        """
        limit = wanted + _TIE_WINDOW
        least, most_alike = self._most_alike(reader)
        asked = [most_alike] if limit < total else []
        scored = queries.scored(match, [*parts, *asked])
        while limit <= _MOST_READ:
            hits = self.searcher.search(scored, limit, count=False).hits
            if limit >= total or _settled(hits[wanted - 1][0], hits[-1][0], least):
                return self._in_order(self._with_similarity(hits, reader), "freshest")
            limit *= 4
        whole = queries.scored(match, [*parts, self._similarity_to(reader)])
        return self.ranked(whole, wanted, total, "freshest")

    def _in_order(self, hits: Sequence[Found], tie_field: str) -> list[Found]:
        values = self.searcher.fast_field_values(tie_field, [address for _score, address in hits])
        order = sorted(range(len(hits)), key=lambda n: (hits[n][0], values[n] or 0), reverse=True)
        return [hits[n] for n in order]

    def _with_similarity(self, hits: Sequence[Found], reader: Reader) -> list[Found]:
        """The same hits; those in which no municipality of the most alike had a say get their step."""
        if self.searcher.num_docs <= _KEPT_CASES:
            steps = self._steps_of(reader)
            return [
                (score if _step(score) else score + steps[address.segment_ord][address.doc], address)
                for score, address in hits
            ]
        return [
            (score if _step(score) else score + self._step_of(address, reader), address)
            for score, address in hits
        ]

    def _step_of(self, address: tantivy.DocAddress, reader: Reader) -> int:
        """The step of one case, from what is stored of it."""
        codes: Iterable[Any] = self.searcher.doc(address).get_all("sustained")
        return max((reader.steps.get(code, 0) for code in codes), default=0)

    def text_score(self, words: Sequence[Concept]) -> Query:
        asked = {(field, value) for field, values in text_parts(words) for value in values}
        frequency = {one: self.searcher.doc_freq(*one) for one in asked}
        # Deleted documents stay in the frequencies until their segment is merged: leave room for them.
        documents = 8 * self.searcher.num_docs + max(frequency.values(), default=0) + 100
        return queries.text_score(words, frequency, documents)

    def closeness_to(self, reader: Reader) -> Query:
        """Higher the nearer in size the nearest municipality that sustained the outcome is."""
        return _kept(self._closeness, reader, lambda: queries.closeness(reader.distances, self.sustained))

    def _most_alike(self, reader: Reader) -> tuple[int, Query]:
        """The similarity with the most alike municipalities only, and the least step among them."""
        return _kept(self._alike, reader, lambda: self._read_most_alike(reader))

    def _read_most_alike(self, reader: Reader) -> tuple[int, Query]:
        known = sorted((reader.steps.get(code, 0) for code in self.sustained), reverse=True)
        least = max(known[:_MOST_ALIKE][-1], 1) if known else 1
        steps = {code: step for code, step in reader.steps.items() if step >= least}
        return least, queries.similarity(steps, self.sustained)

    def _similarity_to(self, reader: Reader) -> Query:
        return _kept(self._similarity, reader, lambda: queries.similarity(reader.steps, self.sustained))

    def _steps_of(self, reader: Reader) -> list[bytearray]:
        """The step of every case for this reader, by segment and place in it."""
        return _kept(self._steps, reader, lambda: self._read_steps(reader))

    def _read_steps(self, reader: Reader) -> list[bytearray]:
        steps = [bytearray(size) for size in self._sizes]
        whole = self._similarity_to(reader)
        for score, address in self.searcher.search(whole, self.searcher.num_docs, count=False).hits:
            steps[address.segment_ord][address.doc] = int(score)
        return steps

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


def _step(score: float) -> int:
    """The similarity in a score: everything above it is worth a multiple of LEVEL_WORTH."""
    return floor(score) % LEVEL_WORTH


def _settled(wanted: float, last: float, least: int) -> bool:
    """Whether no case after the last one read can come before the last one wanted.

    Either what was not read differs in something above the similarity, or the last one wanted is so similar
    that a case without any of the most alike municipalities comes after it.
    """
    return floor(last) // LEVEL_WORTH < floor(wanted) // LEVEL_WORTH or (
        last < wanted and _step(wanted) >= least
    )


def _kept(known: OrderedDict[Reader, Kept], reader: Reader, make: Callable[[], Kept]) -> Kept:
    """What was made for a reader before, or is made now. The reader who came first is forgotten first."""
    if reader not in known:
        known[reader] = make()
        if len(known) > _KEPT_READERS:
            known.popitem(last=False)
    return known[reader]
