"""Each change of a figure says who, when, before and after."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import RestrictedError

from accounts.models import User
from cases.models import Change, Indicator, Measure
from tests.factories import (
    make_case,
    make_implementation,
    make_indicator,
    make_lead,
    make_measure,
    make_municipality,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure() -> Measure:
    case = make_case()
    return make_measure(case.implementations.get(), make_indicator(case), "baseline", 40)


def test_a_correction_keeps_what_it_said_before(figure: Measure) -> None:
    user = User.objects.create_user("ana@prueba.test", "x")
    figure.value, figure.changed_by = Decimal("38.5"), user
    figure.save()
    newest, first = figure.history()
    assert first.before is None and Decimal(first.after["value"]) == 40
    assert (Decimal(newest.before["value"]), Decimal(newest.after["value"])) == (40, Decimal("38.5"))
    assert newest.user == user and newest.at >= first.at


def test_saving_the_same_is_no_change(figure: Measure) -> None:
    Measure.objects.get(pk=figure.pk).save()
    assert figure.history().count() == 1


def test_a_deleted_figure_leaves_its_trace(figure: Measure) -> None:
    pk = figure.pk
    figure.changed_via = "prueba"
    figure.delete()
    change = Change.objects.filter(model="measure", object_id=pk).first()
    assert change and change.after is None and Decimal(change.before["value"]) == 40
    assert change.origin == "prueba"


def test_the_history_survives_its_author(figure: Measure) -> None:
    user = User.objects.create_user("ana@prueba.test", "x")
    figure.sample, figure.changed_by = "400 casas", user
    figure.save()
    user.delete()
    assert figure.history().count() == 2 and figure.history()[0].user is None


def test_an_indicator_with_figures_is_retired_and_keeps_them(figure: Measure) -> None:
    figure.indicator.delete()
    indicator = Indicator.objects.get()
    assert indicator.retired_at and indicator.measures.get() == figure
    with pytest.raises(RestrictedError):
        Indicator.objects.all().delete()


def test_an_indicator_that_nobody_measured_is_deleted() -> None:
    make_indicator(make_case()).delete()
    assert not Indicator.objects.exists()


def test_only_the_lead_of_the_adopting_municipality_confirms() -> None:
    town = make_municipality()
    one = make_implementation(make_case(), town, confirmed=False)
    for user in (
        make_lead(make_municipality()),
        User.objects.create_superuser("admin@prueba.test", "x"),
        User.objects.create_user("equipo@prueba.test", "x"),
    ):
        with pytest.raises(PermissionDenied):
            one.confirm(user, date(2026, 10, 1))
    lead = make_lead(town)
    one.confirm(lead, date(2026, 10, 1))
    assert one.history()[0].user == lead and one.history()[0].after["confirmed_on"] == "2026-10-01"
