"""Telling the people of a case that its level, or what is known of a site, is not what it was."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.timezone import localdate

from accounts.audit import acting_user
from cases.evidence import Assessment, Condition, Level, State
from cases.models import AnnouncedStanding, CasePage, Implementation
from cases.notices import letters
from cases.notices.mailing import Kind, page_address, team, tell
from cases.notices.silence import in_silence
from municipalities.models import Municipality

_BATCH = 200
# A site that appears in one of these is told by its own report.
_QUIET = (State.INTENT, State.UNCONFIRMED, State.UNDERWAY)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is announced of a case: its level, the state of each municipality, and what it lacks."""

    level: Level
    states: dict[str, State]
    unmet: frozenset[str]


def standing_of(assessment: Assessment) -> Standing:
    return Standing(
        assessment.level,
        {one.site.municipality: one.state for one in assessment.sites},
        frozenset(_name(one) for one in assessment.conditions if not one.met),
    )


def announce_changes(case: CasePage, before: Standing, after: Assessment, touched: frozenset[int]) -> bool:
    """Write to the team of the origin, and to those of the sites that changed; `touched` are municipalities.

    Nothing is written when neither the level nor the state of a site changed. Whether nothing failed.
    """
    now = standing_of(after)
    changed = {
        key: state
        for key, state in now.states.items()
        if before.states.get(key) != state and not (key not in before.states and state in _QUIET)
    }
    if now.level == before.level and not changed:
        return True
    places = _places(case, changed, touched)
    objected = {one.site.municipality for one in after.sites if one.site.objected}
    moves = [
        letters.Move(places[key].name, before.states.get(key), state, key in objected)
        for key, state in changed.items()
    ]
    levels = (before.level, now.level)
    letter = letters.standing(case, levels, _reasons(before, after), moves, page_address(case))
    addresses = [address for place in places.values() for address in team(place)]
    actor = acting_user()
    if actor and now.level == before.level:  # who did it knows; of a level everybody is glad to hear
        addresses = [one for one in addresses if one != actor.email]
    return tell(addresses, letter, Kind.STANDING)


def _reasons(before: Standing, after: Assessment) -> list[Condition]:
    """Going up, what is met now and was not; going down, the opposite."""
    low, high = sorted((before.level, after.level))
    between = [one for one in after.conditions if low < one.level <= high]
    went_up = after.level > before.level
    return [one for one in between if one.met is went_up and (_name(one) in before.unmet) is went_up]


def _name(condition: Condition) -> str:
    return f"{int(condition.level)}:{condition.code}"


def _places(case: CasePage, changed: dict[str, State], touched: frozenset[int]) -> dict[str, Municipality]:
    """The origin first, then each municipality that changed or acted, by its key."""
    found = {case.municipality.key: case.municipality}
    sites = Implementation.objects.filter(case=case).select_related("municipality__province")
    for site in sites:
        place = site.municipality
        if place.key in changed or place.pk in touched:
            found[place.key] = place
    return found


@dataclass
class Watch:
    """What is to be looked at once the present transaction ends: one look for each case."""

    case: int
    touched: set[int] = field(default_factory=set)

    def __call__(self) -> None:
        look_again(self.case, localdate(), frozenset(self.touched))


def look_again(key: int, today: date, touched: frozenset[int] = frozenset()) -> bool:
    """Announce what changed of a case since it was last announced, once. Whether it announced something.

    Kept before it is sent, so that two at once send one; what could not be sent is told the next day.
    """
    with transaction.atomic():
        row = AnnouncedStanding.objects.select_for_update().filter(case=key).first()
        case = CasePage.objects.filter(pk=key).first()
        if row is None or case is None:
            return False
        before, after = _stored(row), case.assessment(today)
        now = standing_of(after)
        if now == before:
            return False
        _store(row, now)
    if not case.live:
        return False
    if announce_changes(case, before, after, touched):
        return now.level != before.level or now.states != before.states
    AnnouncedStanding.objects.filter(pk=row.pk, at=row.at).update(**_values(before))
    return False


def follow_calendar(today: date) -> int:
    """Announce what the days alone changed: what became old, what lasted enough. Returns of how many cases.

    Of a case of which nothing was announced yet, how it stands is kept.
    """
    rows = AnnouncedStanding.objects.filter(case__live=True)
    known = {row.case_id: _stored(row) for row in rows}
    announced = 0
    for case in measured_cases():
        now = standing_of(case.assessment(today))
        if case.pk not in known:
            AnnouncedStanding.objects.get_or_create(case=case, defaults=_values(now))
        elif known[case.pk] != now:
            announced += look_again(case.pk, today)
    return announced


def measured_cases() -> Iterator[CasePage]:
    """Every public case with a confirmed site: of the others the calendar changes nothing."""
    confirmed = CasePage.objects.live().filter(implementations__confirmed_on__isnull=False).distinct()
    keys = list(confirmed.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield from CasePage.objects.filter(pk__in=keys[start : start + _BATCH]).with_facts()


def watch(case: int, municipality: int | None = None) -> None:
    """Something of that case changed: look again once the present transaction is committed."""
    if in_silence(case):
        return
    connection: Any = connections[DEFAULT_DB_ALIAS]
    waiting = (entry[1] for entry in connection.run_on_commit)
    found = next((one for one in waiting if isinstance(one, Watch) and one.case == case), None)
    look = found or Watch(case)
    if municipality:
        look.touched.add(municipality)
    if found is None:
        transaction.on_commit(look, robust=True)


def remember(case: int) -> None:
    """Something of that case is about to change: keep how it stands, unless it is kept already."""
    if in_silence(case) or AnnouncedStanding.objects.filter(case=case).exists():
        return
    page = CasePage.objects.filter(pk=case).first()
    if page is not None:
        now = standing_of(page.assessment(localdate()))
        AnnouncedStanding.objects.get_or_create(case=page, defaults=_values(now))


def _values(now: Standing) -> dict[str, Any]:
    return {
        "level": int(now.level),
        "states": {key: state.value for key, state in now.states.items()},
        "unmet": sorted(now.unmet),
    }


def _store(row: AnnouncedStanding, now: Standing) -> None:
    for name, value in _values(now).items():
        setattr(row, name, value)
    row.save()


def _stored(row: AnnouncedStanding) -> Standing:
    states = {key: State(value) for key, value in row.states.items()}
    return Standing(Level(row.level), states, frozenset(row.unmet))
