"""What every engine takes and gives. Callers never ask which engine runs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from search.documents import CaseDocument
from search.query import SearchQuery

PAGE_SIZE = 20


class SearchUnavailable(Exception):
    """The engine cannot answer now: no index yet, an index of another version, or a broken one."""


class IndexBusy(Exception):
    """Somebody else is writing and did not finish within the wait."""


@dataclass(frozen=True, eq=False)  # hashed by identity: engines keep what they derive from a reader
class Reader:
    """Who reads, as engines need it.

    `cell`: place of the reader's population on the scale of sizes. `steps`: similarity with each municipality
    in 64ths, zeros left out. `distances`: cells between the reader's population and each municipality's.
    """

    cell: int | None = None
    steps: Mapping[str, int] = field(default_factory=dict)
    distances: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A case found. `payload` is all that a result row shows; scores compare within one search only."""

    pk: int
    id: str
    payload: Mapping[str, Any]
    score: float


FacetCounts = Mapping[str, Mapping[str, int]]
"""Facet name → value → cases. Values that exist but match nothing are there with 0."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`any_word` says that no case has all the words, and that these have some of them.

    `standby` says that the engine did not answer and another one, maybe a little behind, did.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: FacetCounts
    any_word: bool = False
    size: int = PAGE_SIZE
    standby: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What leaving something out of the question would give. `facet` is "q" for the words."""

    query: SearchQuery
    facet: str
    value: str
    total: int


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """`problem` is empty when the index can be searched; `documents` counts the cases in it.

    `unreachable`: nothing is known of the index, because its server does not answer.
    """

    documents: int
    problem: str
    metadata: Mapping[str, str]
    unreachable: bool = False


DocumentsOf = Callable[[Iterable[int]], Iterator[CaseDocument]]
"""Present documents of those cases; a case that is not public any more gives none."""


class Searcher(Protocol):
    """What answers questions. Every method raises SearchUnavailable when it cannot."""

    def search(self, query: SearchQuery, reader: Reader | None = None, size: int = PAGE_SIZE) -> SearchResult:
        """One page of results with disjunctive facet counts."""
        ...

    def drop_suggestions(self, query: SearchQuery, reader: Reader | None = None) -> list[Suggestion]:
        """For each chosen facet and for the words: how many cases there would be without them, most first."""
        ...

    def nearest(self, query: SearchQuery, reader: Reader) -> Hit | None:
        """Of the cases of that question, the one whose sustained site is nearest in size to the reader."""
        ...

    def suggest(self, words: str, size: int) -> list[Hit]:
        """Cases whose title has those words, the last one as the beginning of a word. Strongest first."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """Every word of the index, as written and folded (`Token.exact`), with the cases that have it."""
        ...


class Engine(Searcher, Protocol):
    """One index of cases. Reading raises SearchUnavailable; writing raises that or IndexBusy."""

    name: str

    def write(self, changed: Iterable[int], documents_of: DocumentsOf, wait: float) -> None:
        """Makes those cases what `documents_of` says now. Durable and visible to every process on return."""
        ...

    def rebuild(self, everything: Iterable[CaseDocument], documents_of: DocumentsOf) -> int:
        """A new index in the place of this one, which serves until the last moment. Returns its documents."""
        ...

    def contents(self) -> dict[int, str]:
        """Content hash of every case in the index, by primary key."""
        ...

    def due(self, today: date) -> list[int]:
        """Cases whose evidence may read otherwise on that day than when they were indexed."""
        ...

    def status(self) -> IndexStatus: ...
