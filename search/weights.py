"""What the text score adds up, and how much each part weighs: the same on every engine."""

from collections.abc import Iterable, Iterator

from search.indexed import ANYWHERE, PAIRS, TEXT_FIELDS, pair
from search.words import Concept, Form, neighbours

WEIGHTS = {"title": 4.0, "text": 2.0, "rest": 1.0, "exact": 2.0, PAIRS: 4.0}
SYNONYM_SHARE = 0.75
PHRASE_FIELDS = ("title", "text")

Part = tuple[str, tuple[str, ...]]
"""A field, and the token looked for in it; several tokens are a phrase."""


def text_parts(words: Iterable[Concept]) -> dict[Part, float]:
    """Every part with its weight. What nobody typed counts less; words as near as they were typed, more."""
    words = list(words)
    parts: dict[Part, float] = {}
    for form in (form for concept in words for form in concept.forms):
        share = 1.0 if form.typed else SYNONYM_SHARE
        for key, weight in _parts_of(form):
            parts[key] = max(weight * share, parts.get(key, 0.0))
    for two in neighbours(words):
        parts[PAIRS, (pair(*two),)] = WEIGHTS[PAIRS]
    return parts


def _parts_of(form: Form) -> Iterator[tuple[Part, float]]:
    if form.is_phrase:
        for field in (*PHRASE_FIELDS, ANYWHERE):
            yield (field, form.stems), WEIGHTS.get(field, WEIGHTS["rest"])
        return
    for token in form.tokens:
        yield ("exact", (token.exact,)), WEIGHTS["exact"]
        for field in TEXT_FIELDS:
            yield (field, (token.stem,)), WEIGHTS[field]
