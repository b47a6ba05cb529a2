"""The engine of the default installation: no server, files under DATA_DIR, or memory in tests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy
from django.utils.translation import gettext as _
from tantivy import Query

from search.analysis import query_tokens
from search.documents import CaseDocument
from search.engines.base import (
    PAGE_SIZE,
    DocumentsOf,
    FacetCounts,
    Hit,
    IndexStatus,
    Reader,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)
from search.engines.embedded import queries
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.storage import DirectoryStorage, MemoryStorage, Storage
from search.engines.embedded.writing import add_all, write
from search.facets import COUNTED_FACETS, TERM_FACETS, Kind
from search.query import SearchQuery, Sort
from search.weights import PROVEN_WORTH
from search.words import Concept, apart, concepts

_SORT_FIELDS = {Sort.EVIDENCE: "strongest", Sort.RECENT: "newest"}


@dataclass(frozen=True)
class _Question:
    """A query taken apart: its words, what matches them, and one filter for each facet selected."""

    words: tuple[Concept, ...]
    match: Query
    filters: Mapping[str, Query]
    any_word: bool = False

    def all(self, without: str = "") -> Query:
        kept = (query for name, query in self.filters.items() if name != without)
        return queries.every((self.match, *kept))


class EmbeddedEngine:
    """tantivy behind the `Engine` protocol. `root` None keeps the index in memory."""

    name = "embedded"

    def __init__(self, root: Path | None = None) -> None:
        self._storage: Storage = MemoryStorage() if root is None else DirectoryStorage(root)
        self._snapshot: Snapshot | None = None

    def search(self, query: SearchQuery, reader: Reader | None = None, size: int = PAGE_SIZE) -> SearchResult:
        now = self._now()
        question = _question(query, reader, any_word=False)
        total = now.count(question.all())
        if not total and len(apart(question.words)) > 1 and not now.count(question.match):
            question = _question(query, reader, any_word=True)
            total = now.count(question.all())
        hits = _page(now, query, question, reader, total, size)
        return SearchResult(
            total=total,
            hits=tuple(now.hit(score, address) for score, address in hits),
            facets=_facet_counts(now, question, reader),
            any_word=question.any_word and total > 0,
            size=size,
        )

    def drop_suggestions(self, query: SearchQuery, reader: Reader | None = None) -> list[Suggestion]:
        now = self._now()
        smaller = [(name, value, query.without(name, value)) for name, value in query.active]
        if query.words:
            smaller.append(("q", query.words, query.without_words()))
        found = [
            Suggestion(less, name, value, now.count(_question(less, reader, any_word=False).all()))
            for name, value, less in smaller
        ]
        return sorted((one for one in found if one.total), key=lambda one: -one.total)

    def nearest(self, query: SearchQuery, reader: Reader) -> Hit | None:
        now = self._now()
        match = _question(query.without("escala"), reader, any_word=False).all()
        scored = queries.every((queries.constant(match, 0.0), now.closeness_to(reader)))
        found = now.searcher.search(scored, 1, count=False).hits
        return now.hit(*found[0]) if found else None

    def suggest(self, words: str, size: int) -> list[Hit]:
        now = self._now()
        *whole, last = [token.exact for token in query_tokens(words)] or [""]
        if not last:
            return []
        clauses = [now.in_title(word) for word in whole]
        match = queries.every((*clauses, now.in_title(last, unfinished=True)))
        return [now.hit(score, address) for score, address in now.sorted_by("strongest", match, 0, size)]

    def vocabulary(self) -> Mapping[str, int]:
        return dict(self._now().searcher.terms_with_prefix("exact", ""))

    def write(self, changed: Iterable[int], documents_of: DocumentsOf, wait: float) -> None:
        changed = sorted(set(changed))
        with self._storage.writing(wait):
            self._storage.note(changed)
            write(self._storage.open(), changed, documents_of)

    def rebuild(self, everything: Iterable[CaseDocument], documents_of: DocumentsOf) -> int:
        with self._storage.rebuilding():
            name, index = self._storage.create()
            add_all(index, everything)
            with self._storage.writing(wait=60):
                write(index, sorted(set(self._storage.noted())), documents_of)
                self._storage.serve(name, index)
        return self._now().searcher.num_docs

    def contents(self) -> dict[int, str]:
        return self._now().contents()

    def due(self, today: date) -> list[int]:
        return self._now().keys(queries.due(today.toordinal()))

    def status(self) -> IndexStatus:
        try:
            documents, problem = self._now().searcher.num_docs, ""
        except SearchUnavailable as error:
            documents, problem = 0, str(error)
        return IndexStatus(documents, problem, self._storage.metadata)

    def _now(self) -> Snapshot:
        """The index as the newest commit of any process left it. Costs one look at a file."""
        stamp = self._storage.stamp()
        if self._snapshot is None or self._snapshot.stamp != stamp:
            index = self._storage.open()
            try:
                index.reload()
                self._snapshot = Snapshot(stamp, index.searcher())
            except (ValueError, OSError) as error:
                raise SearchUnavailable(_("it cannot be opened (%(error)s)") % {"error": error}) from error
        return self._snapshot


def _page(
    now: Snapshot, query: SearchQuery, question: _Question, reader: Reader | None, total: int, size: int
) -> Sequence[tuple[float, tantivy.DocAddress]]:
    start = (query.page - 1) * size
    if start >= total:
        return []
    field = _SORT_FIELDS.get(query.sort)
    if field and not (query.sort is Sort.EVIDENCE and question.words):
        return now.sorted_by(field, question.all(), start, size)
    match, parts = question.all(), _parts(now, query.sort, question, reader)
    if query.sort is Sort.FOR_READER and reader is not None:
        found = now.ranked_for(reader, match, parts, start + size, total)
    else:
        tie_field = "freshest" if query.sort is Sort.FOR_READER else "strongest"
        found = now.ranked(queries.scored(match, parts), start + size, total, tie_field)
    return found[start : start + size]


def _parts(now: Snapshot, sort: Sort, question: _Question, reader: Reader | None) -> list[Query]:
    """The parts of the score, each in its own place of the number (see `queries`), but the similarity."""
    parts: list[Query] = []
    if question.words:
        parts += [queries.tier(question.words), now.text_score(question.words)]
    if sort is not Sort.RELEVANCE:
        parts.append(queries.level())
    if sort is Sort.FOR_READER and reader is not None:
        parts.append(queries.constant(queries.proven(reader), float(PROVEN_WORTH)))
    if not question.words:
        parts.append(queries.freshness())
    return parts


def _question(query: SearchQuery, reader: Reader | None, any_word: bool) -> _Question:
    words = concepts(query.words)
    return _Question(
        words=words,
        match=queries.has_words(words, any_word),
        filters=queries.filters(dict(query.facets), reader),
        any_word=any_word,
    )


def _facet_counts(now: Snapshot, question: _Question, reader: Reader | None) -> FacetCounts:
    """One aggregation under all filters, and one more for each facet that has a selection."""
    free = [facet for facet in TERM_FACETS if facet.name not in question.filters]
    counts = now.aggregate(question.all(), free)
    for facet in TERM_FACETS:
        if facet.name in question.filters:
            counts |= now.aggregate(question.all(without=facet.name), [facet])
    result: dict[str, dict[str, int]] = {}
    for facet in COUNTED_FACETS:
        if facet.kind is Kind.READER:
            near = queries.every((question.all(without=facet.name), queries.proven(reader)))
            result[facet.name] = {"si": now.count(near)} if reader is not None else {}
        else:
            values = [*(value for value, _label in facet.values), *now.values[facet.name]]
            result[facet.name] = {value: counts[facet.name].get(value, 0) for value in values}
    return result
