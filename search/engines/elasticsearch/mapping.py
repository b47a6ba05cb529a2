"""The fields of the index, and a case as its document. Nothing is analysed there: tokens come made."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from elasticsearch.dsl import Keyword, Long, Text
from elasticsearch.dsl import Mapping as Fields

from search.analysis import ANALYSIS_VERSION
from search.documents import SCHEMA_VERSION, CaseDocument
from search.facets import TERM_FACETS
from search.indexed import ANYWHERE, CODE_FIELDS, PAIRS, TEXT_FIELDS, strength, texts
from search.weights import PHRASE_FIELDS

WINDOW = 50_000
"""How far into the results a page may begin."""

_LISTED = ("exact", "heading")
_SORT_KEYS = ("fresh", "strength", "published")


def _fields() -> Fields:
    fields = Fields()
    # Strict: a field that nobody declared is a mistake, and would otherwise be guessed by its first value.
    fields.meta("dynamic", "strict")
    # All that is read back. The rest is only looked up, and always made from the database.
    fields.meta("_source", includes=["pk", "id", "payload"])
    for name in (*TEXT_FIELDS, ANYWHERE, PAIRS):
        phrases = name in (*PHRASE_FIELDS, ANYWHERE)
        fields.field(name, Text(analyzer="whitespace", index_options="positions" if phrases else "freqs"))
    # With frequencies and lengths these score as a text would, and their terms can be listed.
    fields.field("exact", Keyword(doc_values=False, index_options="freqs", norms=True))
    fields.field("heading", Keyword(doc_values=False))
    for facet in TERM_FACETS:
        fields.field(facet.field, Keyword())
    for name in CODE_FIELDS:
        fields.field(name, Keyword(doc_values=name == "sustained"))
    for name in ("pk", "next_change", "written", *_SORT_KEYS):
        fields.field(name, Long())
    fields.field("id", Keyword(index=False, doc_values=False))
    fields.field("payload", Keyword(index=False, doc_values=False))
    fields.field("hash", Keyword(index=False))
    return fields


SETTINGS: Mapping[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "max_result_window": WINDOW,
    "gc_deletes": "15m",  # how long a deletion is remembered: an older write must not bring the case back
    "refresh_interval": "-1",  # every write says itself when it is to be seen
}
_DIGEST = blake2b(json.dumps([_fields().to_dict(), SETTINGS], sort_keys=True).encode(), digest_size=4)
METADATA: Mapping[str, str] = {
    "schema": SCHEMA_VERSION,
    "analysis": ANALYSIS_VERSION,
    "engine": f"elasticsearch {_DIGEST.hexdigest()}",
}
MAPPINGS: Mapping[str, Any] = {**_fields().to_dict(), "_meta": METADATA}


def to_source(document: CaseDocument, version: int) -> dict[str, Any]:
    """What is indexed of a case, written at that reading of the clock (see `control`)."""
    tokens = texts(document)
    values: dict[str, Any] = {
        **tokens,
        **{name: tokens[name].split() for name in _LISTED},
        "pk": document.pk,
        "id": document.id,
        "hash": document.content_hash,
        # As text: the server would read its numbers and limit its depth.
        "payload": json.dumps(document.payload, default=str),
        "fresh": document.fresh,
        "strength": strength(document),
        "published": document.published,
        "next_change": document.next_change,
        "written": version,
    }
    for name in (*(facet.field for facet in TERM_FACETS), *CODE_FIELDS):
        values[name] = list(document.values(name))
    return values
