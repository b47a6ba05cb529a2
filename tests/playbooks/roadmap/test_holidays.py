"""The holidays that are known, against calendars that were published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.roadmap.holidays import easter, holidays, moved


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2018, 4, 1), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_argentina_in_2026() -> None:
    known = {
        *((1, 1), (2, 16), (2, 17), (3, 24), (4, 2), (4, 3), (5, 1), (5, 25), (6, 15), (6, 20), (7, 9)),
        *((8, 17), (10, 12), (11, 23), (12, 8), (12, 25)),
    }
    assert holidays(2026, "AR") == {date(2026, month, day) for month, day in known}


def test_bridges_are_not_known() -> None:
    assert date(2026, 7, 10) not in holidays(2026, "AR"), "decreed for that year alone"


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_a_movable_holiday_of_a_weekday_is_kept_on_a_monday(day: date) -> None:
    kept = moved(day)
    assert abs((kept - day).days) <= 4
    assert kept == day if day.weekday() in (0, 5, 6) else kept.weekday() == 0


def test_thursday_goes_to_the_monday_after_and_wednesday_to_the_one_before() -> None:
    """Ley 27.399, article 6."""
    assert moved(date(2027, 6, 17)) == date(2027, 6, 21), "a Thursday"
    assert moved(date(2026, 6, 17)) == date(2026, 6, 15), "a Wednesday"
    assert moved(date(2022, 6, 17)) == date(2022, 6, 20), "a Friday"


def test_elsewhere_only_what_is_the_same_everywhere() -> None:
    assert holidays(2026, "CL") == {date(2026, 1, 1), date(2026, 5, 1), date(2026, 12, 25)}
