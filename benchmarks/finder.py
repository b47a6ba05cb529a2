#!/usr/bin/env python3
"""How fast the finder is over synthetic cases: `benchmarks/finder.py --cases 10000 --json informe.json`.

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
        _start_django(folder)
        # Django must know its data folder before any module of the site is read.
        from benchmarks import rebuilding, report

        if options.only_rebuild:
            print(json.dumps(rebuilding.rebuild()))
            return
        found = report.run(options.cases, options.http_seconds)
        text = json.dumps(found, indent=2, ensure_ascii=False)
        if options.json:
            options.json.write_text(f"{text}\n")
        print(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many synthetic cases")
    parser.add_argument("--json", type=Path, help="write the report there too")
    parser.add_argument("--data-dir", type=Path, help="keep the data there, and use what is there already")
    parser.add_argument("--http-seconds", type=float, default=6.0, help="length of each turn through HTTP")
    parser.add_argument("--only-rebuild", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _start_django(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("DATABASE_URL", "SEARCH_URL", "BASE_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder), "DEBUG": "0", "SECRET_KEY": "-" * 60, "LOG_LEVEL": "ERROR"}
    os.environ |= {"ALLOWED_HOSTS": "127.0.0.1,testserver", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()


if __name__ == "__main__":
    main()
