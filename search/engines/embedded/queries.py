"""A question as tantivy query objects: what matches, and a score whose order is that of design.md §6.

The score is one float32. Its whole part holds the tiers, exact and lexicographic:

    with words     text tier (0–2) > proven (0–1) > level (0–5) > similarity (0–64) > text score in [0, 1)
    without words  the same without the text tier                                  > freshness in [0, 1)

The largest whole part is 2,339, so 12 bits are left for the text score and 14 for freshness in days.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log

import tantivy
from tantivy import Occur, Query

from search.engines.base import Reader
from search.engines.embedded.schema import schema
from search.facets import FACETS, Facet, Kind
from search.indexed import ANYWHERE, FRESH_DAYS
from search.weights import LEVEL_WORTH, LEVELS, TEXT_SLOT, TIER_WORTH, text_parts
from search.words import Concept, Form, apart

_BM25_CEILING = 2.2  # idf × (k1 + 1): the most that one term can score in one field


def term(field: str, value: object) -> Query:
    return Query.term_query(schema(), field, value, "basic")


def constant(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def every(queries: Iterable[Query]) -> Query:
    clauses = [(Occur.Must, query) for query in queries]
    if len(clauses) == 1:
        return clauses[0][1]
    return Query.boolean_query(clauses) if clauses else Query.all_query()


def some(queries: Iterable[Query]) -> Query:
    clauses = [(Occur.Should, query) for query in queries]
    if len(clauses) == 1:
        return clauses[0][1]
    return Query.boolean_query(clauses) if clauses else Query.empty_query()


def best(queries: Iterable[Query]) -> Query:
    clauses = list(queries)
    return Query.disjunction_max_query(clauses) if clauses else Query.empty_query()


def phrase(field: str, stems: Sequence[str]) -> Query:
    """The stems one after another."""
    return Query.phrase_query(schema(), field, list(stems))


def has_form(form: Form, fields: Sequence[str]) -> Query:
    """Every token of a form, each in any of the fields; or all of them as a phrase in one field."""
    if form.is_phrase:
        return some(phrase(field, form.stems) for field in fields)
    return every(some(term(field, stem) for field in fields) for stem in form.stems)


def has_concept(concept: Concept, fields: Sequence[str] = (ANYWHERE,)) -> Query:
    return some(has_form(form, fields) for form in concept.forms)


def has_words(words: Iterable[Concept], any_word: bool) -> Query:
    """What matches the words: all concepts, or any word of them. No words match everything."""
    clauses = [has_concept(concept) for concept in (apart(words) if any_word else words)]
    return some(clauses) if any_word and clauses else every(clauses)


def chosen(facet: Facet, values: Iterable[str], reader: Reader | None) -> Query:
    """What matches any of a facet's chosen values."""
    if facet.kind is Kind.READER:
        return proven(reader)
    return some(term(facet.field, value) for value in values)


def filters(selection: Mapping[str, Iterable[str]], reader: Reader | None) -> dict[str, Query]:
    """One filter for each facet with a selection, by name."""
    return {
        facet.name: chosen(facet, selection[facet.name], reader)
        for facet in FACETS
        if facet.name in selection
    }


def proven(reader: Reader | None) -> Query:
    """What is proven at the reader's size: one exact term."""
    if reader is None or reader.cell is None:
        return Query.empty_query()
    return term("proven_at", str(reader.cell))


def scored(match: Query, parts: Iterable[Query]) -> Query:
    """What matches, scored with the sum of the parts that it has."""
    clauses = [(Occur.Must, constant(match, 0.0)), *((Occur.Should, part) for part in parts)]
    return Query.boolean_query(clauses)


def tier(words: Iterable[Concept]) -> Query:
    """2 when all words are in title or topics; 1 when all are there or in problem, outcome, results."""
    words = list(words)
    title = every(has_concept(concept, ("title",)) for concept in words)
    text = every(has_concept(concept, ("title", "text")) for concept in words)
    return best([constant(title, 2.0 * TIER_WORTH), constant(text, 1.0 * TIER_WORTH)])


@cache
def level() -> Query:
    return some(constant(term("level", str(n)), float(n * LEVEL_WORTH)) for n in range(1, LEVELS))


@cache
def freshness() -> Query:
    return some(
        constant(term("fresh", f"{place}{digit:x}"), (digit << 4 * place) / FRESH_DAYS)
        for place in range(4)
        for digit in range(1, 16)
    )


def similarity(steps: Mapping[str, int], codes: Iterable[str]) -> Query:
    """The step of the most similar municipality that sustained the outcome, of those codes."""
    return _by_step({code: steps[code] for code in codes if steps.get(code, 0) > 0})


def closeness(distances: Mapping[str, int], codes: Iterable[str]) -> Query:
    """Higher the nearer in size the nearest municipality that sustained the outcome is."""
    return _by_step({code: 1_000 - min(distances[code], 999) for code in codes if code in distances})


def text_score(words: Iterable[Concept], frequency: Mapping[tuple[str, str], int], documents: int) -> Query:
    """Relevance scaled into [0, 1): the sum over what is looked for, over its own upper bound.

    `frequency` counts documents by field and token. `documents` must not be fewer than the index holds,
    deleted ones included: it only lowers the bound's tightness, never its truth.
    """
    clauses, ceiling = [], 0.0
    for (field, values), weight in text_parts(words).items():
        found = [frequency.get((field, value), 0) for value in values]
        if not all(found):
            continue
        one = len(values) == 1
        query = Query.term_query(schema(), field, values[0], "freq") if one else phrase(field, values)
        clauses.append(Query.boost_query(query, weight))
        ceiling += weight * _BM25_CEILING * sum(_rarity(n, documents) for n in found)
    return Query.boost_query(some(clauses), TEXT_SLOT / ceiling) if ceiling else Query.empty_query()


def _rarity(found: int, documents: int) -> float:
    return log(1 + (max(documents - found, 0) + 0.5) / (found + 0.5))


def due(today: int) -> Query:
    return Query.range_query(schema(), "next_change", tantivy.FieldType.Unsigned, 1, today)


def _by_step(steps: Mapping[str, int]) -> Query:
    """One clause a step over its codes: exact, and far cheaper than one clause a municipality."""
    codes: dict[int, list[str]] = {}
    for code, step in steps.items():
        codes.setdefault(step, []).append(code)
    return best(
        constant(some(term("sustained", code) for code in sorted(codes[step])), float(step))
        for step in sorted(codes)
    )
