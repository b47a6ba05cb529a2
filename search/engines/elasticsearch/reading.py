"""Asking questions of the index that serves, all those of a page in one call."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from elasticsearch.dsl import Search, aggs
from elasticsearch.dsl.query import MatchAll, Query

from search.engines.base import Hit, Reader, SearchUnavailable
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.client import NoAnswer, Patience, answering
from search.engines.elasticsearch.mapping import METADATA
from search.facets import TERM_FACETS

MANY_VALUES = 10_000  # the default of 10 would hide values
_MANY_CODES = 50_000
_ROWS = 10_000
_TERMS = 10_000
_KEPT_READERS = 64
Stamp = tuple[int, int]
Answer = Mapping[str, Any]
Ask = Callable[["Known"], Sequence[Search]]


@dataclass(frozen=True)
class Known:
    """What was true of the index when it held so many cases, the last of them written at such a moment.

    `values` are those that each facet has anywhere; `sustained`, every municipality that sustained the
    outcome of some case. The queries of a reader are kept as long as this is.
    """

    stamp: Stamp
    values: Mapping[str, Sequence[str]]
    sustained: frozenset[str]
    _similarity: dict[Reader, Query] = field(default_factory=dict)
    _closeness: dict[Reader, Query] = field(default_factory=dict)

    def similarity(self, reader: Reader) -> Query:
        return _kept(self._similarity, reader, lambda: queries.similarity(reader, self.sustained))

    def closeness(self, reader: Reader) -> Query:
        return _kept(self._closeness, reader, lambda: queries.closeness(reader, self.sustained))


class Index:
    """The index of that name or alias. Everything raises SearchUnavailable when it cannot be read."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._known: Known | None = None

    def ask(self, patience: Patience, make: Ask) -> tuple[Sequence[Answer], Known]:
        """The answers to some searches made for what is known of the index, and what is known.

        The first answer also says in which state the index is. If it is another one than was known, that is
        read, and when it changes the question, it is asked again.
        """
        known = self._known or self._look(patience)
        for _attempt in range(3):
            searches = list(make(known))
            searches[0].aggs.bucket("now", _stamp())
            answers = self._together(patience, searches)
            with answering():
                stamp = _read_stamp(answers[0]["aggregations"]["now"])
            if stamp == known.stamp:
                break
            before, known = known, self._look(patience)
            if before.sustained == known.sustained:
                break
        return answers, known

    def counts(self, patience: Patience, questions: Sequence[Query]) -> list[int]:
        """How many cases match each of them."""
        answers = self._together(patience, [counted(match, 0, 0) for match in questions])
        with answering():
            return [total(answer) for answer in answers]

    def rows(self, patience: Patience, match: Query, fields: Sequence[str]) -> Iterator[list[Any]]:
        """Fields of all that matches, by primary key."""
        after = 0
        while True:
            searched = counted(match, 0, _ROWS).source(False).sort("pk").extra(search_after=[after])
            searched = searched.extra(docvalue_fields=["pk", *fields], track_total_hits=False)
            (answer,) = self._together(patience, [searched])
            with answering():
                hits = answer["hits"]["hits"]
                yield from ([hit["fields"][name][0] for name in ("pk", *fields)] for hit in hits)
                after = hits[-1]["sort"][0] if hits else after
            if len(hits) < _ROWS:
                return

    def vocabulary(self, patience: Patience) -> dict[str, int]:
        """Every term of `exact` with its cases, counted by the server's own dictionary."""
        found: dict[str, int] = {}
        last: str | None = None
        with answering():
            while True:
                listed = patience.client.terms_enum(
                    index=self.alias, field="exact", size=_TERMS, timeout="30s", search_after=last
                )
                if not listed["complete"]:
                    raise NoAnswer(_("it takes too long to answer"))
                terms = list(listed["terms"])
                if not terms:
                    return found
                found |= self._frequencies(patience, terms)
                last = terms[-1]

    def metadata(self, patience: Patience) -> Mapping[str, str]:
        """What the serving index was made with."""
        with answering():
            found = patience.client.indices.get_mapping(index=self.alias)
            (held,) = found.values()
            return dict(held["mappings"].get("_meta", {}))

    @staticmethod
    def check(metadata: Mapping[str, str]) -> None:
        """Raises SearchUnavailable unless this code can read what was made so."""
        if metadata != METADATA:
            raise SearchUnavailable(_("another version of the code made it"))

    def _frequencies(self, patience: Patience, terms: Sequence[str]) -> dict[str, int]:
        answer = patience.client.termvectors(
            index=self.alias,
            doc={"exact": list(terms)},
            fields=["exact"],
            term_statistics=True,
            field_statistics=False,
            positions=False,
            offsets=False,
        )
        held = answer["term_vectors"]["exact"]["terms"]
        return {term: held[term]["doc_freq"] for term in terms if "doc_freq" in held[term]}

    def _look(self, patience: Patience) -> Known:
        self.check(self.metadata(patience))
        asked = counted(MatchAll(), 0, 0)
        asked.aggs.bucket("now", _stamp())
        asked.aggs.bucket("sustained", aggs.Terms(field="sustained", size=_MANY_CODES))
        for facet in TERM_FACETS:
            asked.aggs.bucket(facet.name, aggs.Terms(field=facet.field, size=MANY_VALUES))
        (answer,) = self._together(patience, [asked])
        with answering():
            found = answer["aggregations"]
            sustained = frozenset(buckets(found["sustained"]))
            values = {facet.name: tuple(buckets(found[facet.name])) for facet in TERM_FACETS}
            known = Known(_read_stamp(found["now"]), values, sustained)
        if self._known and self._known.sustained == sustained:
            known = Known(known.stamp, values, sustained, self._known._similarity, self._known._closeness)
        self._known = known
        return known

    def _together(self, patience: Patience, searches: Sequence[Search]) -> Sequence[Answer]:
        """The answers to several searches, whole ones only, in one call."""
        lines: list[dict[str, Any]] = []
        for search in searches:
            lines += [{"allow_partial_search_results": False}, search.to_dict()]
        with answering():
            answers = patience.client.msearch(index=self.alias, searches=lines)["responses"]
            if len(answers) != len(searches):
                raise ValueError(len(answers))
        for answer in answers:
            _check(answer)
        return answers


def counted(query: Query, start: int, size: int) -> Search:
    return Search().query(query).extra(from_=start, size=size, track_total_hits=True)


def total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])


def buckets(found: Answer) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}


def hits(answer: Answer) -> tuple[Hit, ...]:
    """The cases of a page. There is a score when the order asks for it."""
    return tuple(
        Hit(
            pk=int(hit["_source"]["pk"]),
            id=hit["_source"]["id"],
            payload=json.loads(hit["_source"]["payload"]),
            score=float(hit["_score"] or 0.0),
        )
        for hit in answer["hits"]["hits"]
    )


def _stamp() -> aggs.Agg:
    return aggs.Global(aggs={"last": aggs.Max(field="written")})


def _read_stamp(found: Answer) -> Stamp:
    return int(found["doc_count"]), int(found["last"]["value"] or 0)


def _check(answer: Answer) -> None:
    with answering():
        if "error" not in answer:
            return
        status, kind = answer["status"], answer["error"]["type"]
    if kind == "index_not_found_exception":
        raise SearchUnavailable(_("there is no index yet"))
    raise NoAnswer(_("it refuses (%(error)s)") % {"error": f"{status}, {kind}"})


def _kept(known: dict[Reader, Query], reader: Reader, make: Callable[[], Query]) -> Query:
    """What was made for a reader before, or is made now. The reader who came first is forgotten first."""
    if reader not in known:
        for first in list(known)[: len(known) - _KEPT_READERS + 1]:
            known.pop(first, None)
        known[reader] = make()
    return known[reader]
