"""Plain facts for the tests of evidence: a case where all is right, to be spoilt one fact at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases.evidence import (
    Assessment,
    CaseFact,
    Direction,
    IndicatorFact,
    Kind,
    Lens,
    MeasureFact,
    Phase,
    Said,
    SiteFact,
    assess,
)

TODAY = date(2026, 6, 15)
STARTED = date(2024, 1, 10)
LIVE = date(2024, 5, 10)
BEFORE = date(2023, 12, 31)
AFTER = date(2025, 12, 31)

WAIT = IndicatorFact("wait", Kind.OUTCOME, Lens.EXECUTIVE, Direction.DOWN, core=True)
TRUST = IndicatorFact("trust", Kind.OUTCOME, Lens.NETWORK, Direction.UP, core=True)
REACH = IndicatorFact("reach", Kind.OUTCOME, Lens.INCLUSION, Direction.UP, core=False)
INCIDENTS = IndicatorFact("incidents", Kind.OUTCOME, Lens.RISK, Direction.DOWN, core=False)
VISITS = IndicatorFact("visits", Kind.OUTPUT, Lens.EXECUTIVE, Direction.UP, core=True)
INDICATORS = (WAIT, TRUST, REACH, INCIDENTS, VISITS)

BETTER = {"wait": (20, 10), "trust": (40, 60), "reach": (30, 50), "incidents": (9, 4), "visits": (100, 900)}
"""Baseline and follow-up that move each indicator the wanted way."""


def figure(
    indicator: str, value: str | int, day: date, *, baseline: bool = False, **facts: Any
) -> MeasureFact:
    given = {"unit": "u", "group": "", "said_by": Said.SELF, "sourced": True} | facts
    return MeasureFact(indicator, baseline, Decimal(value), period_end=day, **given)


def pair(
    indicator: str, *, worse: bool = False, before: date = BEFORE, after: date = AFTER, **facts: Any
) -> tuple[MeasureFact, MeasureFact]:
    """A baseline and a follow-up that got better, or worse."""
    first, last = reversed(BETTER[indicator]) if worse else BETTER[indicator]
    return figure(indicator, first, before, baseline=True, **facts), figure(indicator, last, after, **facts)


ALL_MEASURED = (*pair("wait"), *pair("reach"), *pair("incidents"))


def site(number: int = 0, **facts: Any) -> SiteFact:
    """The origin when the number is 0, else a replication: in production and with everything measured."""
    given = {
        "municipality": f"AR-{number:06d}",
        "origin": number == 0,
        "attempt": 1,
        "phase": Phase.PRODUCTION,
        "started": STARTED,
        "in_production": LIVE,
        "ended": None,
        "confirmed": True,
        "objected": False,
        "population": 50_000,
        "province": f"AR-{number % 24:02d}",
        "country": "AR",
        "measures": ALL_MEASURED,
        "ai_sheet_complete": True,
    }
    return SiteFact(**(given | facts))


def case(*sites: SiteFact, **facts: Any) -> CaseFact:
    """A complete case: with ten replications of `site()` it would only lack an independent measure."""
    given = {
        "published": True,
        "problem": True,
        "action": True,
        "indicators": INDICATORS,
        "sites": sites,
        "uses_ai": False,
        "responsible_area": True,
        "norm_or_budget": True,
        "playbook": True,
        "network_standard": False,
    }
    return CaseFact(**(given | facts))


def policy() -> CaseFact:
    """A case at level 5."""
    independent = tuple(
        replace(one, said_by=Said.INDEPENDENT) if one.indicator == "wait" else one for one in ALL_MEASURED
    )
    origin = site(0, measures=independent, government_changes=(date(2025, 12, 10),))
    return case(origin, *(site(number) for number in range(1, 11)))


def unmet(assessment: Assessment) -> list[str]:
    return [condition.code for condition in assessment.conditions if not condition.met]


def only(assessed: SiteFact, today: date = TODAY, **facts: Any) -> Any:
    """The assessment of a single site."""
    (one,) = assess(case(assessed, **facts), today).sites
    return one
