"""Properties of a plan, whatever its steps, their order and the day on which it begins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.roadmap.holidays import holidays
from playbooks.roadmap.scheduling import (
    IN_ORDER,
    Slot,
    TooEarly,
    Work,
    beyond,
    lay,
    left_out,
    move,
    review_days,
    waits,
)
from playbooks.roadmap.workdays import Workdays, last_day, months_after

PHASES = (*IN_ORDER, "governance")
starting = st.dates(date(2025, 1, 1), date(2032, 12, 31))
countries = st.sampled_from(["AR", "CL"]).map(Workdays)


@st.composite
def steps(draw: st.DrawFn) -> list[Work]:
    """Up to nine steps that may wait for any other, for themselves and for what is not in the plan."""
    keys = [f"p{n}" for n in range(draw(st.integers(1, 9)))]
    return [
        Work(
            key,
            draw(st.sampled_from(PHASES)),
            draw(st.integers(1, 10)),
            tuple(draw(st.lists(st.sampled_from([*keys, "otro"]), max_size=3, unique=True))),
            draw(st.none() | st.integers(1, 12)),
        )
        for key in keys
    ]


def is_work(day: date, country: str) -> bool:
    """Told apart from the code: a weekday, no holiday, and no January in Argentina."""
    recess = country == "AR" and day.month == 1
    return day.weekday() < 5 and not recess and day not in holidays(day.year, country)


@given(steps(), starting, countries)
def test_nothing_begins_or_ends_on_a_day_off(works: list[Work], starts: date, days: Workdays) -> None:
    for slot in lay(works, starts, days).values():
        assert is_work(slot.starts, days.country) and is_work(slot.ends, days.country)
        assert starts <= slot.starts <= slot.ends


@given(steps(), starting, countries)
def test_a_week_is_five_days_of_work(works: list[Work], starts: date, days: Workdays) -> None:
    laid = lay(works, starts, days)
    for work in works:
        slot = laid[work.key]
        length = (slot.ends - slot.starts).days + 1
        worked = sum(is_work(slot.starts + timedelta(days=n), days.country) for n in range(length))
        assert worked == work.weeks * 5


@given(steps(), starting, countries)
def test_no_step_before_what_it_waits_for(works: list[Work], starts: date, days: Workdays) -> None:
    laid, ignored = lay(works, starts, days), set(left_out(works))
    for work in works:
        for other in work.after:
            if other in laid and (work.key, other) not in ignored:
                assert laid[work.key].starts > laid[other].ends
        assert laid[work.key].starts >= months_after(starts, (work.month or 1) - 1)


@given(steps(), starting, countries)
def test_phases_follow_each_other_and_governance_does_not_wait(
    works: list[Work], starts: date, days: Workdays
) -> None:
    free = [Work(one.key, one.phase, one.weeks) for one in works]
    laid = lay(free, starts, days)
    for one in laid.values():
        if one.phase not in IN_ORDER:
            assert one.starts == days.on_or_after(starts)
            continue
        earlier = IN_ORDER[: IN_ORDER.index(one.phase)]
        assert all(one.starts > other.ends for other in laid.values() if other.phase in earlier)


@given(steps())
def test_only_what_closes_a_circle_is_left_out(works: list[Work]) -> None:
    in_a_row = [
        Work(one.key, one.phase, one.weeks, tuple(f"p{m}" for m in range(n))) for n, one in enumerate(works)
    ]
    assert left_out(in_a_row) == []
    for key, other in left_out(works):
        assert key == other or key in reached(waits(works), other)


def reached(before: dict[str, set[str]], key: str) -> set[str]:
    found: set[str] = set()
    for one in before[key]:
        found |= {one} | reached(before, one)
    return found


@given(steps(), starting, countries)
def test_twelve_months_are_respected_or_it_is_said(works: list[Work], starts: date, days: Workdays) -> None:
    laid, end = lay(works, starts, days), last_day(starts)
    late = dict(beyond(laid.values(), starts))
    for slot in laid.values():
        if slot.ends <= end:
            assert slot.key not in late
        else:
            assert end + timedelta(days=late[slot.key]) == slot.ends


def test_what_fits_fits() -> None:
    works = [Work(f"p{n}", phase, 8) for n, phase in enumerate(IN_ORDER)]
    assert beyond(lay(works, date(2026, 3, 2), Workdays()).values(), date(2026, 3, 2)) == []


@given(starting, countries)
def test_reviews_are_four_days_of_work_inside_the_plan(starts: date, days: Workdays) -> None:
    found = review_days(starts, days)
    assert [month for month, _day in found] == [3, 6, 9, 12]
    assert all(is_work(day, days.country) and day <= last_day(starts) for _month, day in found)
    assert [day for _month, day in found] == sorted({day for _month, day in found})


def test_reviews_are_at_the_end_of_their_months() -> None:
    found = review_days(date(2026, 3, 2), Workdays())
    assert found == [
        (3, date(2026, 6, 1)),
        (6, date(2026, 9, 1)),
        (9, date(2026, 12, 1)),
        (12, date(2027, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2027, 2, 1), date(2028, 1, 31)),
        (date(2027, 3, 15), date(2028, 3, 14)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_twelve_months_from_date_to_date(starts: date, ends: date) -> None:
    assert last_day(starts) == ends


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_after(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert months_after(date(2027, 3, 31), 1) == date(2027, 4, 30)


def in_order(slots: dict[str, Slot]) -> bool:
    before = waits(list(slots.values()))
    return all(slots[key].starts > slots[other].ends for key, others in before.items() for other in others)


@settings(max_examples=200)
@given(steps(), starting, countries, st.data())
def test_moving_keeps_the_order_and_the_lengths(
    works: list[Work], starts: date, days: Workdays, data: st.DataObject
) -> None:
    slots = lay(works, starts, days)
    for _n in range(data.draw(st.integers(1, 4))):
        slot = slots[data.draw(st.sampled_from(sorted(slots)))]
        first = slot.starts + timedelta(days=data.draw(st.integers(-90, 90)))
        last = first + timedelta(days=data.draw(st.integers(0, 120)))
        before = dict(slots)
        try:
            moved = move(list(slots.values()), slot.key, first, last, days)
        except TooEarly as refused:
            assert first <= slots[refused.waits_for].ends == refused.ends
            continue
        slots |= moved
        assert in_order(slots)
        for one in moved.values():
            assert is_work(one.starts, days.country) and is_work(one.ends, days.country)
            was = before[one.key]
            assert one.key == slot.key or days.count(one.starts, one.ends) == days.count(was.starts, was.ends)


@given(steps(), starting, countries, st.integers(1, 60))
def test_a_step_that_nothing_waits_for_moves_alone(
    works: list[Work], starts: date, days: Workdays, later: int
) -> None:
    slots = lay(works, starts, days)
    before = waits(works)
    last = next((key for key in before if all(key not in others for others in before.values())), None)
    assert last is not None, "no circle is left, so something is last"
    slot = slots[last]
    moved = move(list(slots.values()), last, slot.starts + timedelta(days=later), slot.ends, days)
    assert set(moved) <= {last}


def test_what_began_does_not_shift_and_what_ended_holds_nobody() -> None:
    days, start = Workdays("CL"), date(2026, 3, 2)
    works = [Work("a", "problem", 1), Work("b", "problem", 1, ("a",)), Work("c", "problem", 1, ("b",))]
    a, b, c = lay(works, start, days).values()
    begun = Slot(b.key, b.phase, b.after, b.starts, b.ends, b.not_before, settled=True)
    assert set(move([a, begun, c], "a", date(2026, 4, 6), date(2026, 4, 10), days)) == {"a"}
    ended = Slot(b.key, b.phase, b.after, b.starts, b.ends, b.not_before, settled=True, finished=True)
    assert move([a, ended, c], "c", start, start, days)["c"].starts == start


@given(steps(), starting, countries, st.data())
def test_skipping_a_step_keeps_the_order_of_the_others(
    works: list[Work], starts: date, days: Workdays, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from([one.key for one in works])))
    laid = lay([replace(one, skipped=one.key in gone) for one in works], starts, days)
    before = waits(works)
    for key in before.keys() - gone:
        for other in reached(before, key) - gone:
            assert laid[key].starts > laid[other].ends
    assert all(slot.finished == (key in gone) for key, slot in laid.items())


def test_a_skipped_step_holds_nobody_and_what_it_waited_for_does() -> None:
    days, start = Workdays("CL"), date(2026, 3, 2)
    works = [Work("a", "problem", 1), Work("b", "problem", 9, ("a",), skipped=True)]
    a, b, c = lay([*works, Work("c", "problem", 1, ("b",))], start, days).values()
    assert c.starts == b.starts == date(2026, 3, 9)
    moved = move([a, b, c], "a", date(2026, 4, 6), date(2026, 4, 10), days)
    assert moved["b"].starts == moved["c"].starts == date(2026, 4, 13)
    with pytest.raises(TooEarly) as refused:
        move([a, b, c], "c", start, start, days)
    assert refused.value.waits_for == "a"


def test_later_and_back_is_as_it_was() -> None:
    days, start = Workdays(), date(2026, 3, 2)
    works = [Work("a", "problem", 2), Work("b", "process", 2), Work("c", "peers", 2, ("b",))]
    slots = lay(works, start, days)
    a = slots["a"]
    there = slots | move(list(slots.values()), "a", date(2026, 3, 16), date(2026, 4, 1), days)
    assert there["c"].starts > slots["c"].starts
    assert there | move(list(there.values()), "a", a.starts, a.ends, days) == slots


def test_before_what_it_waits_for_is_refused() -> None:
    slots = lay([Work("a", "problem", 2), Work("b", "process", 2)], date(2026, 3, 2), Workdays())
    with pytest.raises(TooEarly) as refused:
        move(list(slots.values()), "b", date(2026, 3, 3), date(2026, 3, 20), Workdays())
    assert refused.value.waits_for == "a"


def test_a_peer_that_says_what_it_waits_for_waits_for_nothing_else() -> None:
    works = [
        Work("a", "problem", 2),
        Work("b", "process", 8, ("agree",)),
        Work("agree", "peers", 2, ("a",)),
        Work("tell", "peers", 1),
    ]
    laid = lay(works, date(2026, 3, 2), Workdays())
    assert laid["a"].ends < laid["agree"].starts <= laid["agree"].ends < laid["b"].starts
    assert laid["tell"].starts > laid["b"].ends


def test_what_a_team_put_off_by_hand_stays_there() -> None:
    days, start = Workdays("CL"), date(2026, 3, 2)
    slots = lay([Work("a", "problem", 1), Work("b", "problem", 1, ("a",))], start, days)
    slots |= move(list(slots.values()), "b", date(2026, 5, 4), date(2026, 5, 8), days)
    moved = move(list(slots.values()), "a", date(2026, 3, 9), date(2026, 3, 13), days)
    assert set(moved) == {"a"} and slots["b"].starts == date(2026, 5, 4)


def test_asking_whoever_did_it_may_come_before_changing_the_process() -> None:
    works = [
        Work("a", "problem", 1),
        Work("b", "process", 20, ("a",)),
        Work("ask", "peers", 1, ("a",)),
        Work("tell", "peers", 1),
    ]
    laid = lay(works, date(2026, 3, 2), Workdays())
    assert laid["ask"].starts < laid["b"].ends < laid["tell"].starts


def test_time_to_spare_is_kept_until_it_is_used_up() -> None:
    days, start = Workdays("CL"), date(2026, 3, 2)
    works = [Work("a", "problem", 1), Work("b", "problem", 1, ("a",), month=3)]
    slots = lay(works, start, days)
    soon = move(list(slots.values()), "a", date(2026, 3, 9), date(2026, 3, 13), days)
    assert set(soon) == {"a"}
    late = move(list(slots.values()), "a", date(2026, 5, 4), date(2026, 5, 8), days)
    assert late["b"].starts == date(2026, 5, 11)
