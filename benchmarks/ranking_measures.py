"""How good an order of answers is, from their grades: 3 exactly that, 2 helps, 1 related."""

from collections.abc import Mapping, Sequence
from math import log2

DEPTH = 10
HELPS = 2


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of the first `depth` answers, from 0 to 1 (Järvelin, 2002).

    The gain of a grade is 2^grade - 1 (Burges, 2005). An answer without a grade gains nothing, and so does
    the second time that an answer comes. Raises ValueError when nothing was judged: there is no best order.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    if not best:
        raise ValueError("A query without graded answers has no nDCG.")
    distinct = list(dict.fromkeys(ranked))[:depth]
    return _gain([grades.get(answer, 0) for answer in distinct]) / best


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """1 divided by the place of the first answer that helps; 0 when none of the first `depth` does."""
    places = (n for n, answer in enumerate(ranked[:depth], 1) if grades.get(answer, 0) >= HELPS)
    return 1 / next(places, float("inf"))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))
