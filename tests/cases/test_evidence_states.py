"""Every row of the table of outcome states (design.md §4), and its borders."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.evidence import Phase, Said, State, assess
from cases.figures import differ, months_after
from tests.cases.evidence_facts import (
    AFTER,
    ALL_MEASURED,
    BEFORE,
    INDICATORS,
    LIVE,
    REACH,
    STARTED,
    TODAY,
    case,
    figure,
    only,
    pair,
    site,
)

DAY = timedelta(days=1)
YEAR_OLD = months_after(STARTED, 12)
STALE_AFTER = months_after(AFTER, 24)
PILOT = {"phase": Phase.PILOT, "in_production": None}
ROWS = [
    ("intent", {"phase": Phase.INTENT}, TODAY, State.INTENT),
    ("intent comes before confirmation", {"phase": Phase.INTENT, "confirmed": False}, TODAY, State.INTENT),
    ("nobody of the city confirmed", {"confirmed": False}, TODAY, State.UNCONFIRMED),
    ("a coordinator objects", {"objected": True}, TODAY, State.UNCONFIRMED),
    ("unconfirmed and abandoned", {"confirmed": False, "phase": Phase.ABANDONED}, TODAY, State.UNCONFIRMED),
    ("abandoned, however good", {"phase": Phase.ABANDONED}, TODAY, State.ABANDONED),
    ("no figures, 11 months 30 days", {"measures": ()}, YEAR_OLD - DAY, State.UNDERWAY),
    ("no figures, 12 months", {"measures": ()}, YEAR_OLD, State.UNMEASURED),
    ("no figures and no start", {"measures": (), "started": None}, STARTED, State.UNMEASURED),
    ("a baseline alone", {"measures": pair("wait")[:1]}, TODAY, State.UNMEASURED),
    ("only an output", {"measures": pair("visits")}, TODAY, State.UNMEASURED),
    ("only an outcome that is not core", {"measures": pair("reach")}, TODAY, State.UNMEASURED),
    ("follow-up of exactly 24 months", {}, STALE_AFTER, State.SUSTAINED),
    ("follow-up of 24 months and a day", {}, STALE_AFTER + DAY, State.STALE),
    ("stale comes before worse", {"measures": pair("wait", worse=True)}, STALE_AFTER + DAY, State.STALE),
    ("worse", {"measures": pair("wait", worse=True)}, TODAY, State.NOT_SUSTAINED),
    (
        "equal is not better",
        {"measures": (figure("wait", 5, BEFORE, baseline=True), figure("wait", 5, AFTER))},
        TODAY,
        State.NOT_SUSTAINED,
    ),
    (
        "worse comes before a setback",
        {"measures": (*pair("wait", worse=True), *pair("reach", worse=True))},
        TODAY,
        State.NOT_SUSTAINED,
    ),
    (
        "inclusion got worse",
        {"measures": (*pair("wait"), *pair("reach", worse=True))},
        TODAY,
        State.SETBACK,
    ),
    (
        "governance got worse for one group",
        {"measures": (*ALL_MEASURED, *pair("incidents", worse=True, group="rural"))},
        TODAY,
        State.SETBACK,
    ),
    ("sustained without other lenses", {"measures": pair("wait")}, TODAY, State.SUSTAINED),
    (
        "concluded after six months in production",
        {"phase": Phase.CONCLUDED, "ended": months_after(LIVE, 6)},
        TODAY,
        State.SUSTAINED,
    ),
    (
        "concluded a day short of six months, a year ago",
        {"phase": Phase.CONCLUDED, "ended": months_after(LIVE, 6) - DAY},
        TODAY,
        State.UNCONSOLIDATED,
    ),
    (
        "concluded, nobody says when",
        {"phase": Phase.CONCLUDED, "ended": None},
        TODAY,
        State.UNCONSOLIDATED,
    ),
    ("a pilot that never leaves pilot", PILOT, YEAR_OLD + 400 * DAY, State.UNCONSOLIDATED),
    (
        "a pilot of 11 months 30 days",
        PILOT | {"measures": pair("wait", after=date(2024, 9, 30))},
        YEAR_OLD - DAY,
        State.UNDERWAY,
    ),
    (
        "a pilot of 12 months",
        PILOT | {"measures": pair("wait", after=date(2024, 9, 30))},
        YEAR_OLD,
        State.UNCONSOLIDATED,
    ),
    (
        "a pilot that is said to have begun before its start",
        PILOT | {"measures": pair("wait", after=date(2024, 9, 30)), "phase_since": date(2023, 1, 1)},
        YEAR_OLD - DAY,
        State.UNDERWAY,
    ),
    (
        "in production, measured a day before six months there",
        {"measures": pair("wait", after=months_after(LIVE, 6) - DAY)},
        months_after(LIVE, 12) - DAY,
        State.UNDERWAY,
    ),
    (
        "the same a year after entering production",
        {"measures": pair("wait", after=months_after(LIVE, 6) - DAY)},
        months_after(LIVE, 12),
        State.UNCONSOLIDATED,
    ),
    (
        "measured on the day of the six months",
        {"measures": pair("wait", after=months_after(LIVE, 6))},
        months_after(LIVE, 6),
        State.SUSTAINED,
    ),
    (
        "the present phase began later than its dates say",
        PILOT | {"phase_since": date(2025, 9, 1)},
        TODAY,
        State.UNDERWAY,
    ),
]


@pytest.mark.parametrize(("facts", "today", "state"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_first_row_that_matches_gives_the_state(facts, today, state):
    assert only(site(**facts), today).state is state


def test_only_intent_unconfirmed_and_underway_are_not_counted():
    assert {state for state in State if not state.counted} == {
        State.INTENT,
        State.UNCONFIRMED,
        State.UNDERWAY,
    }
    assert {row[3] for row in ROWS} == set(State)


INVALID_PAIRS = [
    ("another unit", {"unit": "other"}, {}),
    ("another group", {"group": "women"}, {}),
    ("89 days", {"period_end": LIVE}, {"period_end": LIVE + 89 * DAY}),
    ("baseline after go-live", {"period_end": LIVE + DAY}, {}),
    ("baseline without a source", {"sourced": False}, {}),
    ("follow-up without a source", {}, {"sourced": False}),
    ("follow-up not accepted", {}, {"accepted": False}),
    ("baseline from the press", {"said_by": Said.PRESS}, {}),
    ("follow-up from the vendor", {}, {"said_by": Said.VENDOR}),
    ("follow-up from another city", {}, {"said_by": Said.PEER}),
    ("follow-up in the future", {}, {"period_end": TODAY + DAY}),
    ("follow-up before the start", {"period_end": date(2023, 1, 31)}, {"period_end": STARTED - DAY}),
]


@pytest.mark.parametrize(
    ("first", "last"), [row[1:] for row in INVALID_PAIRS], ids=[row[0] for row in INVALID_PAIRS]
)
def test_what_is_not_a_valid_pair_measures_nothing(first, last):
    before, after = pair("wait")
    adopter = site(1, measures=(replace(before, **first), replace(after, **last)))
    assert only(adopter).pair is None
    assert only(adopter).state is State.UNMEASURED


def test_ninety_days_after_a_baseline_of_the_day_of_go_live_is_a_valid_pair():
    measured = site(measures=pair("wait", before=LIVE, after=LIVE + 90 * DAY))
    assert only(measured).improved is True


def test_without_a_date_of_go_live_the_start_bounds_the_baseline():
    measures = pair("wait", before=STARTED + DAY)
    assert only(site(in_production=None, measures=measures)).pair is None
    assert only(site(in_production=None, measures=pair("wait", before=STARTED))).pair is not None
    assert only(site(**PILOT, measures=measures)).pair is not None


def test_a_city_that_another_one_measured_counts_only_at_the_origin():
    measures = pair("wait", said_by=Said.PEER)
    assert only(site(0, measures=measures)).state is State.SUSTAINED
    assert only(site(1, measures=measures)).state is State.UNMEASURED


def test_the_newest_follow_up_decides():
    relapse = figure("wait", 30, AFTER + DAY)
    assert only(site(measures=(*ALL_MEASURED, relapse))).state is State.NOT_SUSTAINED
    earlier = replace(relapse, period_end=AFTER - DAY)
    assert only(site(measures=(*ALL_MEASURED, earlier))).state is State.SUSTAINED


def test_the_last_baseline_before_go_live_is_the_one_compared():
    later = figure("wait", 8, LIVE, baseline=True)
    one = only(site(measures=(*pair("wait"), later)))
    assert (one.pair.baseline, one.state) == (later, State.NOT_SUSTAINED)


def test_the_whole_population_decides_over_a_group():
    whole, group = pair("wait"), pair("wait", worse=True, group="women")
    assert only(site(measures=(*whole, *group))).state is State.SUSTAINED
    assert only(site(measures=group)).state is State.NOT_SUSTAINED
    assert only(site(measures=(*pair("wait", group="men"), *group))).state is State.NOT_SUSTAINED


def test_a_group_does_not_hide_that_the_whole_population_got_worse():
    newer = pair("wait", group="women", after=AFTER + 30 * DAY)
    one = only(site(measures=(*pair("wait", worse=True), *newer)))
    assert (one.state, one.pair.followup.group, one.last_followup) == (State.NOT_SUSTAINED, "", AFTER)


def test_of_two_units_measured_on_the_same_day_the_weaker_decides():
    for units in (("minutes", "days"), ("days", "minutes")):
        both = [pair("wait", unit=unit, worse=unit == "days") for unit in units]
        assert only(site(measures=(*both[0], *both[1]))).state is State.NOT_SUSTAINED


def test_a_follow_up_on_the_day_of_the_start_is_one():
    started = site(started=BEFORE + 90 * DAY, measures=pair("wait", after=BEFORE + 90 * DAY))
    assert only(started).pair is not None


def test_one_core_outcome_that_lasts_is_enough():
    measures = (*pair("wait", worse=True), *pair("trust"))
    one = only(site(measures=measures))
    assert (one.state, one.sustained_on, one.pair.followup.indicator) == (
        State.SUSTAINED,
        ("trust",),
        "trust",
    )


def test_a_group_measured_alone_is_evidence_of_inclusion():
    assert only(site(measures=pair("reach", group="over 65"))).inclusion_ok
    assert not only(site(measures=pair("wait", group="over 65"))).inclusion_ok


def test_a_retired_indicator_earns_nothing_but_its_setback_stays():
    retired = (replace(REACH, retired=True), *(one for one in INDICATORS if one is not REACH))
    assert not only(site(), indicators=retired).inclusion_ok
    setback = site(measures=(*pair("wait"), *pair("reach", worse=True)))
    assert only(setback, indicators=retired).state is State.SETBACK


@pytest.mark.parametrize(("worse", "state"), [(False, State.UNMEASURED), (True, State.NOT_SUSTAINED)])
def test_retiring_a_core_outcome_does_not_hide_that_it_got_worse(worse, state):
    retired = (replace(INDICATORS[0], retired=True), *INDICATORS[1:])
    assert only(site(measures=pair("wait", worse=worse)), indicators=retired).state is state


def test_a_custom_indicator_counts_once_accepted():
    pending = tuple(replace(one, accepted=False) for one in INDICATORS)
    assert only(site(), indicators=pending).state is State.UNMEASURED


# Attempts


def test_the_latest_attempt_speaks_for_a_municipality():
    again = site(1, attempt=2, phase=Phase.ABANDONED)
    states = [one.state for one in assess(case(site(), again, site(1)), TODAY).sites]
    assert states == [State.SUSTAINED, State.ABANDONED]


def test_an_attempt_that_the_city_did_not_confirm_does_not_hide_the_one_it_did():
    abandoned, claimed = site(1, phase=Phase.ABANDONED), site(1, attempt=2, confirmed=False)
    assert only(abandoned).state is State.ABANDONED
    assert [one.state for one in assess(case(abandoned, claimed), TODAY).sites] == [State.ABANDONED]


def test_what_the_city_of_origin_tries_again_is_no_replication():
    (one,) = assess(case(site(0), site(0, origin=False, attempt=2)), TODAY).sites
    assert (one.site.origin, one.site.attempt) == (True, 2)


# Disputes


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ("100", "105", False),
        ("105", "100", False),
        ("100", "105.0001", True),
        ("-100", "-105", False),
        ("0", "0", False),
        ("0", "0.0001", True),
        ("-1", "1", True),
        ("0.1", "0.105", False),
        ("1000000000000000000000000000001", "1050000000000000000000000000001.05", False),
        ("1000000000000000000000000000001", "1050000000000000000000000000001.06", True),
    ],
)
def test_more_than_five_per_cent_is_a_dispute(one, other, disputed):
    assert differ(Decimal(one), Decimal(other)) is disputed


def test_a_dispute_is_shown_at_once_and_its_weaker_figure_counts_when_accepted():
    rival = figure("wait", 25, AFTER, said_by=Said.INDEPENDENT)
    disputed = site(measures=(*pair("wait"), rival))
    key = ("wait", disputed.municipality, "", AFTER)
    shown = assess(case(disputed), TODAY)
    assert [one.accepted for one in shown.disputes] == [False]
    assert set(shown.disputes[0].measures) == {pair("wait")[1], rival}
    assert shown.sites[0].state is State.SUSTAINED
    accepted = assess(case(disputed, accepted_disputes=frozenset({key})), TODAY)
    assert accepted.disputes[0].accepted
    assert (accepted.sites[0].state, accepted.sites[0].pair.followup) == (State.NOT_SUSTAINED, rival)


def test_the_weaker_of_two_disputed_baselines_is_the_harder_one_to_beat():
    rival = figure("wait", 9, BEFORE, baseline=True)
    disputed = site(measures=(*pair("wait"), rival))
    key = ("wait", disputed.municipality, "", BEFORE)
    assert only(disputed).state is State.SUSTAINED
    assert only(disputed, accepted_disputes=frozenset({key})).state is State.NOT_SUSTAINED


@pytest.mark.parametrize("rival", [{"value": 10}, {"unit": "v"}, {"group": "g"}, {"said_by": Said.PRESS}])
def test_what_cannot_be_compared_is_no_dispute(rival):
    facts = {"value": 25} | rival
    assert (
        assess(case(site(measures=(*pair("wait"), figure("wait", day=AFTER, **facts)))), TODAY).disputes == ()
    )


# The calendar


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_are_calendar_months(day, months, expected):
    assert months_after(day, months) == expected


@pytest.mark.parametrize(
    ("facts", "today", "change"),
    [
        ({"measures": ()}, STARTED, YEAR_OLD),
        ({}, TODAY, STALE_AFTER + DAY),
        (PILOT, date(2024, 12, 1), YEAR_OLD),
        ({"measures": pair("wait", after=date(2024, 10, 1))}, date(2025, 2, 1), months_after(LIVE, 12)),
        ({"measures": ALL_MEASURED}, TODAY, STALE_AFTER + DAY),
        ({"phase": Phase.ABANDONED, "measures": ()}, TODAY, None),
        ({"government_changes": (date(2027, 12, 10),)}, TODAY, date(2027, 12, 10)),
        ({"measures": pair("wait", after=TODAY + 9 * DAY)}, TODAY, TODAY + 9 * DAY),
    ],
)
def test_the_next_change_is_the_first_day_that_reads_otherwise(facts, today, change):
    assert only(site(**facts), today).next_change == change
