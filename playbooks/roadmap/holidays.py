"""Days on which a town hall is closed. Pure, and only what a law says once and for all.

Argentina: Ley 27.399. Not here, since they are decided each year or by each province or city: bridge days
("puentes turísticos"), what to do with a movable holiday that falls on a weekend, local anniversaries and
days off of the administration. Elsewhere: 1 January, 1 May and 25 December, and nothing else.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

ARGENTINA = "AR"
RECESS_MONTH = 1
"""January: in Argentina the administration is in recess. It is custom, not a law."""

FIXED = ((1, 1), (3, 24), (4, 2), (5, 1), (5, 25), (6, 20), (7, 9), (12, 8), (12, 25))
"""(month, day) that never moves: Ley 27.399, article 1."""

MOVABLE = ((6, 17), (8, 17), (10, 12), (11, 20))
"""(month, day) that moves to a Monday: Ley 27.399, articles 1 to 3."""

BEFORE_EASTER = (48, 47, 2)
"""Days before Easter Sunday: Monday and Tuesday of Carnival, and Good Friday. Ley 27.399, article 1."""

EVERYWHERE_ELSE = ((1, 1), (5, 1), (12, 25))

_TO_MONDAY = {1: -1, 2: -2, 3: 4, 4: 3}
"""Tuesday and Wednesday go to the Monday before, Thursday and Friday to the one after."""


@lru_cache(maxsize=256)
def holidays(year: int, country: str) -> frozenset[date]:
    """The holidays of a year that are known. `country` has two letters (ISO 3166-1)."""
    if country != ARGENTINA:
        return frozenset(date(year, month, day) for month, day in EVERYWHERE_ELSE)
    return frozenset(_of_argentina(year))


def _of_argentina(year: int) -> Iterator[date]:
    yield from (date(year, month, day) for month, day in FIXED)
    yield from (moved(date(year, month, day)) for month, day in MOVABLE)
    yield from (easter(year) - timedelta(days=days) for days in BEFORE_EASTER)


def moved(day: date) -> date:
    """The day on which a movable holiday is kept. One on a weekend stays: moving it is decided each year."""
    return day + timedelta(days=_TO_MONDAY.get(day.weekday(), 0))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
