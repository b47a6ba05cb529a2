"""The judged queries over Spanish texts that nobody tuned for: how often nothing is found, and how fast."""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.judged import Judged
from benchmarks.measuring import Times
from search.documents import CaseDocument
from search.engines.embedded import EmbeddedEngine
from search.query import SearchQuery, Sort

_NOT_ASKED = {"lugar", "identificador"}
"""Names and numbers of the demo: another corpus has no reason to hold them."""
_SPANISH = re.compile(r"\b(de|la|que|el|los|las|para|con|una|del)\b")
_ENGLISH = re.compile(r"\b(the|of|and|to|for|with|that|is)\b")


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(title, text) of every Markdown file and CSV row in Spanish under the folder, short ones left out."""
    csv.field_size_limit(sys.maxsize)
    for path in sorted(folder.rglob("*.md")):
        body = path.read_text(encoding="utf-8", errors="replace")
        yield from _if_spanish(body.splitlines()[0].lstrip("# ") if body else "", body)
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.reader(file):
                cells = [cell for cell in row if len(cell) > 20]
                yield from _if_spanish(cells[0] if cells else "", "\n".join(cells))


def run(folder: Path, queries: Iterable[Judged]) -> dict[str, Any]:
    """Texts indexed, queries asked, rate of those without results, and milliseconds of the engine."""
    engine, times = EmbeddedEngine(), Times()
    documents = (
        CaseDocument(id=f"texto-{pk}", pk=pk, title=title, text=body)
        for pk, (title, body) in enumerate(texts(folder), 1)
    )
    indexed = engine.rebuild(documents, lambda keys: iter(()))
    asked = [query for query in queries if query.grades and query.kind not in _NOT_ASKED]
    found = {query.words: _total(engine, query.words) for query in asked}
    times.add((partial(_total, engine, query.words) for query in asked), "unseen")
    nothing = [words for words, total in found.items() if not total]
    return {
        "texts": indexed,
        "queries": len(asked),
        "zero_results": round(len(nothing) / len(asked), 4),
        "without_results": nothing,
        **times.summary(),
    }


def _total(engine: EmbeddedEngine, words: str) -> int:
    return engine.search(SearchQuery.make(words=words, sort=Sort.RELEVANCE)).total


def _if_spanish(title: str, body: str) -> Iterator[tuple[str, str]]:
    if len(_SPANISH.findall(body)) > max(5, len(_ENGLISH.findall(body))):
        yield title[:200], body
