"""What answers the questions at scale: the site's engines, and what a Wagtail developer would use instead."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.request import urlopen

from benchmarks.peer_wagtail import Wagtail
from benchmarks.peers_sql import Fts5, Postgres
from search.documents import CaseDocument
from search.engines import engine_at
from search.engines.base import Engine, Reader
from search.query import SearchQuery

Answer = tuple[int, Mapping[str, Mapping[str, int]]]
"""Total, and cases by facet and value (none with 0). The first page is read too, and dropped."""


class System(Protocol):
    """An index of the first so many synthetic cases. `leaves_out`: what it does not give of our answer."""

    leaves_out: str

    def build(self, documents: Iterable[CaseDocument]) -> None: ...

    def documents(self) -> int:
        """How many it holds; 0 when nothing was built."""
        ...

    def answer(self, query: SearchQuery, reader: Reader) -> Answer: ...

    def disk_mb(self) -> float: ...


@dataclass(frozen=True)
class Ours:
    """One of the site's own engines."""

    engine: Engine
    size: Callable[[], float]
    leaves_out: str = ""

    def build(self, documents: Iterable[CaseDocument]) -> None:
        self.engine.rebuild(documents, lambda changed: iter(()))

    def documents(self) -> int:
        return self.engine.status().documents

    def answer(self, query: SearchQuery, reader: Reader) -> Answer:
        found = self.engine.search(query, reader)
        counts = {name: {value: n for value, n in held.items() if n} for name, held in found.facets.items()}
        return found.total, counts

    def disk_mb(self) -> float:
        return self.size()


@dataclass(frozen=True)
class Servers:
    """Where the servers are; empty: there is none, and what needs it is not measured."""

    elasticsearch: str = ""
    postgres: str = ""


LIMITS = {"embedded": 10**9, "elasticsearch": 10**9, "fts5": 100_000, "postgres": 100_000, "wagtail": 10_000}
"""The largest size at which each system is measured: a peer that takes a second at 100,000 needs no more."""


def systems(servers: Servers) -> list[str]:
    """The names of what can be measured here."""
    missing = {
        name
        for name, url in (("elasticsearch", servers.elasticsearch), ("postgres", servers.postgres))
        if not url
    }
    return [name for name in LIMITS if name not in missing]


def system(name: str, size: int, folder: Path, servers: Servers) -> System:
    """The index of that system and size, built or not."""
    own = folder / f"{name}-{size}"
    if name == "embedded":
        return Ours(engine_at(f"embedded://{own}"), partial(_folder_mb, own))
    if name == "elasticsearch":
        url = f"{servers.elasticsearch.rstrip('/')}/escala-{size}"
        return Ours(engine_at(url), partial(_server_mb, url))
    if name == "fts5":
        return Fts5(own.with_suffix(".sqlite3"))
    if name == "postgres":
        return Postgres(servers.postgres, size)
    return Wagtail(size)


def _server_mb(url: str) -> float:
    stats = f"{url.replace('elasticsearch', 'http', 1)}-*/_stats/store"
    with urlopen(stats, timeout=30) as answer:
        return round(json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"] / 2**20, 1)


def _folder_mb(folder: Path) -> float:
    files = (Path(place) / name for place, _folders, names in os.walk(folder) for name in names)
    return round(sum(file.stat().st_size for file in files) / 2**20, 1)
