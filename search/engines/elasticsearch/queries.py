"""A question as Elasticsearch queries: what matches, and a score whose order is that of design.md §6.

The score is one float32 with the same places as the embedded engine's (see its `queries`): text tier > proven
> level > similarity in its whole part, exact; the text score in its fraction. Without words the fraction is
empty, and freshness is the next key of the order.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    MatchAll,
    MatchNone,
    MatchPhrase,
    Query,
    ScriptScore,
    Term,
    Terms,
    Wrapper,
)

from search.engines.base import Reader
from search.facets import FACET, Facet, Kind
from search.indexed import ANYWHERE
from search.weights import LEVEL_WORTH, LEVELS, PROVEN_WORTH, TEXT_SLOT, TIER_WORTH, text_parts
from search.words import Concept, Form, apart

_HALF = 20.0
"""A text score of so many points is half of its slot: common words give a few, five rare ones a hundred."""


def every(queries: Iterable[Query]) -> Query:
    clauses = list(queries)
    if len(clauses) == 1:
        return clauses[0]
    return Bool(filter=clauses) if clauses else MatchAll()


def some(queries: Iterable[Query], at_least: int = 1) -> Query:
    clauses = list(queries)
    if len(clauses) == 1 and at_least == 1:
        return clauses[0]
    return Bool(should=clauses, minimum_should_match=at_least) if clauses else MatchNone()


def constant(query: Query, score: float) -> Query:
    return ConstantScore(filter=query, boost=float(score))


def has_form(form: Form, fields: Sequence[str]) -> Query:
    """Every token of a form, each in any of the fields; or all of them as a phrase in one field."""
    if form.is_phrase:
        return some(MatchPhrase(field, {"query": " ".join(form.stems)}) for field in fields)
    return every(some(Terms(field, [stem]) for field in fields) for stem in form.stems)


def has_concept(concept: Concept, fields: Sequence[str] = (ANYWHERE,)) -> Query:
    single = [form.stems[0] for form in concept.forms if len(form.stems) == 1]
    longer = [has_form(form, fields) for form in concept.forms if len(form.stems) > 1]
    return some((*(Terms(field, single) for field in fields if single), *longer))


def has_words(words: Iterable[Concept], any_word: bool) -> Query:
    """What matches the words: all concepts, or any word of them. No words match everything."""
    clauses = [has_concept(concept) for concept in (apart(words) if any_word else words)]
    return some(clauses) if any_word and clauses else every(clauses)


def filters(selection: Mapping[str, Sequence[str]], reader: Reader | None) -> dict[str, Query]:
    """One filter for each facet with a selection, by name."""
    return {name: _chosen(FACET[name], values, reader) for name, values in selection.items()}


def _chosen(facet: Facet, values: Sequence[str], reader: Reader | None) -> Query:
    return proven(reader) if facet.kind is Kind.READER else Terms(facet.field, list(values))


def proven(reader: Reader | None) -> Query:
    """What is proven at the reader's size: one exact term."""
    if reader is None or reader.cell is None:
        return MatchNone()
    return Terms("proven_at", [str(reader.cell)])


def scored(match: Query, parts: Iterable[Query]) -> Query:
    """What matches, scored with the sum of the parts that it has."""
    return Bool(filter=[match], should=list(parts), minimum_should_match=0)


def tier(words: Sequence[Concept]) -> Query:
    """2 when all words are in title or topics; 1 when all are there or in problem, outcome, results."""
    title = every(has_concept(concept, ("title",)) for concept in words)
    text = every(has_concept(concept, ("title", "text")) for concept in words)
    return DisMax(queries=[constant(title, 2 * TIER_WORTH), constant(text, TIER_WORTH)])


def worth_of_proof(reader: Reader) -> Query:
    return constant(proven(reader), PROVEN_WORTH)


@cache
def level() -> Query:
    return DisMax(queries=[constant(Terms("level", [str(n)]), n * LEVEL_WORTH) for n in range(1, LEVELS)])


def similarity(reader: Reader, codes: Iterable[str]) -> Query:
    """The step of the most similar municipality that sustained the outcome, of those codes."""
    return _by_step({code: reader.steps[code] for code in codes if reader.steps.get(code, 0) > 0})


def closeness(reader: Reader, codes: Iterable[str]) -> Query:
    """Higher the nearer in size the nearest municipality that sustained the outcome is."""
    near = {code: reader.distances[code] for code in codes if code in reader.distances}
    return _by_step({code: 1_000 - min(distance, 999) for code, distance in near.items()})


def text_score(words: Iterable[Concept]) -> Query:
    """Relevance bent into [0, 1): it never reaches the next place of the score, and keeps its order."""
    clauses = [
        Term(field, {"value": values[0], "boost": weight})
        if len(values) == 1
        else MatchPhrase(field, {"query": " ".join(values), "boost": weight})
        for (field, values), weight in text_parts(words).items()
    ]
    bent = {"source": "_score / (_score + params.half)", "params": {"half": _HALF}}
    return ScriptScore(query=Bool(should=clauses), script=bent, boost=TEXT_SLOT)


def _by_step(steps: Mapping[str, int]) -> Query:
    """One clause a step over its codes: exact, and far cheaper than one clause a municipality."""
    codes: dict[int, list[str]] = {}
    for code, step in steps.items():
        codes.setdefault(step, []).append(code)
    clauses = [constant(Terms("sustained", sorted(codes[step])), step) for step in sorted(codes)]
    return _ready(DisMax(queries=clauses)) if clauses else MatchNone()


def _ready(query: Query) -> Query:
    """The same, written down once: these are thousands of codes, and the same for every page of a reader."""
    return Wrapper(query=b64encode(json.dumps(query.to_dict()).encode()).decode())
