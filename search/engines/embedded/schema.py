"""The fields of the tantivy index, and a case as a tantivy document."""

import json
from collections.abc import Iterable
from functools import cache

import tantivy

from search.documents import CaseDocument
from search.facets import TERM_FACETS
from search.indexed import ANYWHERE, CODE_FIELDS, PAIRS, TEXT_FIELDS, fresh_days, strength, texts
from search.weights import PHRASE_FIELDS

_PK = 1 << 32


@cache
def schema() -> tantivy.Schema:
    """One schema object for the whole process: queries and documents are built with it."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True, indexed=True, fast=True)
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("hash", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    for name in (*TEXT_FIELDS, PAIRS, "exact", "heading"):
        places = "position" if name in PHRASE_FIELDS else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=places)
    builder.add_text_field(ANYWHERE, tokenizer_name="whitespace", index_option="position")
    for facet in TERM_FACETS:
        builder.add_text_field(facet.field, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*CODE_FIELDS, "fresh"):
        kept = name == "sustained"  # read back, where there are too many cases to remember their similarity
        builder.add_text_field(name, stored=kept, tokenizer_name="raw", index_option="basic")
    for name in ("freshest", "strongest", "newest", "next_change"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def to_tantivy(document: CaseDocument) -> tantivy.Document:
    """Every value with its declared type: a wrong one would kill the writer's thread (engines.md §6)."""
    values: dict[str, object] = {
        "pk": document.pk,
        "id": document.id,
        "hash": document.content_hash,
        "payload": json.dumps(document.payload, ensure_ascii=False, default=str).encode(),
        **texts(document),
        "fresh": [term for term, _worth in fresh_terms(fresh_days(document))],
        "freshest": _with_pk(document.fresh, document),
        "strongest": _with_pk(strength(document), document),
        "newest": _with_pk(document.published, document),
        "next_change": document.next_change,
    }
    for facet in TERM_FACETS:
        values[facet.field] = list(document.values(facet.field))
    for name in CODE_FIELDS:
        values[name] = list(document.values(name))
    return tantivy.Document.from_dict(values, schema())


def fresh_terms(days: int) -> Iterable[tuple[str, int]]:
    """The days as hexadecimal digits, each a term with its worth. The worths add up to the days."""
    for place in range(4):
        digit = days >> 4 * place & 15
        if digit:
            yield f"{place}{digit:x}", digit << 4 * place


def _with_pk(value: int, document: CaseDocument) -> int:
    """A sort key that no two cases share: the older case (smaller key) first among equals."""
    return max(value, 0) * _PK + (_PK - 1 - document.pk % _PK)
