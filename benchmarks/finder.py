#!/usr/bin/env python3
"""How fast the finder is over synthetic cases.

The whole path, from the database to the page: `benchmarks/finder.py --cases 10000 --json informe.json`.
The engines at scale, next to their peers: `benchmarks/finder.py --documents 10000 100000 1000000 --json …`.
Works on a data folder of its own, empty at first and removed at the end unless --data-dir names it.
"""

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]


def main() -> None:
    options = _options()
    with ExitStack() as stack:
        folder = options.data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="entre-pares-"))
        )
        _start_django(folder, options.engine)
        # Django must know its data folder before any module of the site is read.
        if options.documents:
            _scale(options, folder)
            return
        from benchmarks import rebuilding, report

        if options.only_rebuild:
            print(json.dumps(rebuilding.rebuild()))
            return
        found = report.run(options.cases, options.http_seconds)
        text = json.dumps(found, indent=2, ensure_ascii=False)
        if options.json:
            options.json.write_text(f"{text}\n")
        print(text)


def _scale(options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import scale
    from benchmarks.systems import Servers

    server = os.environ["SEARCH_URL_TEST"] if options.engine == "elasticsearch" else ""
    servers = Servers(server, options.postgres)
    if options.only_build:
        print(json.dumps(scale.build(options.only_build, options.documents[0], servers)))
        return
    report = scale.Report(options.json or folder / "scale.json")
    scale.run(options.documents, options.only or scale.STEPS, servers, report, options.skip)
    print(json.dumps(report.values["summary"], indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many synthetic cases")
    parser.add_argument("--documents", type=int, nargs="+", help="at scale: how many cases, each size")
    parser.add_argument(
        "--engine",
        choices=("embedded", "elasticsearch"),
        # By the environment too, for the processes that this one starts.
        default=os.environ.get("BENCHMARK_ENGINE", "embedded"),
        help="elasticsearch: the server of SEARCH_URL_TEST; at scale, both engines are measured",
    )
    parser.add_argument("--postgres", default="", help="at scale: address of a throw-away PostgreSQL, a peer")
    parser.add_argument(
        "--only", nargs="+", choices=("build", "exact", "queries"), help="at scale: these steps alone"
    )
    parser.add_argument("--skip", nargs="+", default=[], help="at scale: not these, as elasticsearch_1000000")
    parser.add_argument("--only-build", help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, help="write the report there too")
    parser.add_argument("--data-dir", type=Path, help="keep the data there, and use what is there already")
    parser.add_argument("--http-seconds", type=float, default=6.0, help="length of each turn through HTTP")
    parser.add_argument("--only-rebuild", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine == "elasticsearch" and not os.environ.get("SEARCH_URL_TEST"):
        parser.error("--engine elasticsearch needs SEARCH_URL_TEST")
    return options


def _start_django(folder: Path, engine: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("DATABASE_URL", "SEARCH_URL", "BASE_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder), "DEBUG": "0", "SECRET_KEY": "-" * 60, "LOG_LEVEL": "ERROR"}
    os.environ |= {"ALLOWED_HOSTS": "127.0.0.1,testserver", "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ["BENCHMARK_ENGINE"] = engine
    if engine == "elasticsearch":
        os.environ["SEARCH_URL"] = f"{os.environ['SEARCH_URL_TEST'].rstrip('/')}/escala-casos"
    import django

    django.setup()


if __name__ == "__main__":
    main()
