"""What a figure may say, whoever types it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.models import Measure
from tests.factories import make_case, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    """figure(moment, day): an unsaved figure of the origin of one case."""
    case = make_case()
    indicator, site = make_indicator(case), case.implementations.get()

    def figure(moment, day, **values):
        values = {"value": Decimal(10)} | values
        return Measure(indicator=indicator, implementation=site, moment=moment, period_end=day, **values)

    return figure


def test_a_follow_up_must_be_after_some_baseline(figure):
    figure("baseline", date(2024, 1, 1)).save()
    figure("followup", date(2024, 1, 2)).clean()
    with pytest.raises(ValidationError, match=r"before|antes"):
        figure("followup", date(2024, 1, 1)).clean()


def test_a_baseline_must_be_before_every_follow_up(figure):
    figure("followup", date(2024, 6, 1)).save()
    figure("baseline", date(2024, 5, 31)).clean()
    with pytest.raises(ValidationError):
        figure("baseline", date(2024, 6, 1)).clean()


def test_groups_do_not_mix(figure):
    figure("baseline", date(2024, 6, 1), group="Mayores de 60").save()
    figure("followup", date(2024, 1, 1)).clean()


def test_correcting_a_figure_does_not_compare_it_with_itself(figure):
    before = figure("baseline", date(2024, 1, 1))
    before.save()
    after = figure("followup", date(2024, 6, 1))
    after.save()
    after.period_end = date(2024, 7, 1)
    after.clean()
