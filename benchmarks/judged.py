"""The judged queries, and what a system is worth on them. A system gives ten cases for some words."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from benchmarks.ranking_measures import DEPTH, ndcg, reciprocal_rank
from search.finder import find
from search.query import SearchQuery, Sort

JUDGEMENTS = Path(__file__).resolve().parent.parent / "tests" / "search" / "juicios.csv"

System = Callable[[str], Sequence[str]]


@dataclass
class Judged:
    """What somebody typed, and the grade of every case that answers it: none when no case does."""

    words: str
    kind: str
    grades: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scores:
    """Means over the queries that have an answer; `false_alarms`, over those that have none."""

    by_query: Mapping[str, float]
    ndcg10: float
    mrr: float
    zero_results: float
    false_alarms: float
    by_type: Mapping[str, float]


def read(path: Path = JUDGEMENTS) -> list[Judged]:
    """The queries in the order of the file."""
    queries: dict[str, Judged] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            query = queries.setdefault(row["consulta"], Judged(row["consulta"], row["tipo"]))
            if row["caso"]:
                query.grades[row["caso"]] = int(row["grado"])
    return list(queries.values())


def measure(system: System, queries: Iterable[Judged]) -> Scores:
    """Asks the system everything. Raises what the system raises: a broken one has no score."""
    by_query, by_type = {}, defaultdict(list)
    ranks, empty, alarms = [], [], []
    for query in queries:
        answers = system(query.words)
        if not query.grades:
            alarms.append(bool(answers))
            continue
        by_query[query.words] = ndcg(answers, query.grades)
        by_type[query.kind].append(by_query[query.words])
        ranks.append(reciprocal_rank(answers, query.grades))
        empty.append(not answers)
    return Scores(
        by_query,
        ndcg10=_mean(by_query.values()),
        mrr=_mean(ranks),
        zero_results=_mean(empty),
        false_alarms=_mean(alarms),
        by_type={kind: _mean(values) for kind, values in by_type.items()},
    )


def finder(sort: str = Sort.RELEVANCE) -> System:
    """The product as a person meets it, on the engine of SEARCH_URL, when nobody in particular reads.

    Raises RuntimeError if the engine did not answer: the fallback's answers are not the engine's.
    """

    def ask(words: str) -> list[str]:
        found = find(SearchQuery.make(words=words, sort=sort), size=DEPTH)
        if found.unavailable or found.result.standby:
            raise RuntimeError("The search engine does not answer.")
        return [hit.id for hit in found.result.hits]

    return ask


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return round(fmean(held), 4) if held else 0.0
