"""The conditions of each level of evidence (design.md §4), read from the case and its assessed sites.

Pure functions. The choices on which the rules are silent are in docs/decisions/evidencia-niveles.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import ceil

from cases.facts import CaseFact, Level, State
from cases.outcomes import SiteAssessment

EXTENDED_REPLICATIONS = 3
"""Replications that must have sustained the outcome for level 4."""

EXTENDED_TERRITORIES = 2
"""Provinces, or countries, in which they must be."""

EXTENDED_SHARE = Fraction(2, 3)
"""Share of the counted replications that must have sustained it for level 4."""

NETWORK_REPLICATIONS = 10
"""Replications that make a network policy without a standard of the network."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a level. Of `of` (when it is a share), the case has `have` and needs `need`."""

    code: str
    level: Level
    met: bool
    have: int | None = None
    need: int | None = None
    of: int | None = None


def conditions_of(case: CaseFact, sites: Sequence[SiteAssessment]) -> Iterator[Condition]:
    """Every condition of every level, in the order in which a case should meet them."""
    replications = [one for one in sites if not one.site.origin]
    yield from _story(case, sites)
    yield from _measured(sites)
    yield from _sustained(case, sites)
    yield _replicated(case, sites)
    yield from _extended(case, replications)
    yield from _network_policy(case, sites, _sustaining(replications))


def _sustaining(sites: Sequence[SiteAssessment]) -> list[SiteAssessment]:
    return [one for one in sites if one.state is State.SUSTAINED]


def _story(case: CaseFact, sites: Sequence[SiteAssessment]) -> Iterator[Condition]:
    origin = next((one.site for one in sites if one.site.origin), None)
    yield Condition("published", Level.STORY, case.published)
    yield Condition("problem", Level.STORY, case.problem)
    yield Condition("action", Level.STORY, case.action)
    yield Condition("municipality", Level.STORY, origin is not None)
    yield Condition("start_date", Level.STORY, origin is not None and origin.started is not None)


def _measured(sites: Sequence[SiteAssessment]) -> Iterator[Condition]:
    """One outcome that got better, told as the steps that lead to it at a confirmed site."""
    confirmed = [one for one in sites if one.state not in (State.INTENT, State.UNCONFIRMED)]
    yield Condition("confirmed_site", Level.MEASURED, bool(confirmed))
    yield Condition("baseline", Level.MEASURED, any(one.has_baseline for one in confirmed))
    yield Condition("followup", Level.MEASURED, any(one.has_pair for one in confirmed))
    yield Condition("outcome_pair", Level.MEASURED, any(one.measured for one in sites))


def _site_checks(case: CaseFact, one: SiteAssessment) -> dict[str, bool]:
    """What level 2 asks of one and the same site."""
    checks = {
        "sustained_site": one.state is State.SUSTAINED,
        "inclusion": one.inclusion_ok,
        "governance": one.governance_ok,
    }
    if case.uses_ai:
        checks["ai_sheet"] = one.site.ai_sheet_complete
        checks["ai_incidents"] = not one.site.serious_incident
    return checks


def _sustained(case: CaseFact, sites: Sequence[SiteAssessment]) -> Iterator[Condition]:
    """Read at the site that is nearest to meeting them all, so that what is missing belongs to one site."""
    confirmed = [one for one in sites if one.state not in (State.INTENT, State.UNCONFIRMED)]
    candidates = [_site_checks(case, one) for one in confirmed]
    best = max(candidates, key=lambda checks: (checks["sustained_site"], sum(checks.values())), default={})
    codes = ["sustained_site", "inclusion", "governance"]
    for code in [*codes, "ai_sheet", "ai_incidents"] if case.uses_ai else codes:
        yield Condition(code, Level.SUSTAINED, best.get(code, False))
    yield Condition("responsible_area", Level.SUSTAINED, case.responsible_area)
    yield Condition("norm_or_budget", Level.SUSTAINED, case.norm_or_budget)


def _replicated(case: CaseFact, sites: Sequence[SiteAssessment]) -> Condition:
    """A replication sustained a core outcome that a site of level 2 (perhaps itself) sustained."""
    complete = [one for one in sites if all(_site_checks(case, one).values())]
    same = set(chain.from_iterable(one.sustained_on for one in complete or sites))
    have = sum(1 for one in sites if not one.site.origin and same.intersection(one.sustained_on))
    return Condition("replication", Level.REPLICATED, have >= 1, have, 1)


def _extended(case: CaseFact, replications: Sequence[SiteAssessment]) -> Iterator[Condition]:
    sustained, level = _sustaining(replications), Level.EXTENDED
    counted = sum(1 for one in replications if one.counted)
    need = max(1, ceil(EXTENDED_SHARE * counted))
    territories = _territories(sustained)
    both_lenses = any(one.inclusion_ok and one.governance_ok for one in sustained)
    yield _number("replications", level, len(sustained), EXTENDED_REPLICATIONS)
    yield _number("territories", level, territories, EXTENDED_TERRITORIES)
    yield Condition("success_rate", level, len(sustained) >= need, len(sustained), need, counted)
    yield Condition("replication_lenses", level, both_lenses)
    yield Condition("playbook", level, case.playbook)


def _territories(sites: Sequence[SiteAssessment]) -> int:
    """Different provinces, or different countries when those are more; an unknown one adds none."""
    provinces = {one.site.province for one in sites} - {""}
    countries = {one.site.country for one in sites} - {""}
    return max(len(provinces), len(countries))


def _network_policy(
    case: CaseFact, sites: Sequence[SiteAssessment], sustained: Sequence[SiteAssessment]
) -> Iterator[Condition]:
    level, have = Level.NETWORK_POLICY, len(sustained)
    adopted = case.network_standard or have >= NETWORK_REPLICATIONS
    yield Condition("network_adoption", level, adopted, have, NETWORK_REPLICATIONS)
    yield Condition("independent_measure", level, any(one.independent for one in sites))
    yield Condition("government_change", level, any(one.crossed_government for one in sites))


def _number(code: str, level: Level, have: int, need: int) -> Condition:
    return Condition(code, level, have >= need, have, need)
