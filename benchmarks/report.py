"""The whole run, from an empty folder to the figures of the report."""

import gc
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from tqdm import tqdm

from benchmarks import http_load, measuring, rebuilding
from benchmarks.bound import Bound
from benchmarks.filling import fill
from benchmarks.measuring import Times
from benchmarks.query_count import query_counts
from benchmarks.questions import address, questions
from municipalities.peers import register_profiles
from search.documents import CaseDocument
from search.engines import get_engine
from search.engines.base import Reader, SearchResult
from search.engines.embedded.schema import fresh_days
from search.finder import find
from search.query import SearchQuery
from search.readers import reader_for
from search.stored import all_documents
from search.words import concepts

QUESTIONS = 250
ROUNDS = 4
TARGETS = {"engine_vs_bound": ("<=", 10), "http_vs_bare_page": (">=", 0.3), "rebuild_vs_raw": (">=", 0.3)}
Asked = Sequence[tuple[SearchQuery, Reader]]


def run(cases: int, http_seconds: float) -> dict[str, Any]:
    """Everything that the benchmark says, in the order in which it is measured.

    The first rebuild makes the document of every case; the next one finds them kept, as in a site that has
    been running.
    """
    machine = measuring.machine()
    call_command("collectstatic", interactive=False, verbosity=0)
    fill(cases)
    first = rebuilding.rebuild_apart(cases, settings.DATA_DIR)
    rebuilt = rebuilding.rebuild_apart(cases, settings.DATA_DIR)
    documents = list(tqdm(all_documents(), total=cases, desc="Documentos", disable=None))
    asked = _asked(documents)
    queries = _queries(documents, asked)
    indexing = {"first_rebuild": first, "rebuild": rebuilt, **_indexing(documents)}
    del documents
    gc.collect()
    results = [(query, get_engine().search(query, reader)) for query, reader in asked]
    counts = query_counts(results)
    with http_load.serving() as port:
        web = http_load.compare(
            port, [address(query) for query, _reader in asked], ROUNDS, http_seconds, 1500
        )
    return {
        "cases": cases,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        "ratios": {
            "engine_vs_bound": _vs_bound(queries, "bound", "p50_ms"),
            "engine_vs_bound_p95": _vs_bound(queries, "bound", "p95_ms"),
            "engine_vs_bound_cpu": _vs_bound(queries, "bound", "cpu_p50_ms"),
            "engine_vs_bound_similarity_every_time": _vs_bound(
                queries, "bound_similarity_every_time", "p50_ms"
            ),
            "http_vs_bare_page": _ratio(web["finder"]["requests_per_s"], web["bare_page"]["requests_per_s"]),
            "rebuild_vs_raw": _vs_raw(indexing, "rebuild"),
            "first_rebuild_vs_raw": _vs_raw(indexing, "first_rebuild"),
            "documents_ready_vs_raw": _vs_raw(indexing, "documents_ready"),
        },
        "targets": {name: f"{sign} {limit}" for name, (sign, limit) in TARGETS.items()},
        "query_count": counts,
        "queries": queries,
        "indexing": indexing,
        "http": web,
    }


def _asked(documents: Sequence[CaseDocument]) -> Asked:
    profiles = register_profiles()
    found = [(query, reader_for(profiles[query.municipality])) for query in questions(documents, QUESTIONS)]
    return [(query, reader) for query, reader in found if reader is not None]


def _queries(documents: Sequence[CaseDocument], asked: Asked) -> dict[str, Any]:
    """Engine and bound on the same questions in turns, after a round that checks that they agree.

    `bound` keeps what a reader's similarity makes of the cases, as the engine does; the other bound works it
    out in every question. `first_question` is what a reader that is new costs the engine.
    """
    bound = Bound(documents, (concepts(query.words) for query, _reader in asked))
    engine, profiles = get_engine(), register_profiles()
    first = Times()
    first.add(_new_readers(asked), "Primera consulta de cada municipio")
    agreement = _agreement(documents, asked, bound)
    times = {
        name: Times() for name in ("engine", "bound", "bound_similarity_every_time", "finder_without_page")
    }
    gc.collect()
    gc.freeze()  # the documents in memory are the benchmark's, not the site's
    for turn in range(1, ROUNDS + 1):
        label = f"Consultas, vuelta {turn} de {ROUNDS}"
        times["engine"].add([partial(engine.search, *pair) for pair in asked], label)
        for bound.keeps, name in ((True, "bound"), (False, "bound_similarity_every_time")):
            times[name].add([partial(bound.search, *pair) for pair in asked], label)
        finding = [partial(find, query, profiles[query.municipality]) for query, _reader in asked]
        times["finder_without_page"].add(finding, label)
    gc.unfreeze()
    found = {name: one.summary() for name, one in times.items()}
    return {**found, "first_question": first.summary(), "questions": len(asked), **agreement}


def _new_readers(asked: Asked) -> list[Callable[[], object]]:
    """One question of each reader, as the first that they ask."""
    engine = get_engine()
    engine.search(*asked[0])  # opens the index
    return [partial(engine.search, *pair) for pair in {id(pair[1]): pair for pair in asked[1:]}.values()]


def _agreement(documents: Sequence[CaseDocument], asked: Asked, bound: Bound) -> dict[str, Any]:
    """On how many questions both say the same. Scores of text differ a little: equal tiers are equal."""
    engine, by_key = get_engine(), {document.pk: document for document in documents}
    same_counts = same_order = 0
    totals: list[int] = []
    for query, reader in tqdm(asked, desc="Motor y cota coinciden", disable=None):
        ours, (total, keys, facets) = engine.search(query, reader), bound.search(query, reader)
        totals.append(total)
        same_counts += ours.total == total and _without_zeros(ours) == _dicts(facets)
        tiers = [[_tier(by_key[key], reader, query) for key in found] for found in (_keys(ours), keys)]
        same_order += tiers[0] == tiers[1]
    return {
        "same_counts": same_counts,
        "same_order": same_order,
        "results_median": median(totals),
    }


def _tier(document: CaseDocument, reader: Reader, query: SearchQuery) -> tuple[int, ...]:
    step = max((reader.steps.get(key, 0) for key in document.sustained), default=0)
    tier = (int(reader.cell in document.proven_at), document.level, step)
    return tier if query.words else (*tier, fresh_days(document), document.pk)


def _keys(result: SearchResult) -> list[int]:
    return [hit.pk for hit in result.hits]


def _without_zeros(result: SearchResult) -> dict[str, dict[str, int]]:
    return _dicts(result.facets)


def _dicts(facets: Any) -> dict[str, dict[str, int]]:
    return {name: {value: n for value, n in counts.items() if n} for name, counts in facets.items()}


def _indexing(documents: Sequence[CaseDocument]) -> dict[str, Any]:
    folder = Path(settings.DATA_DIR) / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    raw = rebuilding.raw(documents, folder / "raw")
    ready = rebuilding.ready(documents, folder / "ready")
    return {"raw": raw, "documents_ready": ready}


def _vs_bound(queries: dict[str, Any], bound: str, figure: str) -> float:
    return _ratio(queries["engine"][figure], queries[bound][figure])


def _vs_raw(indexing: dict[str, Any], name: str) -> float:
    return _ratio(indexing[name]["documents_per_s"], indexing["raw"]["documents_per_s"])


def _ratio(one: float, other: float) -> float:
    return round(one / other, 3) if other else 0.0
