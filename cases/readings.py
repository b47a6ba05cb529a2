"""What the figures of one site say: which outcomes got better, which lenses are measured, what got worse.

Pure functions over the pairs of `cases.figures`. The choices on which design.md §4 is silent are in
docs/decisions/evidencia-pares.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from cases.facts import IndicatorFact, Kind, Lens, Said
from cases.figures import Dispute, Pair, Series, latest_pairs, movement


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome at one site: whether it got better, the pair to show, and when it was last measured."""

    indicator: IndicatorFact
    better: bool
    pair: Pair
    newest: date


@dataclass(frozen=True, slots=True)
class Reading:
    """What the figures of a site say, whatever the calendar says of them."""

    outcomes: tuple[Outcome, ...]
    inclusion_ok: bool
    governance_ok: bool
    setback: bool
    independent: bool
    has_baseline: bool
    disputes: tuple[Dispute, ...]


def read(series: Sequence[Series]) -> Reading:
    """Only accepted outcomes say anything. A retired indicator earns nothing, but what got worse stays."""
    valid = [one for one in series if one.indicator.accepted and one.indicator.kind is Kind.OUTCOME]
    pairs = latest_pairs(valid)
    indicators = {one.indicator.key: one.indicator for one in valid}
    outcomes = tuple(_outcomes(indicators, pairs))
    inclusion_ok, inclusion_worse = _lens(indicators, pairs, Lens.INCLUSION)
    governance_ok, governance_worse = _lens(indicators, pairs, Lens.RISK)
    active = [one for one in valid if not one.indicator.retired]
    return Reading(
        outcomes,
        inclusion_ok,
        governance_ok,
        setback=inclusion_worse or governance_worse,
        independent=any(_independent(one) for one in active if one.indicator.core),
        has_baseline=any(one.has_baseline for one in active),
        disputes=tuple(chain.from_iterable(one.disputes for one in series)),
    )


def _outcomes(
    indicators: Mapping[str, IndicatorFact], pairs: Mapping[tuple[str, str], Pair]
) -> Iterator[Outcome]:
    """The whole population decides whether an outcome got better; without it, every group measured has to.

    Any group that got better also refreshes the date of an outcome that did.
    """
    for key, indicator in indicators.items():
        groups = {group: pair for (of, group), pair in pairs.items() if of == key}
        if not groups:
            continue
        deciding = [groups[""]] if "" in groups else list(groups.values())
        better = all(pair.movement > 0 for pair in deciding)
        if better and indicator.retired:
            continue
        speaking = [pair for pair in groups.values() if pair.movement > 0] if better else deciding
        newest = max(pair.followup.period_end for pair in speaking)
        shown = [pair for pair in speaking if pair.followup.period_end == newest]
        yield Outcome(indicator, better, min(shown, key=_whole_population_then_weaker), newest)


def _whole_population_then_weaker(pair: Pair) -> tuple[bool, int, str]:
    return pair.followup.group != "", pair.movement, pair.followup.group


def _lens(
    indicators: Mapping[str, IndicatorFact], pairs: Mapping[tuple[str, str], Pair], lens: Lens
) -> tuple[bool, bool]:
    """Whether that lens is measured without anything worse, and whether anything in it got worse."""
    seen = [(indicators[key], pair) for (key, _), pair in pairs.items() if indicators[key].lens is lens]
    worse = any(pair.movement < 0 for _, pair in seen)
    return not worse and any(not indicator.retired for indicator, _ in seen), worse


def _independent(series: Series) -> bool:
    """Whether a third party measured, at any time, that this outcome got better.

    Its own figure and the one that stands for that day must both be better, so that a figure that lost an
    accepted dispute proves nothing.
    """
    better = {pair.followup.period_end: pair.baseline for pair in series.pairs if pair.movement > 0}
    return any(
        movement(series.indicator.direction, better[figure.period_end].value, figure.value) > 0
        for figure in series.figures
        if figure.said_by is Said.INDEPENDENT and not figure.baseline and figure.period_end in better
    )
