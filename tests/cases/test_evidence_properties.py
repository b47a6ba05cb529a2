"""What must hold of the rules of evidence for any facts whatever."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.evidence import (
    CaseFact,
    Kind,
    MeasureFact,
    Phase,
    Said,
    SiteAssessment,
    State,
    assess,
)
from tests.cases.evidence_facts import (
    AFTER,
    ALL_MEASURED,
    BEFORE,
    BETTER,
    INDICATORS,
    LIVE,
    STARTED,
    TODAY,
    case,
    figure,
    pair,
    site,
)

DAY = timedelta(days=1)
KEYS = {indicator.key: indicator for indicator in INDICATORS}


def around(day: date, days: int = 500) -> st.SearchStrategy[date]:
    return st.integers(-days, days).map(lambda offset: day + offset * DAY)


def maybe(strategy):
    """Usually a value, sometimes none."""
    return st.one_of(strategy, strategy, strategy, st.none())


def rarely(value: bool) -> st.SearchStrategy[bool]:
    return st.sampled_from([not value] * 4 + [value])


@st.composite
def figures(draw) -> MeasureFact:
    indicator = draw(st.sampled_from(sorted(BETTER)))
    baseline = draw(st.booleans())
    return figure(
        indicator,
        Decimal(draw(st.integers(-2, 60))),
        draw(around(BEFORE if baseline else AFTER)),
        baseline=baseline,
        unit=draw(st.sampled_from(["u", "u", "u", "v"])),
        group=draw(st.sampled_from(["", "", "women", "rural"])),
        said_by=draw(st.sampled_from([Said.SELF, Said.SELF, *Said])),
        sourced=draw(rarely(False)),
        accepted=draw(rarely(False)),
        key=str(draw(st.integers(0, 10**9))),
    )


@st.composite
def sites(draw, number: int | None = None):
    number = draw(st.integers(0, 9)) if number is None else number
    good = draw(st.sampled_from([(), pair("wait"), ALL_MEASURED, ALL_MEASURED]))
    return site(
        number,
        attempt=draw(st.integers(1, 2)),
        phase=draw(st.sampled_from([Phase.PRODUCTION] * 4 + list(Phase))),
        started=draw(maybe(st.one_of(st.just(STARTED), around(STARTED)))),
        in_production=draw(maybe(st.one_of(st.just(LIVE), around(LIVE)))),
        ended=draw(st.one_of(st.none(), around(AFTER))),
        confirmed=draw(rarely(False)),
        objected=draw(rarely(True)),
        measures=(*good, *draw(st.lists(figures(), max_size=5))),
        government_changes=tuple(draw(st.lists(around(AFTER), max_size=2))),
        serious_incident=draw(rarely(True)),
        ai_sheet_complete=draw(rarely(False)),
        phase_since=draw(st.one_of(st.none(), st.none(), around(LIVE))),
    )


@st.composite
def cases(draw) -> CaseFact:
    """A random case, often on a floor of good replications so that every level is reached."""
    floor = [site(number) for number in range(20, 20 + draw(st.sampled_from([0, 0, 1, 3, 9])))]
    origin = draw(st.one_of(st.just(site(0)), sites(number=0)))
    others = draw(st.lists(sites(), max_size=4))
    accepted = {
        (one.indicator, other.municipality, one.group, one.period_end)
        for other in others
        for one in other.measures
        if draw(st.booleans())
    }
    return case(
        origin,
        *floor,
        *others,
        published=draw(rarely(False)),
        uses_ai=draw(st.booleans()),
        playbook=draw(rarely(False)),
        norm_or_budget=draw(rarely(False)),
        network_standard=draw(rarely(True)),
        indicators=tuple(
            replace(one, retired=draw(rarely(True)), accepted=draw(rarely(False))) for one in INDICATORS
        ),
        accepted_disputes=frozenset(accepted),
    )


today = around(TODAY, 900)
fast = settings(max_examples=60, deadline=None)


def level(facts: CaseFact, day: date):
    return assess(facts, day).level


def without_measure(facts: CaseFact, at: int, index: int) -> CaseFact:
    one = facts.sites[at]
    fewer = replace(one, measures=one.measures[:index] + one.measures[index + 1 :])
    return replace(facts, sites=(*facts.sites[:at], fewer, *facts.sites[at + 1 :]))


def timeless(assessment):
    """An assessment without what it says of the days to come."""
    return replace(assessment, next_change=None, sites=tuple(map(_timeless, assessment.sites)))


def _timeless(one: SiteAssessment) -> SiteAssessment:
    return replace(one, next_change=None)


# States


def rows(one: SiteAssessment, day: date) -> list[bool]:
    """The rows of the table above *sostuvo*, each written from the facts that the assessment shows."""
    fresh = one.last_followup and day <= _months(one.last_followup, 24)
    return [
        one.site.phase is Phase.INTENT,
        not one.site.confirmed or one.site.objected,
        one.site.phase is Phase.ABANDONED,
        one.pair is None,
        not fresh,
        not one.improved,
    ]


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


ROW_STATES = [
    {State.INTENT},
    {State.UNCONFIRMED},
    {State.ABANDONED},
    {State.UNDERWAY, State.UNMEASURED},
    {State.STALE},
    {State.NOT_SUSTAINED},
    {State.SETBACK, State.SUSTAINED, State.UNDERWAY, State.UNCONSOLIDATED},
]


@fast
@given(cases(), today)
def test_every_site_is_in_exactly_the_state_of_the_first_row_that_matches(facts, day):
    for one in assess(facts, day).sites:
        first = next((row for row, matches in enumerate(rows(one, day)) if matches), len(ROW_STATES) - 1)
        assert one.state in ROW_STATES[first]
        assert one.counted is one.state.counted
        assert bool(one.sustained_on) is (one.state is State.SUSTAINED)


@fast
@given(cases(), today)
def test_one_site_for_each_municipality_and_the_level_is_where_the_conditions_stop(facts, day):
    assessment = assess(facts, day)
    assert sorted(one.site.municipality for one in assessment.sites) == sorted(
        {one.municipality for one in facts.sites}
    )
    reached = [c.level for c in assessment.conditions if not c.met]
    assert assessment.level == (max(min(reached) - 1, 0) if reached else 5)


@fast
@given(cases(), today, st.randoms())
def test_the_order_of_the_facts_changes_nothing(facts, day, random):
    shuffled = [
        replace(one, measures=tuple(random.sample(one.measures, len(one.measures)))) for one in facts.sites
    ]
    distinct = {(one.municipality, one.confirmed, one.attempt): one for one in shuffled}
    before = assess(replace(facts, sites=tuple(distinct.values())), day)
    random.shuffle(entries := list(distinct.values()))
    after = assess(replace(facts, sites=tuple(entries), indicators=facts.indicators[::-1]), day)
    assert (after.level, after.conditions, after.next_change) == (
        before.level,
        before.conditions,
        before.next_change,
    )
    assert [one.state for one in after.sites] == [one.state for one in before.sites]


# Monotony


def followup_movement(facts: CaseFact, at: int, measure: MeasureFact, day: date) -> int:
    """Whether a follow-up is better or worse than every baseline it could be compared with."""
    values = [
        one.value
        for one in facts.sites[at].measures
        if one.baseline
        and (one.indicator, one.unit, one.group) == (measure.indicator, measure.unit, measure.group)
    ]
    up = KEYS[measure.indicator].direction == "up"
    if values and all((measure.value > value) if up else (measure.value < value) for value in values):
        return 1
    if values and all((measure.value < value) if up else (measure.value > value) for value in values):
        return -1
    return 0


@st.composite
def measured_cases(draw):
    facts = draw(cases())
    places = [(at, index) for at, one in enumerate(facts.sites) for index in range(len(one.measures))]
    return facts, draw(st.sampled_from(places)) if places else None


def state_of(facts: CaseFact, at: int, day: date) -> State:
    municipality = facts.sites[at].municipality
    return next(one.state for one in assess(facts, day).sites if one.site.municipality == municipality)


@settings(max_examples=150, deadline=None)
@given(measured_cases(), today)
def test_losing_a_favourable_figure_never_raises_and_losing_an_unfavourable_one_never_lowers(chosen, day):
    """A site with a setback is the exception: its better outcome is what makes it count against the case."""
    facts, place = chosen
    if place is None:
        return
    at, index = place
    measure = facts.sites[at].measures[index]
    direction = 0 if measure.baseline else followup_movement(facts, at, measure, day)
    fewer = without_measure(facts, at, index)
    if direction > 0 and state_of(facts, at, day) is not State.SETBACK:
        assert level(fewer, day) <= level(facts, day)
    if direction < 0:
        assert level(fewer, day) >= level(facts, day)


FAVOURABLE = ["published", "problem", "action", "responsible_area", "norm_or_budget", "playbook"]


@fast
@given(cases(), today, st.sampled_from([*FAVOURABLE, "network_standard"]))
def test_losing_a_favourable_fact_of_the_case_never_raises(facts, day, name):
    assert level(replace(facts, **{name: False}), day) <= level(facts, day)


@fast
@given(cases(), today, st.integers(0, 20))
def test_an_incident_less_never_lowers_and_a_sheet_less_never_raises(facts, day, at):
    one = facts.sites[at % len(facts.sites)]
    safe = tuple(replace(other, serious_incident=False) if other is one else other for other in facts.sites)
    bare = tuple(replace(other, ai_sheet_complete=False) if other is one else other for other in facts.sites)
    assert level(replace(facts, sites=safe), day) >= level(facts, day)
    assert level(replace(facts, sites=bare), day) <= level(facts, day)
    assert level(replace(facts, uses_ai=False), day) >= level(facts, day)


@fast
@given(cases(), today, st.integers(0, 20))
def test_losing_a_site_that_sustained_it_never_raises_and_one_that_counts_against_never_lowers(
    facts, day, at
):
    speaking = [one.site for one in assess(facts, day).sites]
    alone = replace(facts, sites=tuple(speaking))
    one = assess(alone, day).sites[at % len(speaking)]
    fewer = replace(alone, sites=tuple(other for other in speaking if other is not one.site))
    if one.state is State.SUSTAINED:
        assert level(fewer, day) <= level(alone, day)
    elif one.counted and not one.site.origin and not one.measured:
        assert level(fewer, day) >= level(alone, day)


@fast
@given(cases(), today, st.integers(0, 4))
def test_retiring_an_indicator_never_raises(facts, day, index):
    retired = list(facts.indicators)
    retired[index] = replace(retired[index], retired=True)
    after = assess(replace(facts, indicators=tuple(retired)), day)
    before = assess(facts, day)
    if State.SETBACK not in [one.state for one in before.sites]:
        assert after.level <= before.level


HOPELESS = {State.ABANDONED, State.UNMEASURED, State.UNCONSOLIDATED}


@settings(max_examples=150, deadline=None)
@given(cases(), sites(number=15), today)
def test_an_abandoned_unmeasured_or_stalled_replication_never_raises(facts, adopter, day):
    after = assess(replace(facts, sites=(*facts.sites, adopter)), day)
    state = next(one.state for one in after.sites if one.site.municipality == adopter.municipality)
    if state in HOPELESS:
        assert after.level <= level(facts, day)


# What changes nothing


@fast
@given(cases(), sites(number=15), today)
def test_what_others_say_of_a_city_that_did_not_confirm_changes_nothing(facts, claimed, day):
    before = assess(facts, day)
    for number in (15, *(int(one.municipality[3:]) for one in facts.sites if one.confirmed)):
        claim = replace(claimed, municipality=f"AR-{number:06d}", origin=False, confirmed=False, attempt=9)
        after = assess(replace(facts, sites=(*facts.sites, claim)), day)
        assert (after.level, after.conditions) == (before.level, before.conditions)
        assert [one for one in after.sites if one.site.confirmed] == [
            one for one in before.sites if one.site.confirmed
        ]


@st.composite
def ignored_figures(draw) -> MeasureFact:
    one = draw(figures())
    return draw(
        st.sampled_from(
            [
                replace(one, said_by=Said.VENDOR),
                replace(one, said_by=Said.PRESS),
                replace(one, accepted=False),
                replace(one, sourced=False),
                replace(one, indicator="visits"),
                replace(one, indicator="an indicator that is not of this case"),
            ]
        )
    )


@fast
@given(cases(), st.integers(0, 20), st.lists(ignored_figures(), min_size=1, max_size=4), today)
def test_outputs_vendors_the_press_and_what_is_not_accepted_change_nothing(facts, at, noise, day):
    at %= len(facts.sites)
    noisy = replace(facts.sites[at], measures=(*facts.sites[at].measures, *noise))
    after = assess(replace(facts, sites=(*facts.sites[:at], noisy, *facts.sites[at + 1 :])), day)
    before = assess(facts, day)
    assert (after.level, after.conditions) == (before.level, before.conditions)
    assert [(one.state, one.pair) for one in after.sites] == [(one.state, one.pair) for one in before.sites]


@fast
@given(cases(), today)
def test_what_another_city_says_of_a_replication_changes_nothing(facts, day):
    silent = tuple(
        replace(one, measures=tuple(m for m in one.measures if m.said_by is not Said.PEER))
        if not one.origin
        else one
        for one in facts.sites
    )
    assert level(replace(facts, sites=silent), day) == level(facts, day)


@fast
@given(cases(), today)
def test_nothing_is_compared_across_units_groups_or_indicators(facts, day):
    for one in assess(facts, day).sites:
        if one.pair:
            first, last = one.pair.baseline, one.pair.followup
            assert (first.indicator, first.unit, first.group) == (last.indicator, last.unit, last.group)
            assert (last.period_end - first.period_end).days >= 90
            assert first.baseline and not last.baseline and first.sourced and last.sourced
            indicator = next(i for i in facts.indicators if i.key == first.indicator)
            assert indicator.kind is Kind.OUTCOME and indicator.core and indicator.accepted
            assert one.site.in_production is None or first.period_end <= one.site.in_production
        for dispute in one.disputes:
            assert len({(m.indicator, m.unit, m.group, m.period_end) for m in dispute.measures}) == 1


@fast
@given(cases(), today)
def test_where_inclusion_or_governance_got_worse_nothing_is_sustained(facts, day):
    """Add, to every site, a lens that got worse in a group of its own: no site is left sustained."""
    worse = pair(
        "incidents", worse=True, group="a group of its own", before=date(2000, 1, 1), after=date(2025, 6, 1)
    )
    sites = tuple(replace(one, measures=(*one.measures, *worse)) for one in facts.sites)
    indicators = tuple(replace(one, accepted=True) for one in facts.indicators)
    after = assess(replace(facts, sites=sites, indicators=indicators), day)
    for one in after.sites:
        starts = one.site.started or one.site.in_production or one.site.phase_since
        if day >= date(2025, 6, 1) and starts and starts <= date(2025, 6, 1):
            assert one.state is not State.SUSTAINED
            assert not one.governance_ok


# The calendar


@settings(max_examples=150, deadline=None)
@given(cases(), today)
def test_nothing_changes_until_the_next_change_and_something_does_on_it(facts, day):
    now = assess(facts, day)
    if now.next_change is None:
        samples = [day + offset * DAY for offset in (1, 40, 400, 4000)]
    else:
        span = (now.next_change - day).days
        assert span >= 1
        samples = [day + offset * DAY for offset in {1, span // 2, span - 1} if 0 < offset < span]
        assert timeless(assess(facts, now.next_change)) != timeless(now)
    for sample in samples:
        assert timeless(assess(facts, sample)) == timeless(now)
    for one, later in zip(now.sites, assess(facts, now.next_change or day).sites, strict=True):
        assert (one.next_change is not None and one.next_change == now.next_change) == (
            _timeless(one) != _timeless(later)
        )
