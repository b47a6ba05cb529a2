"""Times, percentiles and what machine gave them."""

import os
import platform
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm


class Clock:
    """Wall and processor time since it was made. Processor time counts every thread of this process."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def rate(self, documents: int) -> dict[str, float]:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return {
            "documents": documents,
            "seconds": round(wall, 2),
            "documents_per_s": round(documents / wall, 1),
            "cpu_ms_per_document": round(1000 * cpu / documents, 3),
        }


@dataclass
class Times:
    """Milliseconds of each task: on the clock, and of processor. On a busy machine they differ."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, tasks: Iterable[Callable[[], object]], label: str) -> None:
        """Runs the tasks one after the other and remembers how long each took."""
        for task in tqdm(list(tasks), desc=label, disable=None):
            wall, cpu = time.perf_counter(), time.process_time()
            task()
            self.wall.append(1000 * (time.perf_counter() - wall))
            self.cpu.append(1000 * (time.process_time() - cpu))

    def summary(self) -> dict[str, float]:
        return {**summary(self.wall), "cpu_p50_ms": _percentile(self.cpu, 50)}


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """p50 and p95 of that many times."""
    return {
        "p50_ms": _percentile(milliseconds, 50),
        "p95_ms": _percentile(milliseconds, 95),
        "times": len(milliseconds),
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 3) if ordered else 0.0


def peak_mb() -> float:
    """The most memory that this process ever held, in megabytes (Linux counts in kB)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def private_mb(process: int) -> float:
    """What that process holds now, in megabytes, without files mapped into it: the system may drop those."""
    try:
        return round(int(_first_line(f"/proc/{process}/status", "RssAnon").split()[0]) / 1024, 1)
    except (OSError, IndexError):
        return 0.0  # it has ended


def machine() -> dict[str, Any]:
    return {
        "processor": _first_line("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory": _first_line("/proc/meminfo", "MemTotal"),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("django", "wagtail", "tantivy", "gunicorn")},
    }


def _first_line(path: str, name: str) -> str:
    file = Path(path)
    lines = file.read_text().splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
