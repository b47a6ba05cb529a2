""" "After" is after "before": one rule for the editor, the flow and the case files."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.case_files.problems import Problem
from cases.case_files.rules import _followups_before_baseline
from cases.figures import too_early
from cases.models import Measure
from tests import factories as make

days = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@given(st.lists(days), st.lists(days))
def test_only_what_is_not_after_the_first_baseline_is_too_early(
    baselines: list[date], followups: list[date]
) -> None:
    early = too_early(baselines, followups)
    for day in followups:
        assert (day in early) == (bool(baselines) and all(day <= before for before in baselines))


@given(st.lists(days), st.lists(days))
def test_dates_of_files_are_in_the_same_order(baselines: list[date], followups: list[date]) -> None:
    as_text = too_early([one.isoformat() for one in baselines], [one.isoformat() for one in followups])
    assert as_text == [one.isoformat() for one in too_early(baselines, followups)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ((2023,), (2024,), True),
        ((2024,), (2023,), False),
        ((2024,), (2024,), False),
        ((2022, 2024), (2023,), True),
        ((2023, 2024), (2022,), False),
        ((), (2022,), True),
    ],
)
def test_the_model_and_the_files_say_the_same(
    before: tuple[int, ...], after: tuple[int, ...], right: bool
) -> None:
    case = make.make_case()
    site, indicator = case.implementations.get(), make.make_indicator(case)
    told = [("baseline", year) for year in before] + [("followup", year) for year in after]
    for moment, year in told:
        make.make_measure(site, indicator, moment, 10, period_end=date(year, 6, 30))
    record = {
        "measures": [
            {"indicator": "x", "moment": moment, "period_end": f"{year}-06-30"} for moment, year in told
        ]
    }
    problems: list[Problem] = list(_followups_before_baseline(record, "caso"))
    assert (not problems) == right
    for figure in Measure.objects.filter(moment="followup"):
        if right:
            figure.full_clean()
        else:
            with pytest.raises(ValidationError):
                figure.full_clean()
