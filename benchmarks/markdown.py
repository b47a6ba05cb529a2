"""What rendering Markdown costs: milliseconds per 10 KB, and how time grows with hostile input.

    python benchmarks/markdown.py [--json FILE]

Times are of processor, of the child alone, the best of several: those of the wall depend on who else is
working. Growth is the time of a text four times as long, by that of one twice as long (2 is linear); a text
that is refused before it is read takes none, and one that ends the child says so.
"""

import argparse
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:1] = [str(ROOT), str(ROOT / "site")]  # and not this folder: a module here is called markdown
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from playbooks.markdown.rendering import Refused, render, render_many  # noqa: E402

PARAGRAPH = (
    "Medí **cuánto** tarda hoy el trámite, con [la planilla](/guias/planilla/) de la mesa de entradas.\n"
    "Anotá la fecha del sello y la de la firma: la diferencia es el plazo, en días corridos.\n\n"
    "- veinte expedientes, elegidos al azar\n- uno de cada barrio\n  - y dos del más alejado\n\n"
    "| Mes | Casos | Días |\n|---|--:|--:|\n| marzo | 20 | 41,2 |\n| abril | 20 | 39,8 |\n\n"
    "### Otra vuelta\n\n"
)
HOSTILE = (
    "[",
    "![",
    "[^",
    "<a ",
    "*",
    "**a ",
    "_a ",
    "`",
    "> ",
    "\\",
    "&",
    "- a\n",
    "# a\n",
    "a\n===\n",
    " ",
)
SIZE = 10_000  # characters
TRIES = 5


def seconds(text: str) -> float | None:
    """Of processor, of the child and of this process; None when the text was refused."""
    best = None
    for _ in range(TRIES):
        before = _used()
        if isinstance(render_many([text])[0], Refused):
            return None
        spent = _used() - before
        best = spent if best is None else min(best, spent)
    return best


def _used() -> float:
    """Since this process began."""
    who = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, who))


def measure() -> dict[str, Any]:
    start = seconds("a") or 0.0
    plain = seconds((PARAGRAPH * (SIZE // len(PARAGRAPH) + 1))[:SIZE]) or 0.0
    hostile = {}
    for sign in HOSTILE:
        times = [seconds(sign * (SIZE * factor // len(sign))) for factor in (1, 2, 4)]
        net = [None if one is None else max(one - start, 0.001) for one in times]
        ratio = net[2] / net[1] if net[1] and net[2] else None
        hostile[sign] = {
            "ms": [None if one is None else round(one * 1000) for one in net],
            "growth": None if ratio is None else round(ratio, 2),
        }
    return {
        "child_start_ms": round(start * 1000),
        "render_ms_per_10kb": round((plain - start) * 1000),
        "hostile": hostile,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    render("a")  # whatever is read for the first time
    result = measure()
    print(f"start of the child {result['child_start_ms']} ms; 10 KB {result['render_ms_per_10kb']} ms")
    for sign, row in result["hostile"].items():
        times = ", ".join("refused" if one is None else f"{one} ms" for one in row["ms"])
        print(f"{sign!r:>12}  10, 20 and 40 KB: {times}  growth {row['growth'] or '–'}")
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
