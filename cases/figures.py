"""Which figures of a site count, and which of them may be compared: valid pairs and disputes.

Pure functions over the facts of `cases.facts`, after design.md §4. The choices on which the rules are
silent are in docs/decisions/evidencia-pares.md.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from cases.facts import Direction, IndicatorFact, MeasureFact, Phase, Said, SiteFact

MIN_PAIR_DAYS = 90
"""Days that a follow-up must be away from its baseline."""

DISPUTE_SHARE = Fraction(5, 100)
"""Two figures are in dispute when they differ by more than this share of the smaller one."""

_SIGNED = re.compile(
    r"°|\bgrados?\b|temperatura|variaci|diferencia|saldo|balance|d[eé]ficit|super[aá]vit"
    r"|resultado (?:fiscal|financiero)|puntos porcentuales|\bp\. ?p\.",
    re.IGNORECASE,
)

Day = TypeVar("Day", date, str)  # as a date, or as a file writes it: both are in order
Catalogue = Mapping[str, IndicatorFact]
DisputeKey = tuple[str, str, str, date]


@dataclass(frozen=True, slots=True)
class Pair:
    """A valid baseline and follow-up. `movement` is 1 when better, 0 when the same, -1 when worse."""

    baseline: MeasureFact
    followup: MeasureFact
    movement: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """Sourced figures for the same indicator, site, group and period that differ by more than 5 %."""

    indicator: str
    municipality: str
    group: str
    period_end: date
    baseline: bool
    measures: tuple[MeasureFact, ...]
    accepted: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator for one group in one unit: the only ones that are ever compared.

    `pairs` holds one valid pair for each follow-up date, oldest first.
    """

    indicator: IndicatorFact
    group: str
    unit: str
    figures: tuple[MeasureFact, ...]
    has_baseline: bool
    pairs: tuple[Pair, ...]
    disputes: tuple[Dispute, ...]


def too_early(baselines: Iterable[Day], followups: Iterable[Day]) -> list[Day]:
    """The follow-ups of a series that do not come after its earliest baseline: "after" is after "before".

    Without a baseline nothing is too early. Forms, models and files refuse what this returns.
    """
    first = min(baselines, default=None)
    return [] if first is None else [one for one in followups if one <= first]


def may_be_negative(unit: str, name: str = "") -> bool:
    """Whether a figure below zero makes sense in that unit, of an indicator of that name.

    Days, people, tons, pesos and percentages count something: there are none fewer than zero. Only degrees
    and what is the difference of two amounts go below: the words of the unit or of the name say so. The
    catalogue has no such fact of its own, and none of its entries goes below zero. Forms refuse the rest.
    """
    return bool(_SIGNED.search(unit) or _SIGNED.search(name))


@lru_cache(maxsize=8192)  # the same few days are asked for again and again
def months_after(day: date, months: int) -> date:
    """The same day `months` calendar months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def series_of(
    catalogue: Catalogue, accepted_disputes: frozenset[DisputeKey], site: SiteFact, today: date
) -> tuple[Series, ...]:
    """Every comparable series of a site, from the figures that count on that day."""
    grouped: dict[tuple[str, str, str], list[MeasureFact]] = defaultdict(list)
    for measure in site.measures:
        if measure.indicator in catalogue and _counts(measure, site, today):
            grouped[measure.indicator, measure.group, measure.unit].append(measure)
    return tuple(
        _series(catalogue[key], site, figures, accepted_disputes) for (key, _, _), figures in grouped.items()
    )


def latest_pairs(series: Iterable[Series]) -> dict[tuple[str, str], Pair]:
    """The newest valid pair of each (indicator, group); of two units on the same day, the weaker."""
    latest: dict[tuple[str, str], Pair] = {}
    for one in series:
        if one.pairs:
            key, pair = (one.indicator.key, one.group), one.pairs[-1]
            latest[key] = max(latest.get(key, pair), pair, key=_newest_then_weaker)
    return latest


def _newest_then_weaker(pair: Pair) -> tuple[date, int]:
    return pair.followup.period_end, -pair.movement


def _counts(measure: MeasureFact, site: SiteFact, today: date) -> bool:
    """Accepted, with a source, in the past, and said by someone whose word counts at that site.

    Another municipality counts at the origin only: at a replication it may be the promoter of the case,
    and what the promoter says of other cities changes nothing.
    """
    if not (measure.accepted and measure.sourced and measure.period_end <= today):
        return False
    return measure.said_by in (Said.SELF, Said.INDEPENDENT) or (measure.said_by is Said.PEER and site.origin)


def _series(
    indicator: IndicatorFact,
    site: SiteFact,
    figures: Sequence[MeasureFact],
    accepted_disputes: frozenset[DisputeKey],
) -> Series:
    moments: dict[tuple[date, bool], list[MeasureFact]] = defaultdict(list)
    for figure in figures:
        moments[figure.period_end, figure.baseline].append(figure)
    standing: list[MeasureFact] = []
    disputes: list[Dispute] = []
    for (day, baseline), rivals in sorted(moments.items()):
        key = (indicator.key, site.municipality, rivals[0].group, day)
        accepted = key in accepted_disputes
        standing.append(_standing(indicator.direction, rivals, accepted))
        if _in_dispute(rivals):
            disputes.append(Dispute(*key, baseline, tuple(rivals), accepted))
    baselines = [figure for figure in standing if figure.baseline and _before_go_live(figure, site)]
    followups = [figure for figure in standing if not figure.baseline and _after_start(figure, site)]
    return Series(
        indicator,
        figures[0].group,
        figures[0].unit,
        tuple(figures),
        bool(baselines),
        tuple(_pairs(indicator.direction, baselines, followups)),
        tuple(disputes),
    )


def _standing(direction: Direction, rivals: Sequence[MeasureFact], accepted: bool) -> MeasureFact:
    """The figure that counts among those of the same moment.

    The strongest, until a coordinator accepts the dispute; then the strongest of those within 5 % of the
    weakest, which between two figures is the weaker one.
    """
    if len(rivals) == 1:
        return rivals[0]
    weakest = min(rivals, key=lambda figure: _strength(direction, figure))
    pool = [figure for figure in rivals if not (accepted and differ(figure.value, weakest.value))]
    return max(pool, key=lambda figure: _strength(direction, figure))


def _strength(direction: Direction, figure: MeasureFact) -> Decimal:
    """Larger for the figure that makes the improvement larger (`copy_negate` does not round)."""
    helps_when_high = (direction is Direction.UP) != figure.baseline
    return figure.value if helps_when_high else figure.value.copy_negate()


def differ(one: Decimal, other: Decimal) -> bool:
    """Whether two values differ by more than 5 % of the smaller one; exactly 5 % is no dispute."""
    first, second = Fraction(one), Fraction(other)
    return abs(first - second) > DISPUTE_SHARE * min(abs(first), abs(second))


def _in_dispute(rivals: Sequence[MeasureFact]) -> bool:
    values = [figure.value for figure in rivals]
    return len(values) > 1 and differ(min(values), max(values))


def _before_go_live(baseline: MeasureFact, site: SiteFact) -> bool:
    """A baseline measured after go-live is no baseline.

    When the phase says that the site went live and nobody says when, the start stands for it: the earliest
    day that it can have been. With neither date nothing shows that the baseline came before.
    """
    if site.in_production is not None:
        return baseline.period_end <= site.in_production
    if site.phase in (Phase.PRODUCTION, Phase.CONCLUDED):
        return site.started is not None and baseline.period_end <= site.started
    return True


def _after_start(followup: MeasureFact, site: SiteFact) -> bool:
    """What was measured before the action began cannot follow it; without dates nothing shows that it did."""
    since = site.started or site.in_production or site.phase_since
    return since is not None and followup.period_end >= since


def _pairs(
    direction: Direction, baselines: Sequence[MeasureFact], followups: Sequence[MeasureFact]
) -> Iterable[Pair]:
    """Each follow-up with the last baseline that is far enough before it. Both lists come oldest first."""
    for followup in followups:
        day = followup.period_end
        before = [baseline for baseline in baselines if (day - baseline.period_end).days >= MIN_PAIR_DAYS]
        if before:
            yield Pair(before[-1], followup, movement(direction, before[-1].value, followup.value))


def movement(direction: Direction, before: Decimal, after: Decimal) -> int:
    """1 when `after` is better than `before` in the wanted direction, 0 when equal, -1 when worse."""
    if before == after:
        return 0
    return 1 if (after > before) == (direction is Direction.UP) else -1
