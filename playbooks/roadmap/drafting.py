"""From a playbook, a municipality and a date to a plan that nobody has saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from municipalities.reader import Reader
from playbooks.models import PlaybookPage
from playbooks.roadmap.diagnosis import FIRST, Diagnosis, adjust
from playbooks.roadmap.evidence import evidence_of
from playbooks.roadmap.holidays import ARGENTINA
from playbooks.roadmap.operating_model import operating_model
from playbooks.roadmap.pieces import Piece, among_themselves, indicators_of, pieces_of, spare_pieces
from playbooks.roadmap.plan import Plan, Review, Task
from playbooks.roadmap.scheduling import Slot, beyond, lay, left_out, review_days
from playbooks.roadmap.workdays import Workdays, last_day


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan, and what has to be said of it.

    `slots` are of every step, skipped ones included. `late` are those that do not fit, with the days by which
    they end after the twelve months; `circles` the pairs of steps that wait for each other.
    """

    plan: Plan
    pieces: tuple[Piece, ...]
    slots: dict[str, Slot]
    late: tuple[tuple[str, int], ...]
    circles: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> list[Piece]:
        """What the diagnosis made of the playbook."""
        return [one for one in self.pieces if one.reason]


def draft(
    playbook: PlaybookPage,
    place: Municipality | None,
    starts: date,
    told: Diagnosis,
    uid: UUID,
    population: int | None = None,
) -> Draft:
    """The plan of a playbook from a day on. Without a municipality, with the calendar of Argentina.

    `population` is that of whoever chose no municipality of the register.
    """
    population = place.population if place else population
    whole = indicators_of(playbook)
    spare = spare_pieces({slug for one in told.bottlenecks for slug in FIRST.get(one, ())})
    pieces = among_themselves(adjust(pieces_of(playbook), whole, told, spare))
    works = [one.work() for one in pieces]
    days = Workdays(place.country if place else ARGENTINA)
    slots = lay(works, starts, days)
    titles = {one.key: one.title for one in pieces}
    tasks = tuple(_task(one, slots[one.key]) for one in pieces)
    plan = Plan(
        uid=str(uid),
        sequence=int(now().timestamp()) // 60,  # an address keeps no count of its changes: the minute does
        title=playbook.title,
        playbook=playbook.title,
        playbook_url=playbook.url or "",
        municipality=_name(place, population),
        country=days.country,
        starts=starts,
        ends=last_day(starts),
        tasks=tasks,
        reviews=reviews(starts, days, [one.name for one in whole], measuring(tasks)),
        evidence=evidence_of(playbook, population, localdate()),
        operating_model=operating_model({}),
        updated=now(),
    )
    late = tuple((titles[key], by) for key, by in beyond(slots.values(), starts))
    waiting = left_out([one for one in works if not one.skipped])
    circles = tuple((titles[one], titles[other]) for one, other in waiting)
    return Draft(plan, tuple(pieces), slots, late, circles)


def _name(place: Municipality | None, population: int | None) -> str:
    if place:
        return str(place)
    return Reader.of_population(population).label if population else _("A municipality")


def _task(piece: Piece, slot: Slot) -> Task:
    return Task(
        key=piece.key,
        title=piece.title,
        phase=piece.phase,
        role=piece.role,
        starts=slot.starts,
        ends=slot.ends,
        state="skipped" if piece.skipped else "todo",
        owner="",
        notes=piece.reason,
        url=piece.url,
        indicators=tuple(one.name for one in piece.indicators),
        after=piece.after,
        checklist=piece.checklist,
    )


def measuring(tasks: Iterable[Task]) -> list[tuple[date, tuple[str, ...]]]:
    """(last day, names of indicators) of each task that is to be done."""
    return [(one.ends, one.indicators) for one in tasks if one.state != "skipped"]


def reviews(
    starts: date, days: Workdays, whole: Sequence[str], steps: Sequence[tuple[date, Sequence[str]]]
) -> tuple[Review, ...]:
    """What to measure at each: what the playbook as a whole moves, and what the steps that ended move.

    `steps` are (last day, names of indicators).
    """
    found = []
    for month, day in review_days(starts, days):
        ended = [name for ends, names in steps if ends <= day for name in names]
        found.append(Review(month, day, tuple(dict.fromkeys([*whole, *ended]))))
    return tuple(found)
