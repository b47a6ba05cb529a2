"""What is proven near a population (design.md §4): pure functions over an assessment.

Every number can be recounted from the sites of the assessment: the latest attempts, the origin among them
only once the case is at level 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases.evidence import Assessment, Level, SiteAssessment, State
from municipalities.sizes import NEAR_CELLS, cell, is_near, near_range

ENOUGH_NEAR = Fraction(1, 2)
"""Share of the counted sites near a reader that must have sustained the outcome."""


@dataclass(frozen=True, slots=True)
class NearProof:
    """The sites near a population: how many count, how many sustained it, how many are only mentioned.

    `low` and `high` are the range of populations that is near, in inhabitants, rounded outwards. `nearest`
    is the closest site that sustained the outcome, at whatever distance, and `ratio` its population divided
    by the reader's. For an unknown population every number is 0.
    """

    sustained: int
    counted: int
    low: int
    high: int
    nearest: SiteAssessment | None
    ratio: float | None
    mentioned: int


def near(assessment: Assessment, population: int | None) -> NearProof:
    """What is known of a case near a population."""
    if not population or population < 0:
        return NearProof(0, 0, 0, 0, None, None, 0)
    speaking = speaking_sites(assessment)
    close = [one for one in speaking if is_near(one.site.population, population)]
    nearest = min(
        (one for one in speaking if one.state is State.SUSTAINED and one.site.population),
        key=lambda one: (_distance(one.site.population or 0, population), one.site.municipality),
        default=None,
    )
    low, high = near_range(population)
    return NearProof(
        sustained=sustained_in(close),
        counted=counted_in(close),
        low=low,
        high=high,
        nearest=nearest,
        ratio=(nearest.site.population or 0) / population if nearest else None,
        mentioned=len(close) - counted_in(close),
    )


def proven_near(assessment: Assessment, population: int | None) -> bool:
    """*Probado a tu escala*: level 3, a replication near that sustained it, and half of the counted near."""
    if assessment.level < Level.REPLICATED:
        return False
    return _proven([one for one in assessment.sites if is_near(one.site.population, population)])


def proven_cells(assessment: Assessment) -> frozenset[int]:
    """Every cell of population at which `proven_near` holds."""
    if assessment.level < Level.REPLICATED:
        return frozenset()
    placed = [(cell(one.site.population), one) for one in assessment.sites if one.site.population]
    candidates = {
        here
        for place, one in placed
        if one.state is State.SUSTAINED and not one.site.origin
        for here in range(max(0, place - NEAR_CELLS), place + NEAR_CELLS + 1)
    }
    return frozenset(
        here
        for here in candidates
        if _proven([one for place, one in placed if abs(place - here) <= NEAR_CELLS])
    )


def speaking_sites(assessment: Assessment) -> list[SiteAssessment]:
    """The sites that a sentence speaks of: the origin does not prove itself before level 2."""
    return [one for one in assessment.sites if not one.site.origin or assessment.level >= Level.SUSTAINED]


def sustained_in(sites: Sequence[SiteAssessment]) -> int:
    return sum(one.state is State.SUSTAINED for one in sites)


def counted_in(sites: Sequence[SiteAssessment]) -> int:
    return sum(one.counted for one in sites)


def _proven(close: Sequence[SiteAssessment]) -> bool:
    replicated = any(one.state is State.SUSTAINED and not one.site.origin for one in close)
    return replicated and sustained_in(close) >= ENOUGH_NEAR * counted_in(close)


def _distance(one: int, other: int) -> Fraction:
    """How many times the larger holds the smaller: 1 for equal populations."""
    return Fraction(max(one, other), min(one, other))
