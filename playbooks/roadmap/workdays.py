"""Counting days of work: no weekends, no holidays and, in Argentina, no January. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from playbooks.roadmap.holidays import ARGENTINA, RECESS_MONTH, holidays

A_WEEK = 5
"""Days of work in a week of a step: a holiday makes it end later."""

MONTHS = 12
_DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day of the month, that many months later; the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(starts: date) -> date:
    """The last of the twelve months that begin that day: of those of 29 February, the 28th."""
    end = months_after(starts, MONTHS)
    return end - _DAY if end.day == starts.day else end


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar of a country (ISO 3166-1, two letters)."""

    country: str = ARGENTINA

    def __contains__(self, day: date) -> bool:
        return day.weekday() < 5 and not self.is_recess(day) and day not in holidays(day.year, self.country)

    def is_recess(self, day: date) -> bool:
        return self.country == ARGENTINA and day.month == RECESS_MONTH

    def on_or_after(self, day: date) -> date:
        while day not in self:
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        while day not in self:
            day -= _DAY
        return day

    def plus(self, day: date, days: int) -> date:
        """That many days of work later, or earlier when it is negative. `day` is one of work."""
        step = _DAY if days > 0 else -_DAY
        for _n in range(abs(days)):
            day += step
            while day not in self:
                day += step
        return day

    def count(self, first: date, last: date) -> int:
        """Days of work from `first` to `last`, both included; negative when `last` is before."""
        if last < first:
            return -self.count(last, first)
        return sum(first + _DAY * n in self for n in range((last - first).days + 1))
