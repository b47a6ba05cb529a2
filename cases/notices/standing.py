"""Telling the people of a case that its level, or what is known of a site, is not what it was."""

from dataclasses import dataclass, field
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


def announce_changes(case: CasePage, before: Standing, after: Assessment, touched: frozenset[int]) -> None:
    """Write to the team of the origin, and to those of the sites that changed; `touched` are municipalities.

    Nothing is written when neither the level nor the state of a site changed.
    """
    now = standing_of(after)
    changed = {
        key: state
        for key, state in now.states.items()
        if before.states.get(key) != state and not (key not in before.states and state in _QUIET)
    }
    if now.level == before.level and not changed:
        return
    places = _places(case, changed, touched)
    moves = [letters.Move(places[key].name, before.states.get(key), state) for key, state in changed.items()]
    levels = (before.level, now.level)
    letter = letters.standing(case, levels, _reasons(before, after), moves, page_address(case))
    addresses = [address for place in places.values() for address in team(place)]
    actor = acting_user()
    if actor and now.level == before.level:  # who did it knows; of a level everybody is glad to hear
        addresses = [one for one in addresses if one != actor.email]
    tell(addresses, letter, Kind.STANDING)


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
        with transaction.atomic():
            row = AnnouncedStanding.objects.select_for_update().filter(case=self.case).first()
            case = CasePage.objects.filter(pk=self.case).first()
            if row is None or case is None:
                return
            before, after = _stored(row), case.assessment(localdate())
            now = standing_of(after)
            if now == before:
                return
            _store(row, now)
        if case.live:
            announce_changes(case, before, after, frozenset(self.touched))


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
