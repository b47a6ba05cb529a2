"""When two municipalities are near in size (design.md §4). Pure: Python and both engines agree on it."""

from math import ceil, floor, log2, log10

CELLS_PER_DOUBLING = 20
NEAR_CELLS = 20  # one doubling: a ratio of about 1/2 to 2


def cell(population: int) -> int:
    """The place of a population on a logarithmic scale: twenty cells a doubling.

    Raises ValueError below one inhabitant: such a place has no size to compare.
    """
    if population < 1:
        raise ValueError("A population has at least one inhabitant.")
    return round(CELLS_PER_DOUBLING * log2(population))


def is_near(a: int | None, b: int | None) -> bool:
    """Whether two populations are near. An unknown (or empty) one is near nothing."""
    if not a or not b or a < 0 or b < 0:
        return False
    return abs(cell(a) - cell(b)) <= NEAR_CELLS


def near_range(population: int) -> tuple[int, int]:
    """The populations near this one, in inhabitants, rounded outwards to two significant figures."""
    low, high = near_bounds(population)
    return _two_figures(low, floor), _two_figures(high, ceil)


def near_bounds(population: int) -> tuple[int, int]:
    """The smallest and the largest population near this one, exactly."""
    here = cell(population)
    low = max(1, ceil(2 ** ((here - NEAR_CELLS - 0.5) / CELLS_PER_DOUBLING)))
    high = floor(2 ** ((here + NEAR_CELLS + 0.5) / CELLS_PER_DOUBLING))
    # The powers above are floats: settle the last inhabitant with the definition itself.
    while low > 1 and cell(low - 1) >= here - NEAR_CELLS:
        low -= 1
    while cell(low) < here - NEAR_CELLS:
        low += 1
    while cell(high + 1) <= here + NEAR_CELLS:
        high += 1
    while cell(high) > here + NEAR_CELLS:
        high -= 1
    return low, high


def _two_figures(value: int, rounding: type[int] | object) -> int:
    step = 10 ** max(0, floor(log10(value)) - 1)
    return rounding(value / step) * step  # type: ignore[operator]
