"""When two municipalities are near in size."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.sizes import NEAR_CELLS, cell, is_near, near_bounds, near_range

populations = st.integers(1, 40_000_000)


@pytest.mark.parametrize(("population", "expected"), [(1, 0), (2, 20), (1024, 200), (102_236, 333)])
def test_there_are_twenty_cells_a_doubling(population: int, expected: int) -> None:
    assert cell(population) == expected


@pytest.mark.parametrize("population", [0, -5])
def test_a_place_without_people_has_no_cell(population: int) -> None:
    with pytest.raises(ValueError):
        cell(population)


@pytest.mark.parametrize(("a", "b"), [(None, 1000), (1000, None), (0, 1000), (None, None), (0, 0), (-3, 5)])
def test_an_unknown_population_is_near_nothing(a: int | None, b: int | None) -> None:
    assert not is_near(a, b)


@given(populations, populations)
def test_near_is_symmetric_and_about_a_ratio_of_two(a: int, b: int) -> None:
    assert is_near(a, b) == is_near(b, a)
    doublings = abs(log2(a / b))
    if doublings <= 1 - 1 / 20:
        assert is_near(a, b)
    if doublings > 1 + 1 / 20:
        assert not is_near(a, b)


@given(populations)
def test_the_bounds_are_the_exact_first_and_last_population_near(population: int) -> None:
    low, high = near_bounds(population)
    assert is_near(low, population) and is_near(high, population)
    assert low == 1 or not is_near(low - 1, population)
    assert not is_near(high + 1, population)


@given(populations)
def test_the_range_of_the_sentence_is_rounded_outwards_to_two_figures(population: int) -> None:
    low, high = near_range(population)
    exact_low, exact_high = near_bounds(population)
    assert low <= exact_low <= population <= exact_high <= high
    for value in (low, high):
        assert set(str(value)[2:]) <= {"0"}
    # Outwards by less than one step of the second figure.
    assert exact_low - low < 10 ** max(0, len(str(exact_low)) - 2)
    assert high - exact_high < 10 ** max(0, len(str(exact_high)) - 2)


def test_the_range_of_rafaela() -> None:
    assert near_bounds(102_236) == (50_536, 209_269)
    assert near_range(102_236) == (50_000, 210_000)


def test_everything_within_the_bounds_is_near_and_nothing_else() -> None:
    low, high = near_bounds(300)
    assert [p for p in range(1, 1200) if is_near(p, 300)] == list(range(low, high + 1))
    assert NEAR_CELLS == 20
