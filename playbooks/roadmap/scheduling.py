"""Steps over twelve months. Pure: from steps and a date to dates, and from a moved date to the others.

The process waits for the whole problem, so that what is measured is measured before anything changes. Peers
wait for both, unless they say what they wait for: asking whoever did it already, or agreeing on a standard,
may well come before buying. Governance goes under the three from the first month. A step begins on the first
day of work after everything that must end before it, and not before its own month.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from graphlib import TopologicalSorter
from itertools import product

from playbooks.roadmap.workdays import A_WEEK, Workdays, last_day, months_after

IN_ORDER = ("problem", "process", "peers")
"""Phases that wait for those before. Any other goes in parallel."""

PEERS = "peers"

REVIEWS = (3, 6, 9, 12)
"""Months of the plan at whose end one measures."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """A step to be laid. `after` are keys; `month` is 1 to 12.

    One that is `skipped` has the dates that it would have; who waits for it waits for what it waits for.
    """

    key: str
    phase: str
    weeks: int
    after: tuple[str, ...] = ()
    month: int | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A step with its dates. A settled one has begun, and does not shift; nobody waits for a finished one.

    Nor for a skipped one, but for what it would have waited for: that is still to be done.
    """

    key: str
    phase: str
    after: tuple[str, ...]
    starts: date
    ends: date
    not_before: date
    settled: bool = False
    finished: bool = False
    skipped: bool = False


class TooEarly(ValueError):
    """A step cannot begin before another one ends."""

    def __init__(self, waits_for: str, ends: date) -> None:
        super().__init__(f"{waits_for} ends on {ends}")
        self.waits_for, self.ends = waits_for, ends


def waits(steps: Sequence[Work | Slot]) -> dict[str, set[str]]:
    """What each step waits for. Without circles: an `after` that would close one is left out."""
    before: dict[str, set[str]] = {one.key: set() for one in steps}
    for one in steps:
        for other in one.after:
            _add(before, one.key, other)
    in_order = [one for one in steps if one.phase in IN_ORDER]
    for late, early in product(in_order, in_order):
        if _rank(early) < _rank(late) and not (late.phase == PEERS and late.after):
            _add(before, late.key, early.key)
    return before


def left_out(steps: Sequence[Work]) -> list[tuple[str, str]]:
    """Each `after` that cannot be kept, as (step, what it should wait for): they wait for each other."""
    before = waits(steps)
    return [
        (one.key, other)
        for one in steps
        for other in one.after
        if other in before and other not in before[one.key]
    ]


def _rank(one: Work | Slot) -> int:
    return IN_ORDER.index(one.phase)


def _add(before: dict[str, set[str]], key: str, other: str) -> None:
    if other in before and key not in _everything_before(before, other):
        before[key].add(other)


def _everything_before(before: Mapping[str, Collection[str]], key: str) -> set[str]:
    """The step itself and all that it waits for, directly or not."""
    seen, pending = {key}, [key]
    while pending:
        new = set(before[pending.pop()]) - seen
        seen |= new
        pending += new
    return seen


def past_skipped(steps: Sequence[Work | Slot]) -> dict[str, set[str]]:
    """What each step waits for, with what a skipped one waits for in its place."""
    before, skipped = waits(steps), {one.key for one in steps if one.skipped}
    found: dict[str, set[str]] = {}
    for key in TopologicalSorter(before).static_order():
        found[key] = before[key] - skipped
        for gone in before[key] & skipped:
            found[key] |= found[gone]
    return found


def lay(steps: Sequence[Work], starts: date, days: Workdays) -> dict[str, Slot]:
    """Every step as early as it can be, in the order of `steps`. Some may end after the twelve months."""
    before, works = past_skipped(steps), {one.key: one for one in steps}
    laid: dict[str, Slot] = {}
    for key in TopologicalSorter(before).static_order():
        work = works[key]
        not_before = months_after(starts, work.month - 1) if work.month else starts
        first = days.on_or_after(max([not_before, *(laid[one].ends + _DAY for one in before[key])]))
        last = days.plus(first, max(work.weeks, 1) * A_WEEK - 1)
        gone = {"finished": work.skipped, "skipped": work.skipped}
        laid[key] = Slot(key, work.phase, work.after, first, last, not_before, **gone)
    return {one.key: laid[one.key] for one in steps}


def beyond(slots: Iterable[Slot], starts: date) -> list[tuple[str, int]]:
    """What does not fit: (step, days of the calendar by which it ends after the twelve months)."""
    end = last_day(starts)
    return [(one.key, (one.ends - end).days) for one in slots if one.ends > end and not one.finished]


def review_days(starts: date, days: Workdays) -> list[tuple[int, date]]:
    """(month, the last day of work of it), counting months from the start of the plan."""
    ends = ((month, months_after(starts, month) - _DAY) for month in REVIEWS)
    return [(month, days.on_or_before(day)) for month, day in ends]


def move(slots: Sequence[Slot], key: str, starts: date, ends: date, days: Workdays) -> dict[str, Slot]:
    """The steps that change when one is given those dates, which go to the next day of work if they are not.

    What waits for it and has not begun keeps its length and follows: a step that began as early as it could
    does so again, and one with time to spare stays, unless it would begin before what it waits for ends.
    Raises TooEarly.
    """
    before, was = past_skipped(slots), {one.key: one for one in slots}
    if starts != was[key].starts:
        _refuse_too_early(starts, [was[one] for one in before[key]])
    first = days.on_or_after(starts)
    places = was | {key: replace(was[key], starts=first, ends=days.on_or_after(max(ends, first)))}
    for other in TopologicalSorter(before).static_order():
        if other == key or was[other].settled:
            continue
        slot = was[other]
        could = _earliest(slot, [was[one] for one in before[other]], days)
        can = _earliest(slot, [places[one] for one in before[other]], days)
        if slot.starts < can or slot.starts == could:
            length = days.count(slot.starts, slot.ends)
            places[other] = replace(slot, starts=can, ends=days.plus(can, length - 1))
    return {one: place for one, place in places.items() if place != was[one]}


def _refuse_too_early(starts: date, waits_for: Iterable[Slot]) -> None:
    for one in sorted(waits_for, key=lambda one: one.ends, reverse=True):
        if not one.finished and starts <= one.ends:
            raise TooEarly(one.key, one.ends)


def _earliest(slot: Slot, waits_for: Iterable[Slot], days: Workdays) -> date:
    # Whoever put it before its month meant it: nothing else pushes it there.
    floor = min(slot.not_before, slot.starts)
    return days.on_or_after(max([floor, *(one.ends + _DAY for one in waits_for if not one.finished)]))
