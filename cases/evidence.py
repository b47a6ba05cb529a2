"""The level of evidence of a case, computed from stored facts and a date (design.md §4).

Pure functions: callers import every type and `assess` from here. The choices on which the rules are silent
are in docs/decisions/evidencia-niveles.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from cases.facts import (
    CaseFact,
    Direction,
    IndicatorFact,
    Kind,
    Lens,
    Level,
    MeasureFact,
    Phase,
    Said,
    SiteFact,
    State,
)
from cases.figures import DISPUTE_SHARE, MIN_PAIR_DAYS, Dispute, Pair
from cases.levels import (
    EXTENDED_REPLICATIONS,
    EXTENDED_SHARE,
    EXTENDED_TERRITORIES,
    NETWORK_REPLICATIONS,
    Condition,
    conditions_of,
)
from cases.outcomes import (
    MONTHS_FRESH,
    MONTHS_IN_PHASE,
    MONTHS_TO_MEASURE,
    MONTHS_TO_SUSTAIN,
    SiteAssessment,
    assess_site,
)

__all__ = [
    "DISPUTE_SHARE",
    "EXTENDED_REPLICATIONS",
    "EXTENDED_SHARE",
    "EXTENDED_TERRITORIES",
    "MIN_PAIR_DAYS",
    "MONTHS_FRESH",
    "MONTHS_IN_PHASE",
    "MONTHS_TO_MEASURE",
    "MONTHS_TO_SUSTAIN",
    "NETWORK_REPLICATIONS",
    "Assessment",
    "CaseFact",
    "Condition",
    "Direction",
    "Dispute",
    "IndicatorFact",
    "Kind",
    "Lens",
    "Level",
    "MeasureFact",
    "Pair",
    "Phase",
    "Said",
    "SiteAssessment",
    "SiteFact",
    "State",
    "assess",
    "latest_attempts",
]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that the facts of a case amount to on a day.

    `conditions` come level by level; `next_missing` is the first unmet one. `sites` holds the attempt of
    each municipality that speaks for it, origin first. `next_change` is the first later day on which
    anything here will read otherwise if nothing is added.
    """

    level: Level
    conditions: tuple[Condition, ...]
    next_missing: Condition | None
    disputes: tuple[Dispute, ...]
    sites: tuple[SiteAssessment, ...]
    next_change: date | None


def assess(case: CaseFact, today: date) -> Assessment:
    """Apply the published rules to the facts of a case as they stand on a day."""
    catalogue = {indicator.key: indicator for indicator in case.indicators}
    sites = tuple(
        assess_site(catalogue, case.accepted_disputes, site, today) for site in latest_attempts(case.sites)
    )
    conditions = tuple(conditions_of(case, sites))
    missing = next((condition for condition in conditions if not condition.met), None)
    return Assessment(
        level=Level(max(missing.level - 1, min(Level))) if missing else max(Level),
        conditions=conditions,
        next_missing=missing,
        disputes=tuple(chain.from_iterable(site.disputes for site in sites)),
        sites=sites,
        next_change=min((site.next_change for site in sites if site.next_change), default=None),
    )


def latest_attempts(sites: Sequence[SiteFact]) -> tuple[SiteFact, ...]:
    """The attempt that speaks for each municipality: origin first, then by code.

    It is the last one that the municipality confirmed, or the last one when it confirmed none: an attempt
    that others record in its name must not hide what it said itself. Whatever the city of origin tries
    again is still the origin's, never a replication.
    """
    origins = {site.municipality for site in sites if site.origin}
    speaking: dict[str, SiteFact] = {}
    for site in sites:
        rival = speaking.get(site.municipality)
        if rival is None or _recency(site) >= _recency(rival):
            speaking[site.municipality] = site
    ours = [
        replace(site, origin=True) if site.municipality in origins and not site.origin else site
        for site in speaking.values()
    ]
    return tuple(sorted(ours, key=lambda site: (not site.origin, site.municipality)))


def _recency(site: SiteFact) -> tuple[bool, int]:
    return site.confirmed, site.attempt
