"""What is known of one site: the outcome state of design.md §4, and the day on which it will change.

Pure functions. The choices on which the rules are silent are in docs/decisions/evidencia-estados.md.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cases.facts import Phase, SiteFact, State
from cases.figures import Catalogue, Dispute, DisputeKey, Pair, months_after, series_of
from cases.readings import Outcome, Reading, read

MONTHS_TO_MEASURE = 12
"""Months that a site has, from its start, to show a valid pair of a core outcome."""

MONTHS_IN_PHASE = 12
"""Months that a site may stay in its phase without having sustained the outcome."""

MONTHS_TO_SUSTAIN = 6
"""Months in production that the outcome must outlive."""

MONTHS_FRESH = 24
"""Months after which a follow-up says nothing about today."""

_PREFERENCE = (
    State.STALE,
    State.NOT_SUSTAINED,
    State.SETBACK,
    State.UNCONSOLIDATED,
    State.UNDERWAY,
    State.SUSTAINED,
)
"""A site with several core outcomes is in the last of these states that one of them earns."""


@dataclass(frozen=True, slots=True)
class SiteAssessment:
    """What the facts of one site amount to on a day.

    `pair` is the core-outcome pair that decides the state and `last_followup` the newest day on which that
    outcome was measured. `sustained_on` names the core outcomes that the site sustained. `measured` says
    whether the site earns level 1; `independent` and `crossed_government` whether it earns those two
    conditions of level 5. `next_change` is the first later day on which any of this will read otherwise if
    nothing is added.
    """

    site: SiteFact
    state: State
    counted: bool
    pair: Pair | None
    improved: bool | None
    inclusion_ok: bool
    governance_ok: bool
    last_followup: date | None
    next_change: date | None = None
    sustained_on: tuple[str, ...] = ()
    has_baseline: bool = False
    has_pair: bool = False
    measured: bool = False
    independent: bool = False
    crossed_government: bool = False
    disputes: tuple[Dispute, ...] = ()


def assess_site(
    catalogue: Catalogue, accepted_disputes: frozenset[DisputeKey], site: SiteFact, today: date
) -> SiteAssessment:
    """The state of a site on a day, what it earns for the levels, and when that will change by itself."""
    reading = read(series_of(catalogue, accepted_disputes, site, today))
    now = _on(site, reading, today)
    seen = today
    for day in _thresholds(site, today):
        if any(seen < measure.period_end <= day for measure in site.measures):
            reading = read(series_of(catalogue, accepted_disputes, site, day))
        seen = day
        if _on(site, reading, day) != now:
            return replace(now, next_change=day)
    return now


def _thresholds(site: SiteFact, today: date) -> list[date]:
    """Every later day on which a rule can begin to read otherwise, oldest first."""
    figures = [measure.period_end for measure in site.measures]
    days: set[date | None] = {*figures, *site.government_changes, site.ended, _year_since(site.started)}
    days.add(_year_since(_phase_began(site)))
    # Six months in production need no day of their own: the figure that proves them comes after them.
    days.update(_stale_from(day) for day in figures)
    return sorted(day for day in days if day is not None and day > today)


def _year_since(day: date | None) -> date | None:
    return months_after(day, MONTHS_IN_PHASE) if day else None


def _stale_from(newest: date) -> date:
    last = months_after(newest, MONTHS_FRESH)
    return last + timedelta(days=1) if last < date.max else last


def _on(site: SiteFact, reading: Reading, today: date) -> SiteAssessment:
    states = {one.indicator.key: _outcome_state(site, one, reading.setback, today) for one in _core(reading)}
    deciding = max(
        _core(reading),
        key=lambda one: (_PREFERENCE.index(states[one.indicator.key]), one.newest, one.indicator.key),
        default=None,
    )
    state = _state(site, states[deciding.indicator.key] if deciding else None, today)
    sustained_on = [key for key, earned in states.items() if earned is state is State.SUSTAINED]
    return SiteAssessment(
        site=site,
        state=state,
        counted=state.counted,
        pair=deciding.pair if deciding else None,
        improved=deciding.better if deciding else None,
        inclusion_ok=reading.inclusion_ok,
        governance_ok=reading.governance_ok,
        last_followup=deciding.newest if deciding else None,
        sustained_on=tuple(sorted(sustained_on)),
        has_baseline=reading.has_baseline,
        has_pair=bool(reading.outcomes),
        measured=_measured(site, reading, state, today),
        independent=reading.independent and _vouches(site, state),
        crossed_government=_crossed_government(site, today) and _vouches(site, state),
        disputes=reading.disputes,
    )


def _core(reading: Reading) -> list[Outcome]:
    return [one for one in reading.outcomes if one.indicator.core]


def _state(site: SiteFact, outcome: State | None, today: date) -> State:
    """The table of design.md §4: the first row that matches."""
    if site.phase is Phase.INTENT:
        return State.INTENT
    if not site.confirmed or site.objected:
        return State.UNCONFIRMED
    if site.phase is Phase.ABANDONED:
        return State.ABANDONED
    if outcome is None:
        return State.UNDERWAY if _within(site.started, MONTHS_TO_MEASURE, today) else State.UNMEASURED
    return outcome


def _outcome_state(site: SiteFact, outcome: Outcome, setback: bool, today: date) -> State:
    """The rows of the table that read a valid pair of a core outcome."""
    if today > months_after(outcome.newest, MONTHS_FRESH):
        return State.STALE
    if not outcome.better:
        return State.NOT_SUSTAINED
    if setback:
        return State.SETBACK
    return _consolidation(site, outcome, today)


def _consolidation(site: SiteFact, outcome: Outcome, today: date) -> State:
    """Sustained after six months in production, or still on its way there, or stalled."""
    lived_until = today if site.phase is Phase.PRODUCTION else site.ended
    if site.phase in (Phase.PRODUCTION, Phase.CONCLUDED) and site.in_production and lived_until:
        enough = months_after(site.in_production, MONTHS_TO_SUSTAIN)
        if min(outcome.newest, lived_until) >= enough:
            return State.SUSTAINED
    in_time = _within(_phase_began(site), MONTHS_IN_PHASE, today)
    return State.UNDERWAY if in_time else State.UNCONSOLIDATED


def _phase_began(site: SiteFact) -> date | None:
    """The day on which the present phase began, never before the site itself started."""
    by_phase = {Phase.PRODUCTION: site.in_production, Phase.CONCLUDED: site.ended}
    began = site.phase_since or by_phase.get(site.phase) or site.started
    return max(began, site.started) if began and site.started else began


def _within(since: date | None, months: int, today: date) -> bool:
    """Whether fewer than that many calendar months have passed; a missing date never helps."""
    return since is not None and today < months_after(since, months)


def _measured(site: SiteFact, reading: Reading, state: State, today: date) -> bool:
    """Level 1: any outcome of the origin; of a replication, a core one, unless abandoned or stalled."""
    if state in (State.INTENT, State.UNCONFIRMED):
        return False
    if site.origin:
        return any(one.better for one in reading.outcomes)
    return state is not State.ABANDONED and any(
        one.better and _consolidation(site, one, today) is not State.UNCONSOLIDATED for one in _core(reading)
    )


def _vouches(site: SiteFact, state: State) -> bool:
    """Level 5 listens to the confirmed origin, and to the replications that sustained the outcome."""
    return state is State.SUSTAINED or (site.origin and state not in (State.INTENT, State.UNCONFIRMED))


def _crossed_government(site: SiteFact, today: date) -> bool:
    """In production before a change of government, and still on the day of the change."""
    if site.phase not in (Phase.PRODUCTION, Phase.CONCLUDED) or site.in_production is None:
        return False
    until = today if site.phase is Phase.PRODUCTION else site.ended
    return until is not None and any(
        site.in_production < change <= min(until, today) for change in site.government_changes
    )
