"""The finder at 10,000, 100,000 and a million cases, next to what a Wagtail developer would use by default.

Every step can be run alone and again: an index that is there is not built twice, and what is measured is
merged into the report as soon as it is known.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from tqdm import tqdm

from benchmarks import measuring
from benchmarks.counting import Asked, count
from benchmarks.filling import prepare
from benchmarks.generating import Documents
from benchmarks.measuring import Clock, Times
from benchmarks.questions import questions
from benchmarks.systems import LIMITS, Answer, Servers, System, system, systems
from municipalities.peers import register_profiles
from search.readers import reader_for

STEPS = ("build", "exact", "queries")
QUESTIONS = 120
ROUNDS = 3
_FIRST = 10_000
"""The questions are taken from the first cases, so they are the same at every size."""
_ENTRY = Path(__file__).with_name("finder.py")
TARGETS = {
    "embedded_vs_fts5_100k": ("<=", 0.05),
    "embedded_vs_elasticsearch_100k": ("<=", 0.5),
    "1m_vs_100k": ("<=", 10),
    "facets_exact": (">=", 1),
    "peak_mb_1m": ("<=", 1024),
}


class Report:
    """The report as a file: each figure is there from the moment when it is known."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.values: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def add(self, part: str, values: Mapping[str, Any]) -> None:
        """Adds to a part of the report, beside what it said of other things."""
        self.put(part, {**self.values.get(part, {}), **values})

    def put(self, part: str, values: Mapping[str, Any]) -> None:
        """The part says this and nothing else."""
        self.values[part] = dict(values)
        self._file.write_text(f"{json.dumps(self.values, indent=2, ensure_ascii=False)}\n")


def run(
    sizes: Sequence[int], steps: Sequence[str], servers: Servers, report: Report, skip: Sequence[str] = ()
) -> None:
    """The steps asked for, at those sizes. `skip` names what is not to be measured: "fts5_100000"."""
    prepare()
    folder = Path(settings.DATA_DIR) / "scale"
    folder.mkdir(exist_ok=True)
    names = systems(servers)
    measured = [pair for pair in _measured(sizes, names) if _key(*pair) not in skip]
    report.add("run", {"sizes": sorted(sizes), "machine": measuring.machine()})
    if "build" in steps:
        for name, size in measured:
            if _built(name, size, folder, servers):
                continue
            _build_once(name, size, servers, report)
    built = {_key(name, size): one for name, size in measured if (one := _built(name, size, folder, servers))}
    asked = _asked(min(*sizes, _FIRST))
    if "exact" in steps:
        _exact(asked, sorted(sizes), built, report)
    if "queries" in steps:
        _queries(asked, built, report)
    report.put("summary", summary(report.values))


def _measured(sizes: Sequence[int], names: Sequence[str]) -> list[tuple[str, int]]:
    """What is measured at which size. The site's database holds one number of cases: Wagtail has one size."""
    found = [(name, size) for size in sorted(sizes) for name in names if size <= LIMITS[name]]
    pages = max((size for name, size in found if name == "wagtail"), default=0)
    return [(name, size) for name, size in found if name != "wagtail" or size == pages]


def build(name: str, size: int, servers: Servers) -> dict[str, Any]:
    """One index, in this process: `finder.py` gives each build a process of its own."""
    one = system(name, size, Path(settings.DATA_DIR) / "scale", servers)
    progress = tqdm(Documents(size), desc=f"{name}, {size}", disable=None)
    clock = Clock()
    one.build(progress)
    return {**clock.rate(size), "peak_rss_mb": measuring.peak_mb(), "disk_mb": one.disk_mb()}


def _build_once(name: str, size: int, servers: Servers, report: Report) -> None:
    """In a process of its own, whose memory is nobody else's."""
    options = ["--documents", str(size), "--only-build", name, "--data-dir", str(settings.DATA_DIR)]
    command = [sys.executable, str(_ENTRY), *options, "--postgres", servers.postgres]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        private = 0.0
        while child.poll() is None:
            private = max(private, measuring.private_mb(child.pid))
            time.sleep(0.1)
        figures = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise SystemExit(f"{name}, {size}: {child.returncode}")
    report.add("builds", {_key(name, size): {**json.loads(figures), "peak_private_mb": private}})


def _built(name: str, size: int, folder: Path, servers: Servers) -> System | None:
    one = system(name, size, folder, servers)
    return one if one.documents() == size else None


def _asked(first: int) -> Asked:
    profiles = register_profiles()
    found = [
        (query, reader_for(profiles[query.municipality])) for query in questions(Documents(first), QUESTIONS)
    ]
    return [(query, reader) for query, reader in found if reader is not None]


def _exact(asked: Asked, sizes: Sequence[int], built: Mapping[str, System], report: Report) -> None:
    """The share of the questions whose total, and all of whose counts, are those of counting by hand."""
    right = count(asked, sizes, processes=2)
    for key, one in built.items():
        truth = [found.plain() for found in right[int(key.rpartition("_")[2])]]
        answers = [one.answer(*pair) for pair in tqdm(asked, desc=f"Cuentas de {key}", disable=None)]
        pairs = list(zip(answers, truth, strict=True))
        report.add(
            "exact",
            {
                key: {
                    "questions": len(pairs),
                    "totals": _share(answer[0] == found[0] for answer, found in pairs),
                    "facets": _share(_same_counts(answer, found) for answer, found in pairs),
                    "facets_given": len(answers[0][1]),
                    "leaves_out": one.leaves_out,
                }
            },
        )


def _queries(asked: Asked, built: Mapping[str, System], report: Report) -> None:
    """All systems and sizes on the same questions, in turns; the first turn only warms up."""
    times = {key: Times() for key in built}
    for one in built.values():
        for pair in asked[:20]:
            one.answer(*pair)
    gc.collect()
    for turn in range(1, ROUNDS + 1):
        for key, one in built.items():
            times[key].add(
                [partial(one.answer, *pair) for pair in asked], f"{key}, vuelta {turn} de {ROUNDS}"
            )
    found = {key: {**one.summary(), "leaves_out": built[key].leaves_out} for key, one in times.items()}
    report.put("queries", found)  # ratios are between what was measured in turns, never between runs


def summary(values: Mapping[str, Any]) -> dict[str, Any]:
    """Ratios between what was measured in one run, and the targets."""
    queries, builds, exact = (values.get(part, {}) for part in ("queries", "builds", "exact"))
    ratios: dict[str, float] = {}
    for key, figures in queries.items():
        name, _line, size = key.rpartition("_")
        ours = queries.get(f"embedded_{size}")
        if ours and name != "embedded":
            ratios[f"embedded_vs_{name}_{_short(int(size))}"] = round(ours["p50_ms"] / figures["p50_ms"], 4)
    small, large = (queries.get(f"embedded_{size}") for size in (100_000, 1_000_000))
    if small and large:
        ratios["1m_vs_100k"] = round(large["p50_ms"] / small["p50_ms"], 2)
    ours = [found for key, found in exact.items() if key.startswith(("embedded_", "elasticsearch_"))]
    if ours:
        ratios["facets_exact"] = min(min(found["totals"], found["facets"]) for found in ours)
    if million := builds.get("embedded_1000000"):
        ratios["peak_mb_1m"] = million["peak_rss_mb"]
    met = {name: _met(ratios[name], *target) for name, target in TARGETS.items() if name in ratios}
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        **ratios,
        "targets": {name: f"{sign} {limit}" for name, (sign, limit) in TARGETS.items()},
        "met": met,
    }


def _key(name: str, size: int) -> str:
    return f"{name}_{size}"


def _met(value: float, sign: str, limit: float) -> bool:
    return value <= limit if sign == "<=" else value >= limit


def _same_counts(answer: Answer, right: Answer) -> bool:
    """Of the facets that the system gives."""
    return all({**right[1].get(name, {})} == {**counts} for name, counts in answer[1].items())


def _share(found: Any) -> float:
    held = list(found)
    return round(sum(held) / len(held), 4)


def _short(size: int) -> str:
    return f"{size // 1_000_000}m" if size >= 1_000_000 else f"{size // 1_000}k"
