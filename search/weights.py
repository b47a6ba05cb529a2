"""What a score is made of, and how much each part weighs: the same on every engine.

A score is one float32. Its whole part holds the tiers, exact and lexicographic: text tier (0–2, with words
only) > proven (0–1) > level (0–5) > similarity (0–64). Below them, text score or freshness, in [0, 1).
"""

from collections.abc import Iterable, Iterator

from search.indexed import ANYWHERE, PAIRS, TEXT_FIELDS, pair
from search.words import Concept, Form, neighbours

SIMILARITY_STEPS = 64
LEVELS = 6
LEVEL_WORTH = SIMILARITY_STEPS + 1
PROVEN_WORTH = LEVELS * LEVEL_WORTH
TIER_WORTH = 2 * PROVEN_WORTH
TEXT_SLOT = 0.98
"""Rounding must not carry the text score into the similarity."""
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
