"""Days laid out from left to right, in whole months: where a plan's bars begin and end."""

from dataclasses import dataclass
from datetime import date, timedelta

from playbooks.roadmap.plan import Plan, Task

LEFT, RIGHT = 8.0, 752.0  # units of the drawing
THINNEST = 6.0


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of the drawing, from the first of a month to the last of another."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day begins."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def months(self) -> list[date]:
        """The first day of each month."""
        days, day = [], self.first
        while day <= self.last:
            days.append(day)
            day = _next_month(day)
        return days

    def bar(self, task: Task) -> tuple[float, float]:
        """Left and width of a task. A very short one is widened inside the month in which it ends."""
        left, right = self.x(task.starts), self.x(task.ends + timedelta(days=1))
        if right - left >= THINNEST:
            return left, round(right - left, 1)
        month = task.ends.replace(day=1)
        furthest = self.x(_next_month(month)) - THINNEST
        return round(min(max(left, self.x(month)), furthest), 1), THINNEST


def axis(plan: Plan) -> Axis:
    """From the first to the last thing of the plan, in whole months."""
    days = [plan.starts, plan.ends, *(review.on for review in plan.reviews)]
    days += [day for task in plan.tasks for day in (task.starts, task.ends)]
    return Axis(min(days).replace(day=1), _next_month(max(days)) - timedelta(days=1))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
