"""What a question may mean: as typed, with its names taken as filters, with its spelling mended.

The first reading in which some case has all the words answers, and the page says which one it was. Words
that nothing has are mended before any case that has only some of them is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.dictionaries import begin, dictionary_of
from search.engines.base import Reader, Searcher, SearchResult
from search.names import Said, interpret
from search.places import cases_at, names
from search.query import SearchQuery
from search.spelling import COMMON, Dictionary
from search.stored import documents_of

FEW = 2
"""With so few cases or fewer, a spelling that gives many more is offered."""
READ = 3
"""How many of the cases found are read to learn how a word is written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a question. `query` is what is asked of the engine.

    `said`: the names that became filters. `mended`: the words, corrected; empty when they are those typed.
    """

    query: SearchQuery
    said: tuple[Said, ...] = ()
    mended: str = ""


def answer(
    engine: Searcher, asked: SearchQuery, reader: Reader | None, size: int
) -> tuple[Reading, SearchResult]:
    """The reading that finds most of what was meant, and its result. Raises SearchUnavailable."""
    tried: list[tuple[Reading, SearchResult]] = []
    for reading in _readings(engine, asked):
        result = engine.search(reading.query, reader, size)
        if result.total and not result.any_word:
            return _as_written(engine, reading, result), result
        tried.append((reading, result))
    some = [one for one in tried if one[1].total]
    plain = next(one for one in tried if one[0].query == asked)
    reading, result = max(some, key=lambda one: (bool(one[0].mended), bool(one[0].said)), default=plain)
    return _as_written(engine, reading, result), result


def did_you_mean(engine: Searcher, reading: Reading, result: SearchResult) -> SearchQuery | None:
    """Another spelling that finds many cases, where this one finds hardly any."""
    query = reading.query
    if result.total > FEW or reading.mended or not query.words or not (known := _dictionary(engine)):
        return None
    words = known.mend(query.words) if query.verbatim else known.second_guess(query.words)
    if words == query.words:
        return None
    found = engine.search(query.with_words(words), size=1)
    if found.any_word or found.total < (1 if query.verbatim and not result.total else COMMON):
        return None
    return query.with_words(known.restore(words, _texts(found)))


def _readings(engine: Searcher, asked: SearchQuery) -> Iterator[Reading]:
    """The question with its names, as typed, and both again with its words mended."""
    begin(engine, names)
    if not asked.words or asked.verbatim:
        yield Reading(asked)
        return
    yield from _named(engine, asked)
    yield Reading(asked)
    known = _dictionary(engine)
    words = known.mend(asked.words) if known else asked.words
    if words != asked.words:
        mended = asked.with_words(words).with_page(asked.page)
        yield from (replace(one, mended=words) for one in _named(engine, mended))
        yield Reading(mended, mended=words)


def _named(engine: Searcher, query: SearchQuery) -> Iterator[Reading]:
    def is_common(word: str, cases: int) -> bool:
        known = _dictionary(engine)
        return known is not None and known.is_about_more(word, cases)

    found = interpret(query.words, names(), cases_at, is_common)
    if found is not None:
        narrowed = query.with_words(found.words).with_facets(found.facets).with_page(query.page)
        yield Reading(narrowed, said=found.said)


def _as_written(engine: Searcher, reading: Reading, result: SearchResult) -> Reading:
    """A mended reading with the accents that its words have in what was found."""
    known = _dictionary(engine) if reading.mended else None
    if known is None:
        return reading
    texts = _texts(result)
    words = known.restore(reading.query.words, texts)
    query = reading.query.with_words(words).with_page(reading.query.page)
    return replace(reading, query=query, mended=known.restore(reading.mended, texts))


def _texts(result: SearchResult) -> list[str]:
    """What the first cases found say, as they write it."""
    documents = documents_of(hit.pk for hit in result.hits[:READ])
    texts = [text for one in documents for text in (one.rest, one.text, one.title)]
    return texts + [str(hit.payload.get("title", "")) for hit in reversed(result.hits)]


def _dictionary(engine: Searcher) -> Dictionary | None:
    return dictionary_of(engine, names)
