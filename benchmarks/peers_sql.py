"""Full-text search of a database and GROUP BY, over plain tables of the same documents.

They are given every help: the tokens of the site's own analysis, so that they find the same cases; a table of
facet values in the order in which it is counted; and k+1 counts for k selected facets instead of one a facet.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from search.documents import CaseDocument
from search.engines.base import PAGE_SIZE, Reader
from search.facets import TERM_FACETS
from search.indexed import TEXT_FIELDS, fresh_days, texts
from search.query import SearchQuery
from search.words import Concept, Form, concepts

_CHUNK = 500
_LEAVES_OUT = "order for the reader, “proven at your size”, text tiers"
Counts = dict[str, dict[str, int]]


class _Sql:
    """What both databases say in the same words. `mark` stands for a value, `words` for the text index."""

    leaves_out = _LEAVES_OUT
    mark = "?"
    found = "SELECT rowid AS doc FROM words WHERE words MATCH ?"
    ranked = (
        "SELECT payload FROM words JOIN found ON doc = words.rowid JOIN documents ON pk = doc"
        " WHERE words MATCH ? ORDER BY bm25(words, 4, 2, 1), level DESC, fresh DESC"
    )
    both, either, then = " AND ", " OR ", " + "
    quote = '"'

    def answer(self, query: SearchQuery, reader: Reader) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        match, chosen = self.match(concepts(query.words)), dict(query.facets)
        found = self._found(match, chosen)
        total = self._rows(f"{found[0]} SELECT count(*) FROM found", found[1])[0][0]
        for (payload,) in self._page(match, found):
            json.loads(payload)
        counts = self._counts(found, [facet.name for facet in TERM_FACETS if facet.name not in chosen])
        for name in chosen:
            others = {other: values for other, values in chosen.items() if other != name}
            counts |= self._counts(self._found(match, others), [name])
        return total, counts

    def match(self, asked: Sequence[Concept]) -> str:
        """All concepts, each in any of its forms. Empty without words."""
        return self.both.join(
            f"({self.either.join(self._form(form) for form in concept.forms)})" for concept in asked
        )

    def _form(self, form: Form) -> str:
        link = self.then if form.is_phrase else self.both
        return f"({link.join(f'{self.quote}{stem}{self.quote}' for stem in form.stems)})"

    def _found(self, match: str, chosen: Mapping[str, Sequence[str]]) -> tuple[str, list[object]]:
        """The cases of a question as a table for the statement that follows, with its values."""
        parts, values = [self.found] if match else [], [match] if match else []
        for name, wanted in chosen.items():
            marks = ", ".join([self.mark] * len(wanted))
            parts.append(f"SELECT doc FROM facet_values WHERE facet = {self.mark} AND value IN ({marks})")
            values += [name, *wanted]
        rows = " INTERSECT ".join(parts) or "SELECT pk AS doc FROM documents"
        return f"WITH found AS MATERIALIZED ({rows})", values

    def _page(self, match: str, found: tuple[str, list[object]]) -> list[Any]:
        if match:
            return self._rows(f"{found[0]} {self.ranked} LIMIT {PAGE_SIZE}", [*found[1], match])
        listed = "SELECT payload FROM found JOIN documents ON pk = doc ORDER BY level DESC, fresh DESC"
        return self._rows(f"{found[0]} {listed} LIMIT {PAGE_SIZE}", found[1])

    def _counts(self, found: tuple[str, list[object]], facets: Sequence[str]) -> Counts:
        marks = ", ".join([self.mark] * len(facets))
        counted = (
            "SELECT facet, value, count(*) FROM found JOIN facet_values USING (doc)"
            f" WHERE facet IN ({marks}) GROUP BY facet, value"
        )
        counts: Counts = defaultdict(dict, {name: {} for name in facets})
        for facet, value, n in self._rows(f"{found[0]} {counted}", [*found[1], *facets]):
            counts[facet][value] = n
        return dict(counts)

    def _rows(self, sql: str, values: Sequence[object]) -> list[Any]:
        raise NotImplementedError


class Fts5(_Sql):
    """SQLite: an FTS5 table without contents, and tables beside it, in a file of their own."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _database(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file)
        database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=4294967296"
        )
        return database

    def build(self, documents: Iterable[CaseDocument]) -> None:
        self._file.unlink(missing_ok=True)
        self._database.executescript(
            """
            CREATE TABLE documents (pk INTEGER PRIMARY KEY, level INTEGER, fresh INTEGER, payload TEXT);
            CREATE TABLE facet_values (doc INTEGER, facet TEXT, value TEXT,
                PRIMARY KEY (doc, facet, value)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5(title, text, rest, content='');
            """
        )
        rows = iter(documents)
        while chunk := list(islice(rows, _CHUNK)):
            with self._database as database:
                database.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", map(_row, chunk))
                database.executemany("INSERT INTO facet_values VALUES (?, ?, ?)", _values(chunk))
                database.executemany(
                    "INSERT INTO words (rowid, title, text, rest) VALUES (?, ?, ?, ?)",
                    [(one.pk, *_stems(one)) for one in chunk],
                )
        self._database.executescript(
            """
            CREATE INDEX by_value ON facet_values (facet, value, doc);
            INSERT INTO words (words) VALUES ('optimize');
            ANALYZE;
            PRAGMA wal_checkpoint(TRUNCATE);
            """
        )

    def documents(self) -> int:
        if not self._file.exists() or not self._rows(
            "SELECT 1 FROM sqlite_master WHERE name = 'by_value'", ()
        ):
            return 0
        return int(self._rows("SELECT count(*) FROM documents", ())[0][0])

    def disk_mb(self) -> float:
        return round(self._file.stat().st_size / 2**20, 1)

    def _rows(self, sql: str, values: Sequence[object]) -> list[Any]:
        return self._database.execute(sql, values).fetchall()


class Postgres(_Sql):
    """PostgreSQL: a tsvector with weights and its GIN index, in a schema of its own."""

    mark = "%s"
    found = "SELECT pk AS doc FROM documents WHERE words @@ to_tsquery('simple', %s)"
    ranked = (
        "SELECT payload FROM found JOIN documents ON pk = doc"
        " ORDER BY ts_rank(words, to_tsquery('simple', %s)) DESC, level DESC, fresh DESC"
    )
    both, either, then = " & ", " | ", " <-> "
    quote = "'"

    def __init__(self, url: str, size: int) -> None:
        self._url, self._schema = url, f"escala_{size}"

    @cached_property
    def _database(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._url, autocommit=True, options=f"-c search_path={self._schema}")

    def build(self, documents: Iterable[CaseDocument]) -> None:
        database = self._database
        database.execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")
        database.execute(f"CREATE SCHEMA {self._schema}")
        database.execute(
            "CREATE TABLE documents (pk bigint, level int, fresh int, payload text, words tsvector)"
        )
        database.execute("CREATE TABLE facet_values (doc bigint, facet text, value text)")
        weighed = " || ".join(f"setweight(to_tsvector('simple', %s), '{letter}')" for letter in "ABC")
        rows = iter(documents)
        while chunk := list(islice(rows, _CHUNK)):
            with database.transaction(), database.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO documents VALUES (%s, %s, %s, %s, {weighed})",
                    [(*_row(one), *_stems(one)) for one in chunk],
                )
                with cursor.copy("COPY facet_values FROM STDIN") as copy:
                    for row in _values(chunk):
                        copy.write_row(row)
        database.execute("ALTER TABLE documents ADD PRIMARY KEY (pk)")
        database.execute("ALTER TABLE facet_values ADD PRIMARY KEY (doc, facet, value)")
        database.execute("CREATE INDEX ON facet_values (facet, value, doc)")
        database.execute("CREATE INDEX by_words ON documents USING gin (words)")
        database.execute("VACUUM ANALYZE")

    def documents(self) -> int:
        if not self._rows(
            "SELECT 1 FROM pg_indexes WHERE schemaname = %s AND indexname = 'by_words'", [self._schema]
        ):
            return 0
        return int(self._rows("SELECT count(*) FROM documents", ())[0][0])

    def disk_mb(self) -> float:
        sizes = [
            self._rows("SELECT pg_total_relation_size(%s)", [f"{self._schema}.{table}"])[0][0]
            for table in ("documents", "facet_values")
        ]
        return round(sum(sizes) / 2**20, 1)

    def _rows(self, sql: str, values: Sequence[object]) -> list[Any]:
        return self._database.execute(sql, values).fetchall()


def _row(document: CaseDocument) -> tuple[int, int, int, str]:
    return document.pk, document.level, fresh_days(document), json.dumps(document.payload, ensure_ascii=False)


def _values(documents: Iterable[CaseDocument]) -> list[tuple[int, str, str]]:
    return [
        (document.pk, facet.name, value)
        for document in documents
        for facet in TERM_FACETS
        for value in document.values(facet.field)
    ]


def _stems(document: CaseDocument) -> list[str]:
    """The tokens of each field. A word stands for the marks between texts, which these would not read."""
    held = texts(document)
    return [held[name].replace("·", "0") for name in TEXT_FIELDS]
