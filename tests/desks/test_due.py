"""What falls due waits on the desk: three questions about a replication, and a figure that ages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from accounts.permissions import Role
from cases.models import FollowUp, Implementation
from desks.municipal import desk_of
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_implementation, make_indicator, make_measure, make_pair

pytestmark = pytest.mark.django_db
REPORTED = date(2026, 1, 10)


@pytest.fixture
def site() -> Implementation:
    site = make_implementation(make_case(title="Menos pérdidas"), phase="pilot")
    FollowUp.objects.plan(site, REPORTED)
    return site


def questions(site: Implementation, today: date) -> list[str]:
    lead = make_person(Role.LEAD, site.municipality, f"{today}@prueba.test")
    waiting = desk_of(lead, site.municipality, today).waiting
    return [one.what for one in waiting if "/seguimiento/" in one.url]


def test_the_questions_wait_from_their_day_on(site: Implementation) -> None:
    assert questions(site, REPORTED + timedelta(days=89)) == []
    assert len(questions(site, REPORTED + timedelta(days=90))) == 1
    (only,) = questions(site, REPORTED + timedelta(days=200))
    assert "180" in only, "the newest, not both"


def test_an_answer_takes_them_away(site: Implementation) -> None:
    site.followups.filter(days=180).update(answered_at=now())
    assert questions(site, REPORTED + timedelta(days=200)) == []


def test_nobody_is_asked_about_what_ended(site: Implementation) -> None:
    site.phase = "abandoned"
    site.save()
    assert questions(site, REPORTED + timedelta(days=90)) == []


def test_the_link_of_the_desk_opens_them(site: Implementation) -> None:
    site.followups.update(due=localdate())
    person = make_person(Role.CONTRIBUTOR, site.municipality)
    (url,) = [
        one.url
        for one in desk_of(person, site.municipality, localdate()).waiting
        if "/seguimiento/" in one.url
    ]
    page = log_in(Client(), person).get(url)
    assert page.status_code == 200 and "Menos pérdidas" in page.content.decode()


def test_a_figure_of_one_s_own_that_ages_is_told_and_that_of_others_is_not() -> None:
    case = make_case(title="Menos pérdidas")
    indicator, today = make_indicator(case), date(2026, 11, 20)
    ours, theirs = make_implementation(case), make_implementation(case)
    make_pair(theirs, indicator, 40, 30)
    make_measure(ours, indicator, "baseline", 40)
    make_measure(ours, indicator, "followup", 30, period_end=date(2024, 12, 20))
    for site, told in ((ours, True), (theirs, False)):
        lead = make_person(Role.LEAD, site.municipality)
        asked = [one.what for one in desk_of(lead, site.municipality, today).waiting]
        assert bool([what for what in asked if "21" in what]) is told, asked
