#!/usr/bin/env python3
"""How well the search answers the judged queries of tests/search/juicios.csv, next to what others would give.

Works on the demo, loaded into a data folder of its own that is removed at the end. Elasticsearch is measured
when SEARCH_URL_TEST names a server. Writes relevance.json into DATA_DIR, if that is set, and into --json.
"""

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack, redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]

if TYPE_CHECKING:
    from benchmarks.judged import Judged, Scores

OURS, PEER = "entre-pares embedded", "sqlite fts5"


def main() -> None:
    options = _options()
    kept = os.environ.get("DATA_DIR")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="entre-pares-")))
        _start_django(folder)
        # Django must know its data folder before any module of the site is read.
        from benchmarks import judged

        queries = judged.read()
        scores = _measure(queries)
        unseen = _unseen(options, queries)
    report = _report(queries, scores) | ({"unseen": unseen} if unseen else {})
    for path in {options.json, Path(kept) / "relevance.json" if kept else None} - {None}:
        path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.baseline:
        _keep_baseline(options.baseline, report["ndcg10"])
    if options.queries:
        _print_queries(queries, scores)
    _print_table(report, unseen)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the report there too")
    parser.add_argument("--queries", action="store_true", help="every query in every system, our worst first")
    parser.add_argument("--unseen", action="store_true", help="also over texts that nobody tuned for")
    parser.add_argument("--texts", type=Path, help="folder of those texts: Markdown files and CSV")
    parser.add_argument(
        "--baseline", type=Path, help="keep the nDCG there, for tests/search/test_relevance.py"
    )
    return parser.parse_args()


def _start_django(folder: Path) -> None:
    for name in ("DATABASE_URL", "SEARCH_URL", "BASE_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder), "DEBUG": "0", "SECRET_KEY": "-" * 60, "LOG_LEVEL": "ERROR"}
    os.environ |= {"ALLOWED_HOSTS": "127.0.0.1,testserver", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()


def _measure(queries: "list[Judged]") -> "dict[str, Scores]":
    from django.core.management import call_command
    from django.test import override_settings

    from benchmarks import baselines, judged
    from search.query import Sort
    from search.stored import all_documents

    with redirect_stdout(sys.stderr):
        call_command("prepare")
        call_command("rebuild_modelsearch_index", verbosity=0)
    documents = list(all_documents())
    systems = {OURS: judged.finder(), f"{OURS}, first order": judged.finder(Sort.EVIDENCE)}
    systems |= {PEER: baselines.wagtail, "sqlite fts5, all texts": baselines.fts5(documents)}
    scores = {name: judged.measure(system, queries) for name, system in systems.items()}
    url = os.environ.get("SEARCH_URL_TEST")
    if url:
        with override_settings(SEARCH_URL=url), redirect_stdout(sys.stderr):
            call_command("rebuild_search_index")
            scores["entre-pares elasticsearch"] = judged.measure(judged.finder(), queries)
        with baselines.elasticsearch_spanish(url, documents) as system:
            scores["elasticsearch spanish"] = judged.measure(system, queries)
    return scores


def _unseen(options: argparse.Namespace, queries: "list[Judged]") -> dict[str, Any]:
    from benchmarks import unseen

    if not options.unseen:
        return {}
    if not options.texts:
        print("Unseen texts: not measured, --texts FOLDER says where they are.", file=sys.stderr)
        return {}
    return unseen.run(options.texts, queries)


def _report(queries: "list[Judged]", scores: "dict[str, Scores]") -> dict[str, Any]:
    answered = sum(bool(query.grades) for query in queries)
    names = ("ndcg10", "mrr", "zero_results", "false_alarms", "by_type")
    measures = {name: {system: getattr(one, name) for system, one in scores.items()} for name in names}
    return {
        "date": date.today().isoformat(),
        "queries": answered,
        "empty": len(queries) - answered,
        **measures,
    }


def _keep_baseline(path: Path, ndcg10: dict[str, float]) -> None:
    """What was not measured this time keeps the value it had."""
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    ours = {name: value for name, value in ndcg10.items() if name in (OURS, "entre-pares elasticsearch")}
    path.write_text(json.dumps(held | ours, indent=2) + "\n", encoding="utf-8")


def _print_queries(queries: "list[Judged]", scores: "dict[str, Scores]") -> None:
    """A column for each system, in the order of the table, and the worst of ours first."""
    answered = sorted(
        (one for one in queries if one.grades), key=lambda one: scores[OURS].by_query[one.words]
    )
    print("nDCG@10 of each query: " + " | ".join(scores))
    for query in answered:
        values = (f"{one.by_query[query.words]:6.3f}" for one in scores.values())
        print(*values, f" {query.words}  ({query.kind})")
    print()


def _print_table(report: dict[str, Any], unseen: dict[str, Any]) -> None:
    print(f"{report['queries']} judged queries; {report['empty']} whose right answer is nothing.")
    print(f"{'system':36} {'nDCG@10':>8} {'MRR':>7} {'nothing':>8} {'alarms':>7}")
    for name in report["ndcg10"]:
        values = [report[measure][name] for measure in ("ndcg10", "mrr", "zero_results", "false_alarms")]
        print("{:36} {:8.3f} {:7.3f} {:8.1%} {:7.0%}".format(name, *values))
    if "elasticsearch spanish" not in report["ndcg10"]:
        print("Elasticsearch: not measured, SEARCH_URL_TEST names no server.")
    print("\nnDCG@10 by type of query")
    for kind, value in report["by_type"][OURS].items():
        print(f"{kind:18} {value:6.3f}  {PEER}: {report['by_type'][PEER][kind]:.3f}")
    if unseen:
        print(
            "\nUnseen: {texts} texts, {queries} queries, nothing found {zero_results:.1%},"
            " p50 {p50_ms} ms, p95 {p95_ms} ms".format(**unseen)
        )


if __name__ == "__main__":
    main()
