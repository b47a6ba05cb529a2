"""Telling a team which steps of its plans are due, with the reminders of every day."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cases.notices.letters import Letter, line
from cases.notices.mailing import Kind, absolute, team, tell
from cases.notices.signals import reminders_due
from design.formats import longdate
from municipalities.models import Municipality
from playbooks.models import Roadmap, RoadmapTask


def connect() -> None:
    """Called once, when every model is loaded."""
    reminders_due.connect(_due)


def _due(today: date, **kwargs: Any) -> int:
    return remind(today)


def due_of(place: Municipality, today: date) -> list[RoadmapTask]:
    """What is due in every plan of a municipality."""
    due = RoadmapTask.objects.due(today).filter(roadmap__municipality=place)
    return list(due.select_related("roadmap__municipality"))


def remind(today: date) -> int:
    """One mail for each plan with steps of which nobody was told. Returns how many plans.

    A step is told once for the day on which it ends: if it moves, it is told again.
    """
    return sum(_remind(roadmap, steps) for roadmap, steps in _untold(today))


def _untold(today: date) -> Iterator[tuple[Roadmap, list[RoadmapTask]]]:
    told = Q(reminded_for=F("ends"))
    due = RoadmapTask.objects.due(today).exclude(told).order_by("roadmap_id", "ends", "pk")
    rows = list(due.select_related("roadmap__municipality__province"))
    for _pk, steps in groupby(rows, key=lambda one: one.roadmap_id):
        found = list(steps)
        yield found[0].roadmap, found


def _remind(roadmap: Roadmap, steps: list[RoadmapTask]) -> bool:
    """Claimed before it is sent: two commands at once send one, and a failed one is tried again tomorrow."""
    addresses = team(roadmap.municipality)
    if not addresses:
        return False
    mine = [one for one in steps if _claim(one)]
    if not mine:
        return False
    if tell(addresses, letter(roadmap, mine), Kind.PLAN):
        return True
    RoadmapTask.objects.filter(pk__in=[one.pk for one in mine]).update(reminded_for=None)
    return False


def _claim(one: RoadmapTask) -> bool:
    """Whether it is ours to tell, and still ends on that day."""
    same = RoadmapTask.objects.filter(pk=one.pk, ends=one.ends).exclude(reminded_for=one.ends)
    untold = RoadmapTask.objects.filter(pk=one.pk, ends=one.ends, reminded_for=None)
    return bool((same | untold).update(reminded_for=one.ends))


def letter(roadmap: Roadmap, steps: list[RoadmapTask]) -> Letter:
    """To everybody of the team, with a line for each step."""
    names = {"title": roadmap.title, "place": roadmap.municipality.name}
    points = [_("%(step)s: until %(day)s") % {"step": one.title, "day": longdate(one.ends)} for one in steps]
    return Letter(
        line(_("Steps that are due in the plan “%(title)s”"), names),
        (
            _("These steps of the plan of %(place)s end soon, or should have ended:") % names,
            _("Say how they stand, or give them another date: the rest shifts by itself."),
        ),
        _("See the plan"),
        absolute("roadmap:plan", roadmap.key),
        points=tuple(points),
    )
