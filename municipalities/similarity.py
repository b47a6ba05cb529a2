"""How alike two municipalities are (design.md §5). Pure functions over plain facts.

Only what describes the place counts. Results, performance and capacity are never variables here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log2

# The only place where the weights live. Raise the version whenever one changes: results are logged with it.
WEIGHTS_VERSION = "2026-11"
WEIGHTS: dict[str, float] = {
    "population": 0.60,
    "territory": 0.15,
    "urban_form": 0.10,
    "unmet_needs": 0.075,
    "budget": 0.075,
}

DOUBLINGS_TO_ZERO = 3  # eight times larger or smaller is nothing alike
SAME_PROVINCE, SAME_REGION, SAME_COUNTRY, OTHER_COUNTRY = 1.0, 0.7, 0.4, 0.2


@dataclass(frozen=True, slots=True)
class Profile:
    """What similarity may look at. An empty text or a None is unknown, never a value.

    `unmet_needs` and `budget` are percentiles from 0 to 1 within the country.
    """

    key: str
    population: int | None
    province: str = ""
    region: str = ""
    country: str = ""
    urban_form: str = ""
    unmet_needs: float | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One variable of the comparison; `score` is None when either side is unknown."""

    name: str
    weight: float
    score: float | None
    ours: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Similarity:
    """The score from 0 to 1, its terms in the order of WEIGHTS, and how many of them were known."""

    score: float
    terms: tuple[Term, ...]
    known: int


def population_score(a: Profile, b: Profile) -> float | None:
    """1 for the same population, 2/3 for the double or the half, 0 from eight times on."""
    if not a.population or not b.population:
        return None
    # The larger over the smaller: log2 of a ratio and of its inverse differ in the last bit.
    ratio = max(a.population, b.population) / min(a.population, b.population)
    return max(0.0, 1.0 - log2(ratio) / DOUBLINGS_TO_ZERO)


def territory_score(a: Profile, b: Profile) -> float | None:
    """1 in the same province, 0.7 in the same region, 0.4 in the same country, 0.2 elsewhere."""
    if not a.country or not b.country:
        return None
    if a.country != b.country:
        return OTHER_COUNTRY
    if not a.province or not b.province:
        return None
    if a.province == b.province:
        return SAME_PROVINCE
    if a.region and a.region == b.region:
        return SAME_REGION
    return SAME_COUNTRY


def urban_form_score(a: Profile, b: Profile) -> float | None:
    """1 for the same urban form, else 0."""
    if not a.urban_form or not b.urban_form:
        return None
    return 1.0 if a.urban_form == b.urban_form else 0.0


def _percentile_score(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else max(0.0, 1.0 - abs(a - b))


SCORES: dict[str, Callable[[Profile, Profile], float | None]] = {
    "population": population_score,
    "territory": territory_score,
    "urban_form": urban_form_score,
    "unmet_needs": lambda a, b: _percentile_score(a.unmet_needs, b.unmet_needs),
    "budget": lambda a, b: _percentile_score(a.budget, b.budget),
}
SHOWN = {"territory": "province"}  # the field that a term shows, when it is not its own name


def score(a: Profile, b: Profile) -> float:
    """The similarity alone, without the explanation: what the search engine needs for every municipality."""
    if not a.population or not b.population:
        return 0.0
    total = weights = 0.0
    for name, weight in WEIGHTS.items():
        value = SCORES[name](a, b)
        if value is not None:
            total += weight * value
            weights += weight
    return min(1.0, total / weights)


def similarity(a: Profile, b: Profile) -> Similarity:
    """The similarity with its explanation. Without a population on both sides it is 0."""
    terms = tuple(
        Term(name, weight, SCORES[name](a, b), *(getattr(side, SHOWN.get(name, name)) for side in (a, b)))
        for name, weight in WEIGHTS.items()
    )
    return Similarity(score(a, b), terms, sum(term.score is not None for term in terms))
