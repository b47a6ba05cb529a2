from itertools import permutations
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ranking_measures import ndcg, reciprocal_rank

CASES = "abcdef"
graded = st.dictionaries(st.sampled_from(CASES), st.integers(1, 3), min_size=1)
orders = st.permutations(CASES + "xyz")


def test_ndcg_of_an_order_counted_by_hand() -> None:
    found = ndcg(["x", "a", "b"], {"a": 3, "b": 1, "c": 2})
    assert found == pytest.approx((7 / log2(3) + 1 / log2(4)) / (7 + 3 / log2(3) + 1 / log2(4)))


@given(graded, orders)
def test_the_best_order_is_worth_one_and_no_order_is_worth_more(grades: dict[str, int], order: list) -> None:
    best = sorted(grades, key=lambda case: -grades[case])
    assert ndcg(best, grades) == pytest.approx(1)
    assert 0 <= ndcg(order, grades) <= 1 + 1e-12


@given(graded, orders, st.integers(0, 7))
def test_moving_a_better_case_up_is_never_worth_less(grades: dict[str, int], order: list, place: int) -> None:
    above, below = order[place], order[place + 1]
    swapped = [*order[:place], below, above, *order[place + 2 :]]
    improves = grades.get(below, 0) > grades.get(above, 0)
    assert (ndcg(swapped, grades) > ndcg(order, grades)) == improves


@given(graded)
def test_repeating_a_case_earns_nothing(grades: dict[str, int]) -> None:
    case = next(iter(grades))
    assert ndcg([case] * 5, grades) == ndcg([case], grades)


def test_what_comes_after_the_depth_does_not_count() -> None:
    assert ndcg(["x", "y", "a"], {"a": 3}, depth=2) == 0
    assert ndcg([], {"a": 3}) == 0


def test_a_query_that_nobody_judged_has_no_ndcg() -> None:
    with pytest.raises(ValueError, match="graded"):
        ndcg(["a"], {})


def test_reciprocal_rank_looks_for_the_first_case_that_helps() -> None:
    grades = {"a": 1, "b": 2}
    values = {order: reciprocal_rank(order, grades) for order in permutations("abx")}
    assert all(value == 1 / (order.index("b") + 1) for order, value in values.items())
    assert reciprocal_rank(["a", "x"], grades) == 0
    assert reciprocal_rank(["x"] * 10 + ["b"], grades) == 0
