"""Every row of the table of levels (design.md §4), and its borders."""

from dataclasses import replace
from datetime import date

import pytest

from cases.evidence import IndicatorFact, Kind, Lens, Level, Phase, Said, assess
from tests.cases.evidence_facts import (
    AFTER,
    ALL_MEASURED,
    INCIDENTS,
    INDICATORS,
    LIVE,
    REACH,
    STARTED,
    TODAY,
    TRUST,
    WAIT,
    case,
    figure,
    pair,
    policy,
    site,
    unmet,
)

ORIGIN, ABANDONED = site(0), {"phase": Phase.ABANDONED}
OUTCOME_ONLY = pair("wait")
BARE = {"measures": ()}


def level(*sites, **facts):
    return assess(case(*sites, **facts), TODAY).level


def replications(count, start=1, **facts):
    return [site(number, **facts) for number in range(start, start + count)]


def test_a_case_with_everything_is_a_network_policy():
    assessment = assess(policy(), TODAY)
    assert (assessment.level, assessment.next_missing) == (Level.NETWORK_POLICY, None)
    assert all(condition.met for condition in assessment.conditions)
    assert [condition.level for condition in assessment.conditions] == sorted(
        condition.level for condition in assessment.conditions
    )


# 0 Relato


@pytest.mark.parametrize("fact", ["published", "problem", "action"])
def test_without_its_story_a_case_stays_at_level_0(fact):
    assessment = assess(replace(policy(), **{fact: False}), TODAY)
    assert (assessment.level, assessment.next_missing.code) == (Level.STORY, fact)


def test_a_story_needs_its_municipality_and_its_start():
    assert assess(case(site(1)), TODAY).next_missing.code == "municipality"
    assert assess(case(), TODAY).next_missing.code == "municipality"
    assert assess(case(site(0, started=None)), TODAY).next_missing.code == "start_date"
    assert assess(case(site(0, **BARE)), TODAY).next_missing.level is Level.MEASURED


# 1 Medido

MEASURED = [
    ("the origin", [site(0, measures=OUTCOME_ONLY)], True),
    ("the origin, by an outcome that is not core", [site(0, measures=pair("reach"))], True),
    ("the origin, closed", [site(0, measures=OUTCOME_ONLY, **ABANDONED)], True),
    ("the origin, long ago", [site(0, measures=pair("wait", after=date(2024, 4, 1)))], True),
    ("an adopter", [site(0, **BARE), site(1)], True),
    ("an adopter still in its pilot", [site(0, **BARE), site(1, phase=Phase.PILOT, started=LIVE)], False),
    ("an abandoned adopter", [site(0, **BARE), site(1, **ABANDONED)], False),
    (
        "an adopter that abandoned it a month ago",
        [site(0, **BARE), site(1, phase_since=date(2026, 5, 1), **ABANDONED)],
        False,
    ),
    ("an adopter, by an outcome that is not core", [site(0, **BARE), site(1, measures=pair("reach"))], False),
    ("unconfirmed", [site(0, confirmed=False)], False),
    ("objected", [site(0, objected=True)], False),
    ("worse", [site(0, measures=pair("wait", worse=True))], False),
    (
        "better where not confirmed",
        [site(0, measures=pair("wait", worse=True)), site(1, confirmed=False)],
        False,
    ),
    ("an output", [site(0, measures=pair("visits"))], False),
    ("an intent", [site(0, phase=Phase.INTENT)], False),
]


@pytest.mark.parametrize(("sites", "met"), [row[1:] for row in MEASURED], ids=[row[0] for row in MEASURED])
def test_measured_needs_an_outcome_that_got_better_at_a_confirmed_site(sites, met):
    assert (level(*sites) >= Level.MEASURED) is met


def test_a_pilot_of_an_adopter_measures_the_case_until_it_stalls():
    pilot = site(1, phase=Phase.PILOT, in_production=None, started=date(2025, 8, 1))
    assert assess(case(site(0, **BARE), pilot), date(2026, 7, 31)).level is Level.MEASURED
    assert assess(case(site(0, **BARE), pilot), date(2026, 8, 1)).level is Level.STORY


def test_the_next_missing_datum_follows_the_steps_to_a_measure():
    before, after = pair("wait")
    steps = [
        (site(0, confirmed=False), "confirmed_site"),
        (site(0, measures=(after,)), "baseline"),
        (site(0, measures=(before,)), "followup"),
        (site(0, measures=pair("wait", worse=True)), "outcome_pair"),
        (site(0, measures=(before, after)), "inclusion"),
    ]
    assert [assess(case(one), TODAY).next_missing.code for one, _ in steps] == [code for _, code in steps]


# 2 Sostenido

SPOILT = [
    ({"measures": pair("wait")}, {}, ["inclusion", "governance"]),
    ({"measures": (*pair("wait"), *pair("reach"))}, {}, ["governance"]),
    ({"measures": (*pair("wait"), *pair("incidents"))}, {}, ["inclusion"]),
    ({"in_production": date(2025, 7, 1)}, {}, ["sustained_site"]),
    ({}, {"responsible_area": False}, ["responsible_area"]),
    ({}, {"norm_or_budget": False}, ["norm_or_budget"]),
    ({"ai_sheet_complete": False}, {"uses_ai": True}, ["ai_sheet"]),
    ({"serious_incident": True}, {"uses_ai": True}, ["ai_incidents"]),
    ({"ai_sheet_complete": False, "serious_incident": True}, {}, []),
    ({}, {"uses_ai": True}, []),
]


@pytest.mark.parametrize(("site_facts", "case_facts", "codes"), SPOILT)
def test_sustained_needs_every_condition_at_one_site(site_facts, case_facts, codes):
    assessment = assess(case(site(0, **site_facts), **case_facts), TODAY)
    assert [code for code in unmet(assessment) if code in {c.code for c in _of(assessment, 2)}] == codes
    assert assessment.level is (Level.MEASURED if codes else Level.SUSTAINED)


def _of(assessment, level):
    return [condition for condition in assessment.conditions if condition.level == level]


def test_two_sites_do_not_complete_each_other():
    inclusion = site(0, measures=(*pair("wait"), *pair("reach")))
    governance = site(1, measures=(*pair("wait"), *pair("incidents")))
    assert level(inclusion, governance) is Level.MEASURED


def test_equal_inclusion_and_governance_are_not_worse():
    equal = [
        figure(key, 5, day, baseline=day < LIVE)
        for key in ("reach", "incidents")
        for day in (LIVE.replace(month=1), AFTER)
    ]
    assert level(site(0, measures=(*pair("wait"), *equal))) is Level.SUSTAINED


def test_an_adopter_alone_can_sustain_the_case():
    assert level(site(0, **ABANDONED, measures=()), site(1)) is Level.REPLICATED
    assert level(site(0), site(1, **ABANDONED)) is Level.SUSTAINED


# 3 Replicado


def test_a_replication_must_sustain_the_same_core_outcome():
    other = site(1, measures=(*pair("trust"), *pair("reach")))
    assert level(ORIGIN, other) is Level.SUSTAINED
    both = site(1, measures=(*pair("trust"), *pair("wait")))
    assert level(ORIGIN, both) is Level.REPLICATED


def test_a_replication_need_not_measure_the_other_lenses_for_level_3():
    assert level(ORIGIN, site(1, measures=OUTCOME_ONLY)) is Level.REPLICATED


@pytest.mark.parametrize(
    "facts", [BARE, ABANDONED, {"confirmed": False}, {"objected": True}, {"in_production": date(2025, 7, 1)}]
)
def test_a_replication_that_did_not_sustain_it_is_not_enough(facts):
    assert level(ORIGIN, site(1, **facts)) is Level.SUSTAINED


def test_a_closed_or_stale_origin_vetoes_nothing():
    stale = site(0, measures=pair("wait", after=date(2024, 4, 1)))
    for origin in (stale, site(0, **ABANDONED), site(0, confirmed=False), site(0, **BARE)):
        assert level(origin, *replications(3)) is Level.EXTENDED


# 4 Extendido


def test_extended_needs_three_replications():
    assert level(ORIGIN, *replications(2)) is Level.REPLICATED
    assert level(ORIGIN, *replications(3)) is Level.EXTENDED


def test_extended_needs_two_provinces_or_two_countries():
    assert level(ORIGIN, *replications(3, province="AR-82")) is Level.REPLICATED
    assert level(ORIGIN, *replications(3, province="")) is Level.REPLICATED
    here, there = replications(2, province="AR-82"), site(3, province="AR-14")
    assert level(ORIGIN, *here, there) is Level.EXTENDED
    abroad = site(3, province="", country="UY")
    assert level(ORIGIN, *replications(2, province=""), abroad) is Level.EXTENDED


@pytest.mark.parametrize(
    ("good", "bad", "reached"), [(4, 2, True), (3, 1, True), (4, 3, False), (3, 2, False)]
)
def test_extended_needs_two_thirds_of_the_counted_replications(good, bad, reached):
    assessment = assess(case(ORIGIN, *replications(good), *replications(bad, 20, **BARE)), TODAY)
    assert (assessment.level is Level.EXTENDED) is reached
    rate = next(condition for condition in assessment.conditions if condition.code == "success_rate")
    assert (rate.have, rate.of, rate.met) == (good, good + bad, reached)
    assert rate.have >= rate.need if reached else rate.have < rate.need


def test_what_is_only_mentioned_does_not_lower_the_share():
    mentioned = [*replications(5, 20, confirmed=False), *replications(5, 30, phase=Phase.INTENT)]
    assert level(ORIGIN, *replications(3), *mentioned) is Level.EXTENDED


def test_extended_needs_one_replication_with_both_lenses_and_a_playbook():
    assert level(ORIGIN, *replications(3, measures=OUTCOME_ONLY)) is Level.REPLICATED
    one = site(3, measures=ALL_MEASURED)
    assert level(ORIGIN, *replications(2, measures=OUTCOME_ONLY), one) is Level.EXTENDED
    assert level(ORIGIN, *replications(3), playbook=False) is Level.REPLICATED


# 5 Política de red


def independent(*measures):
    return tuple(replace(one, said_by=Said.INDEPENDENT) for one in measures)


POLICY = [
    ("ten replications", policy(), True),
    ("nine", replace(policy(), sites=policy().sites[:10]), False),
    ("three and a standard", replace(policy(), sites=policy().sites[:4], network_standard=True), True),
]


@pytest.mark.parametrize(("facts", "reached"), [row[1:] for row in POLICY], ids=[row[0] for row in POLICY])
def test_a_network_policy_needs_ten_replications_or_a_standard(facts, reached):
    assert (assess(facts, TODAY).level is Level.NETWORK_POLICY) is reached


def with_origin(**facts):
    origin, *others = policy().sites
    return replace(policy(), sites=(replace(origin, **facts), *others))


@pytest.mark.parametrize(
    ("measures", "reached"),
    [
        (ALL_MEASURED, False),
        ((*pair("wait"), *independent(*pair("reach"))), False),
        ((*pair("wait"), *independent(*pair("trust"))), True),
        ((*pair("wait"), *independent(*pair("trust", worse=True))), False),
        ((pair("wait")[0], *independent(pair("wait")[1])), True),
        ((*independent(pair("wait")[0]), pair("wait")[1]), False),
        ((*pair("wait"), *independent(figure("wait", 12, date(2024, 6, 1)))), True),
    ],
)
def test_a_network_policy_needs_an_independent_measure_of_a_core_outcome_that_got_better(measures, reached):
    facts = with_origin(measures=measures)
    assert ("independent_measure" not in unmet(assess(facts, TODAY))) is reached


@pytest.mark.parametrize(
    ("facts", "reached"),
    [({}, True), ({"phase": Phase.PILOT}, False), (ABANDONED, False), ({"confirmed": False}, False)],
)
def test_an_independent_measure_counts_at_a_replication_that_sustained_it(facts, reached):
    origin, *others = policy().sites
    adopter = site(11, measures=independent(*pair("wait")), **facts)
    measured = replace(policy(), sites=(replace(origin, measures=ALL_MEASURED), *others, adopter))
    assert ("independent_measure" not in unmet(assess(measured, TODAY))) is reached


@pytest.mark.parametrize(
    ("facts", "reached"),
    [
        ({"government_changes": ()}, False),
        ({"government_changes": (LIVE,)}, False),
        ({"government_changes": (TODAY,)}, True),
        ({"government_changes": (date(2027, 12, 10),)}, False),
        ({"phase": Phase.CONCLUDED, "ended": date(2025, 12, 9)}, False),
        ({"phase": Phase.CONCLUDED, "ended": date(2025, 12, 10)}, True),
        ({"phase": Phase.CONCLUDED, "ended": None}, False),
        ({"phase": Phase.PILOT}, False),
        ({"in_production": None}, False),
        ({"confirmed": False}, False),
    ],
)
def test_a_network_policy_needs_a_site_in_production_across_a_change_of_government(facts, reached):
    assert ("government_change" not in unmet(assess(with_origin(**facts), TODAY))) is reached


def test_levels_are_cumulative():
    assert level(*policy().sites, responsible_area=False) is Level.MEASURED
    assert level(*policy().sites, playbook=False) is Level.REPLICATED


def test_an_inclusion_outcome_can_be_the_core_one():
    core = IndicatorFact("reach", Kind.OUTCOME, Lens.INCLUSION, REACH.direction, core=True)
    facts = {"indicators": (core, INCIDENTS), "measures": (*pair("reach"), *pair("incidents"))}
    measured = site(0, measures=facts["measures"])
    assert level(measured, indicators=facts["indicators"]) is Level.SUSTAINED


def test_the_starting_case_of_these_tests_is_what_it_says():
    assert {WAIT, TRUST, REACH, INCIDENTS} < set(INDICATORS)
    assert STARTED < LIVE < AFTER < TODAY
