"""What a person typed, made safe for any engine. Also the door of Wagtail's own search boxes.

Both of Wagtail's database engines answer 500 to a quote, a NUL or a very long text (ecosystem.md P1, P2):
nothing that a person types reaches an engine without passing through `clean`.
"""

import unicodedata
from typing import Any

from modelsearch.backends import database
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText

MAX_CHARACTERS = 200
MAX_TERMS = 12
MAX_TERM_CHARACTERS = 60
_NO_WORD = "sinpalabra0000"  # found nowhere
_QUOTES = {ord(character): " " for character in "\"'`´‘’“”«»"}


def clean(text: object) -> str:
    """NFC, one line, no control characters, at most 200 characters and 12 terms. Never raises."""
    if not isinstance(text, str):
        return ""
    printable = "".join(_printable(character) for character in text[: 4 * MAX_CHARACTERS])
    composed = unicodedata.normalize("NFC", printable)[:MAX_CHARACTERS]
    return " ".join(term[:MAX_TERM_CHARACTERS] for term in composed.split()[:MAX_TERMS])


def clean_for_database(text: object) -> str:
    """`clean`, and without the quotes on which the SQLite engine fails. Empty when no word is left."""
    terms = clean(text).translate(_QUOTES).split()[:MAX_TERMS]
    return " ".join(term for term in terms if any(character.isalnum() for character in term))


def _printable(character: str) -> str:
    """Controls, line separators, lone surrogates and unassigned code points become a space.

    Invisible formatting (direction marks, zero-width joiners) disappears without splitting a word.
    """
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category[0] in "CZ" else character


def SearchBackend(params: dict[str, Any]) -> Any:
    """The engine that fits the database, as modelsearch chooses it, behind `clean_for_database`.

    modelsearch looks this name up in the module that WAGTAILSEARCH_BACKENDS names.
    """
    chosen = type(database.SearchBackend(dict(params)))
    return type(f"Normalising{chosen.__name__}", (_Normalising, chosen), {})(params)


class _Normalising:
    """Cleans the query before the engine sees it."""

    def search(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        return super().search(_clean_query(query), model_or_queryset, *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        return super().autocomplete(_clean_query(query), model_or_queryset, *args, **kwargs)  # type: ignore[misc]


def _clean_query(query: Any) -> Any:
    """The same query with every text in it cleaned. A query of several parts keeps its shape."""
    if query is None or isinstance(query, str):
        return _clean_text(query) if query else ""
    if isinstance(query, PlainText):
        return PlainText(_clean_text(query.query_string), operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase):
        return Phrase(_clean_text(query.query_string))
    if isinstance(query, And | Or):
        return type(query)([_clean_query(part) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(_clean_query(query.subquery))
    if isinstance(query, Boost):
        return Boost(_clean_query(query.subquery), query.boost)
    return query


def _clean_text(text: str) -> str:
    """Never empty: without a word the SQLite engine fails, and an empty result cannot be faceted."""
    return clean_for_database(text) or _NO_WORD
