"""The figures of a site as a person reads them: before and after, who said it, and what does not count.

The rules decide which figures count (`cases.figures`); this module only puts the public ones in order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.evidence import MIN_PAIR_DAYS, Dispute, Kind, MeasureFact, SiteFact
from cases.figures import DisputeKey, Series, series_of
from cases.stored_facts import indicator_fact
from design.formats import number

if TYPE_CHECKING:
    from cases.models import Implementation, Indicator, Measure


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Sourced figures of the same moment that contradict each other. `accepted`: the weaker one counts."""

    period_end: date
    baseline: bool
    measures: tuple["Measure", ...]
    accepted: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator at one site for one group, in one unit.

    `movement` is 1 when it got better, 0 when it did not move, -1 when it got worse and None when both ends
    may not be compared. `note` says in words why it does not count or cannot be compared. `others` are the
    rest of what was measured, oldest first.
    """

    indicator: "Indicator"
    unit: str
    group: str
    before: "Measure | None"
    after: "Measure | None"
    movement: int | None = None
    counts: bool = True
    note: str = ""
    others: tuple["Measure", ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def shown(self) -> tuple["Measure", ...]:
        """The ends of the figure that exist: each of them with its own source."""
        return tuple(one for one in (self.before, self.after) if one)

    @property
    def methods(self) -> tuple["Measure", ...]:
        """The measures that say how they were made, each way of saying it once."""
        said = {(one.method, one.sample, one.design_strength): one for one in reversed(self.shown)}
        return tuple(one for way, one in said.items() if any(way))


def figures_of(
    record: "Implementation",
    site: SiteFact,
    indicators: Mapping[str, "Indicator"],
    accepted_disputes: frozenset[DisputeKey],
    today: date,
) -> tuple[Figure, ...]:
    """Every accepted figure of a site: core indicators first, and what does not count after what does."""
    public = {str(one.pk): one for one in record.measures.all() if one.status == "accepted"}
    catalogue = {key: indicator_fact(one) for key, one in indicators.items()}
    series = series_of(catalogue, accepted_disputes, site, today)
    counting = {figure.key for one in series for figure in one.figures}
    found = [_counted(one, indicators[one.indicator.key], public) for one in series]
    left = [fact for fact in site.measures if fact.key in public and fact.key not in counting]
    found += _uncounted(left, indicators, public, today)
    order = {key: place for place, key in enumerate(indicators)}
    return tuple(sorted(found, key=lambda one: _place(one, order)))


def _place(one: Figure, order: Mapping[str, int]) -> tuple[bool, int, bool, str, str]:
    key = one.indicator.key
    return not one.indicator.core, order[key], not one.counts, one.group, one.unit


def _counted(series: Series, indicator: "Indicator", public: Mapping[str, "Measure"]) -> Figure:
    before, after, movement = _ends(series)
    disputes = [_contradiction(one, public) for one in series.disputes]
    elsewhere = {one.pk for dispute in disputes for one in dispute.measures}
    elsewhere |= {public[one.key].pk for one in (before, after) if one}
    others = sorted(
        (public[one.key] for one in series.figures if public[one.key].pk not in elsewhere),
        key=lambda one: one.period_end,
    )
    note = _why_indicator_does_not_count(indicator)
    counts = not note
    if counts and before and after and movement is None:
        note = _(
            "They cannot be compared: the second has to be at least %(days)s days after the first,"
            " and the first cannot be later than going live."
        ) % {"days": number(MIN_PAIR_DAYS)}
    return Figure(
        indicator,
        series.unit,
        series.group,
        public[before.key] if before else None,
        public[after.key] if after else None,
        movement,
        counts,
        note,
        tuple(others),
        tuple(disputes),
    )


def _ends(series: Series) -> tuple[MeasureFact | None, MeasureFact | None, int | None]:
    """The newest valid pair; without one, the last figure of each moment."""
    if series.pairs:
        pair = series.pairs[-1]
        return pair.baseline, pair.followup, pair.movement
    return _last(series.figures, True), _last(series.figures, False), None


def _last(figures: Iterable[MeasureFact], baseline: bool) -> MeasureFact | None:
    of_moment = [one for one in figures if one.baseline == baseline]
    return max(of_moment, key=lambda one: one.period_end, default=None)


def _contradiction(dispute: Dispute, public: Mapping[str, "Measure"]) -> Contradiction:
    measures = tuple(public[one.key] for one in dispute.measures)
    return Contradiction(dispute.period_end, dispute.baseline, measures, dispute.accepted)


def _uncounted(
    facts: Sequence[MeasureFact],
    indicators: Mapping[str, "Indicator"],
    public: Mapping[str, "Measure"],
    today: date,
) -> list[Figure]:
    grouped: dict[tuple[str, str, str, str], list[MeasureFact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.indicator, fact.group, fact.unit, _why_measure_does_not_count(fact, today)].append(fact)
    found = []
    for (key, group, unit, note), members in grouped.items():
        ends = [_last(members, True), _last(members, False)]
        before, after = (public[one.key] if one else None for one in ends)
        others = [public[one.key] for one in members if one not in ends]
        others.sort(key=lambda one: one.period_end)
        found.append(Figure(indicators[key], unit, group, before, after, None, False, note, tuple(others)))
    return found


def _why_indicator_does_not_count(indicator: "Indicator") -> str:
    if indicator.kind == Kind.OUTPUT:
        return _("It is an output, not an outcome: it does not count as evidence.")
    if not indicator.accepted:
        return _("No coordinator has accepted this indicator yet: it does not count as evidence.")
    if indicator.retired_at:
        return _("The case does not use this indicator any more: it adds no evidence.")
    return ""


def _why_measure_does_not_count(fact: MeasureFact, today: date) -> str:
    if fact.said_by in ("vendor", "press"):
        said = {
            "vendor": _("It does not count as evidence: the vendor says it."),
            "press": _("It does not count as evidence: the press says it."),
        }
        return said[fact.said_by]
    if not fact.sourced:
        return _("It does not count as evidence: it has no source.")
    if fact.period_end > today:
        return _("It does not count as evidence yet: its period has not ended.")
    return _("It does not count as evidence: another municipality says it of this one.")
