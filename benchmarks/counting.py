"""Totals and facet counts by looking at every case: slow, plain, and nothing to get wrong.

Cases are made again and looked at one by one, so memory does not grow with them. The cases of a smaller size
are the first ones of a larger size: one pass counts for every size.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context

from tqdm import tqdm

from benchmarks.generating import Documents
from search.engines.base import Reader
from search.facets import TERM_FACETS
from search.indexed import ANYWHERE, texts
from search.query import SearchQuery
from search.words import Concept, Form, concepts

_CHUNK = 1000
Asked = Sequence[tuple[SearchQuery, Reader]]


@dataclass(frozen=True)
class Wanted:
    """A question, and the population cell of who asks it."""

    words: Sequence[Concept]
    facets: Sequence[tuple[str, Sequence[str]]]
    cell: int | None


@dataclass
class Count:
    """What a question finds: cases, and cases by facet and value under the selections of other facets."""

    total: int = 0
    facets: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, values: Mapping[str, Collection[str]], missed: Sequence[str]) -> None:
        """A case with the words asked, that lacks what was selected in the facets `missed`."""
        self.total += not missed
        for name, found in values.items():
            if not missed or missed == [name]:
                self.facets.setdefault(name, Counter()).update(found)

    def plus(self, other: "Count") -> "Count":
        names = self.facets.keys() | other.facets.keys()
        facets = {
            name: self.facets.get(name, Counter()) + other.facets.get(name, Counter()) for name in names
        }
        return Count(self.total + other.total, facets)

    def plain(self) -> tuple[int, dict[str, dict[str, int]]]:
        return self.total, {name: dict(values) for name, values in self.facets.items() if values}


def count(asked: Asked, sizes: Sequence[int], processes: int) -> dict[int, list[Count]]:
    """For each size, the counts of each question. `sizes` are rising."""
    documents, totals, found = Documents(sizes[-1]), [Count() for _one in asked], {}
    wanted = [Wanted(concepts(query.words), query.facets, reader.cell) for query, reader in asked]
    edges = sorted({*range(0, sizes[-1], _CHUNK), *sizes})
    # Processes that are copies of this one: what the documents are made from is not read again.
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        done = pool.map(partial(count_range, documents, wanted), edges[:-1], edges[1:])
        progress = tqdm(done, desc="Cuenta a mano", total=len(edges) - 1, disable=None)
        for end, counts in zip(edges[1:], progress, strict=True):
            totals = [one.plus(more) for one, more in zip(totals, counts, strict=True)]
            if end in sizes:
                found[end] = totals
    return found


def count_range(documents: Documents, wanted: Sequence[Wanted], start: int, end: int) -> list[Count]:
    """The counts of each question over the cases from one number to another."""
    counts = [Count() for _one in wanted]
    for number in range(start, end):
        document = documents[number]
        text = texts(document)[ANYWHERE]
        stems = {*text.split()}
        values = {facet.name: document.values(facet.field) for facet in TERM_FACETS}
        for one, question in zip(counts, wanted, strict=True):
            if _has(text, stems, question.words):
                values["escala"] = ("si",) if question.cell in document.proven_at else ()
                missed = [name for name, chosen in question.facets if not {*chosen} & {*values[name]}]
                one.add(values, missed)
    return counts


def _has(text: str, stems: Collection[str], words: Iterable[Concept]) -> bool:
    return all(any(_has_form(text, stems, form) for form in concept.forms) for concept in words)


def _has_form(text: str, stems: Collection[str], form: Form) -> bool:
    if form.is_phrase:
        return f" {' '.join(form.stems)} " in f" {text} "
    return all(stem in stems for stem in form.stems)
