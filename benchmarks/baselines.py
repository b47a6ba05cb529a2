"""What a Wagtail developer would have without this project's search, over the same cases."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.judged import System
from benchmarks.ranking_measures import DEPTH
from cases.models import CasePage
from search.documents import CaseDocument

_INDEX = "entre-pares-relevancia-spanish"
_FIELDS = ("title", "topics", "text", "rest")
_WEIGHTS = {"title": 3, "topics": 2, "text": 1, "rest": 1}


def wagtail(words: str) -> list[str]:
    """Wagtail's own search, which on SQLite is FTS5. Its defaults: every word, in the fields of CasePage."""
    return [page.identifier for page in CasePage.objects.live().search(words)[:DEPTH]]


def fts5(documents: Iterable[CaseDocument]) -> System:
    """SQLite FTS5 over all the texts that our engines have: accents folded, any word, BM25 with weights."""
    database = sqlite3.connect(":memory:")
    columns = f"id UNINDEXED, {', '.join(_FIELDS)}, tokenize='unicode61 remove_diacritics 2'"
    database.execute(f"CREATE VIRTUAL TABLE texts USING fts5({columns})")
    rows = ((one.id, *_texts(one).values()) for one in documents)
    database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", rows)
    weights = ", ".join(str(weight) for weight in (0, *_WEIGHTS.values()))
    question = f"SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, {weights}) LIMIT {DEPTH}"

    def ask(words: str) -> list[str]:
        terms = " OR ".join(f'"{term}"' for term in words.replace('"', " ").split())
        return [identifier for (identifier,) in database.execute(question, (terms,))]

    return ask


@contextmanager
def elasticsearch_spanish(url: str, documents: Iterable[CaseDocument]) -> Iterator[System]:
    """The stock `spanish` analyser over the same texts: one multi_match, the title weighted, any word.

    `url` is elasticsearch://HOST:PORT. The index is made anew, and removed at the end.
    """
    client = Elasticsearch(f"http://{urlsplit(url).netloc}", request_timeout=30)
    client.indices.delete(index=_INDEX, ignore_unavailable=True)
    text = {"type": "text", "analyzer": "spanish"}
    client.indices.create(index=_INDEX, mappings={"properties": dict.fromkeys(_FIELDS, text)})
    try:
        rows = ({"_index": _INDEX, "_id": one.id, "_source": _texts(one)} for one in documents)
        bulk(client, rows, refresh=True)
        yield lambda words: _multi_match(client, words)
    finally:
        client.indices.delete(index=_INDEX, ignore_unavailable=True)


def _multi_match(client: Elasticsearch, words: str) -> list[str]:
    fields = [f"{name}^{weight}" for name, weight in _WEIGHTS.items()]
    query = {"multi_match": {"query": words, "fields": fields}}
    answer = client.search(index=_INDEX, query=query, size=DEPTH, source=False)
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def _texts(document: CaseDocument) -> dict[str, str]:
    topics = " ".join(document.topic_names)
    return {"title": document.title, "topics": topics, "text": document.text, "rest": document.rest}
