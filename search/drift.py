"""What the index says and the database does not, or the other way round."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.case_documents import make_documents
from search.engines.base import Engine
from search.models import PendingChange, StoredDocument
from search.outbox import drain, rebuild
from search.stored import published_keys


@dataclass(frozen=True, slots=True)
class Drift:
    """Primary keys of cases. `outdated` includes those that only the calendar changed."""

    problem: str = ""
    documents: int = 0
    pending: frozenset[int] = frozenset()
    missing: frozenset[int] = frozenset()
    extra: frozenset[int] = frozenset()
    outdated: frozenset[int] = frozenset()

    @property
    def none(self) -> bool:
        return not (self.problem or self.pending or self.missing or self.extra or self.outdated)


def hashes_now() -> dict[int, str]:
    """Content hash of every public case by primary key, from documents made anew."""
    return {document.pk: document.content_hash for document in make_documents(published_keys())}


def drift(engine: Engine, wanted: Mapping[int, str] | None = None) -> Drift:
    """Compares every case by content, as it is now and on the present day.

    `wanted`: what `hashes_now` gave, when it was asked a moment ago for another index.
    """
    pending = frozenset(PendingChange.objects.filter(index=engine.name).values_list("case", flat=True))
    status = engine.status()
    if status.problem:
        return Drift(problem=status.problem, pending=pending)
    indexed = engine.contents()
    wanted = hashes_now() if wanted is None else wanted
    shared = indexed.keys() & wanted.keys()
    return Drift(
        documents=len(wanted),
        pending=pending,
        missing=frozenset(wanted.keys() - indexed.keys()),
        extra=frozenset(indexed.keys() - wanted.keys()),
        outdated=frozenset(pk for pk in shared if indexed[pk] != wanted[pk]),
    )


def repair(engine: Engine, found: Drift) -> None:
    """Rebuilds what cannot be read, and writes again only what differs. Raises IndexBusy."""
    if found.problem:
        rebuild(engine)
    differing = found.missing | found.extra | found.outdated
    StoredDocument.objects.outdate(differing)
    PendingChange.objects.enqueue(engine.name, differing)
    drain(engine)
