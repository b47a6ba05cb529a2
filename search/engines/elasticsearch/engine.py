"""The `Engine` protocol on a server: one call a page, whatever is chosen in it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Bool, MatchAll, Prefix, Query, Range, Terms

from search.analysis import enye_variants, query_tokens
from search.documents import CaseDocument
from search.engines.base import (
    PAGE_SIZE,
    DocumentsOf,
    Hit,
    IndexStatus,
    Reader,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.client import READ_SECONDS, NoAnswer, Patience, Server, answering
from search.engines.elasticsearch.pages import Question
from search.engines.elasticsearch.reading import Index, Known, counted, hits
from search.engines.elasticsearch.writing import Writer
from search.query import SearchQuery
from search.words import apart, concepts

BACKGROUND_SECONDS = 120.0
"""What reading the whole index may take: nobody waits for it with a page open."""


class ElasticsearchEngine:
    """An Elasticsearch behind the `Engine` protocol."""

    name = "elasticsearch"

    def __init__(self, server: Server) -> None:
        self._server = server
        self._index = Index(server.name)
        self._writer = Writer(server, self._index)

    def search(self, query: SearchQuery, reader: Reader | None = None, size: int = PAGE_SIZE) -> SearchResult:
        patience = self._server.within(READ_SECONDS)
        question = Question(query, reader, concepts(query.words))
        while True:
            (answer,), known = self._index.ask(patience, partial(_page, question, size))
            with answering():
                result = question.result(answer, known, size)
            alone = len(apart(question.words)) < 2
            if result.total or alone or question.any_word or self._any(patience, question):
                return result
            question = replace(question, any_word=True)

    def drop_suggestions(self, query: SearchQuery, reader: Reader | None = None) -> list[Suggestion]:
        smaller = [(name, value, query.without(name, value)) for name, value in query.active]
        if query.words:
            smaller.append(("q", query.words, query.without_words()))
        asked = [_match(less, reader) for _name, _value, less in smaller] or [MatchAll()]
        totals = self._index.counts(self._server.within(READ_SECONDS), asked)
        found = [
            Suggestion(less, name, value, n) for (name, value, less), n in zip(smaller, totals, strict=False)
        ]
        return sorted((one for one in found if one.total), key=lambda one: -one.total)

    def nearest(self, query: SearchQuery, reader: Reader) -> Hit | None:
        match = _match(query.without("escala"), reader)

        def nearest(known: Known) -> list[Search]:
            near = Bool(filter=[match], must=[known.closeness(reader)])
            return [counted(near, 0, 1).sort("_score", "pk")]

        (answer,), _known = self._index.ask(self._server.within(READ_SECONDS), nearest)
        with answering():
            return next(iter(hits(answer)), None)

    def suggest(self, words: str, size: int) -> list[Hit]:
        *whole, last = [token.exact for token in query_tokens(words)] or [""]
        if not last:
            return []
        known = [Terms("heading", enye_variants(word)) for word in whole]
        begun = queries.some(Prefix("heading", {"value": one}) for one in enye_variants(last))
        found = counted(queries.every((*known, begun)), 0, size)
        search = found.sort("-strength", "pk").extra(track_total_hits=False)
        (answer,), _known = self._index.ask(self._server.within(READ_SECONDS), lambda known: [search])
        with answering():
            return list(hits(answer))

    def vocabulary(self) -> Mapping[str, int]:
        return self._index.vocabulary(self._server.within(BACKGROUND_SECONDS))

    def write(self, changed: Iterable[int], documents_of: DocumentsOf, wait: float) -> None:
        self._writer.write(sorted(set(changed)), documents_of, wait)

    def rebuild(self, everything: Iterable[CaseDocument], documents_of: DocumentsOf) -> int:
        return self._writer.rebuild(everything, documents_of)

    def contents(self) -> dict[int, str]:
        return dict(self._index.rows(self._server.within(BACKGROUND_SECONDS), MatchAll(), ("hash",)))

    def due(self, today: date) -> list[int]:
        late = Range("next_change", {"gte": 1, "lte": today.toordinal()})
        return [pk for (pk,) in self._index.rows(self._server.within(READ_SECONDS), late, ())]

    def status(self) -> IndexStatus:
        patience, metadata = self._server.within(READ_SECONDS), dict[str, str]()
        try:
            metadata |= self._index.metadata(patience)
            self._index.check(metadata)
            (documents,) = self._index.counts(patience, [MatchAll()])
        except SearchUnavailable as error:
            return IndexStatus(0, str(error), metadata, unreachable=isinstance(error, NoAnswer))
        return IndexStatus(documents, "", metadata)

    def _any(self, patience: Patience, question: Question) -> bool:
        """Whether any case has all the words, whatever the filters."""
        return self._index.counts(patience, [question.match]) != [0]


def _page(question: Question, size: int, known: Known) -> list[Search]:
    return [question.page(known, size)]


def _match(query: SearchQuery, reader: Reader | None) -> Query:
    """What has all the words and every choice of a question."""
    return Question(query, reader, concepts(query.words)).all()
