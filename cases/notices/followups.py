"""Asking adopters how it goes, and warning those whose measure is about to be too old."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core import signing

from cases.evidence import SiteAssessment, State
from cases.models import CasePage, FadingNotice, FollowUp, Implementation
from cases.notices import letters
from cases.notices.mailing import Kind, absolute, people_of, tell
from cases.notices.standing import measured_cases

SALT = "cases.notices.followup"
VALID_FOR = 30  # days
FADES_WITHIN = 60  # days


def token_of(one: FollowUp) -> str:
    return signing.dumps(one.pk, salt=SALT)


def read_token(token: str) -> FollowUp | None:
    """None for one that expired or was touched."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR * 24 * 3600)
    except signing.BadSignature:
        return None
    found = FollowUp.objects.select_related("implementation__case", "implementation__municipality__province")
    return found.filter(pk=pk).first()


def ask_due(today: date) -> int:
    """Send the follow-ups whose day came. Returns how many municipalities were asked.

    Of several due for one replication, as after an outage, only the newest is asked.
    """
    due = FollowUp.objects.due(today).select_related("implementation__case", "implementation__municipality")
    of_site: dict[int, list[FollowUp]] = {}
    for one in due.order_by("due"):
        of_site.setdefault(one.implementation_id, []).append(one)
    return sum(_ask(waiting) for waiting in of_site.values())


def _ask(waiting: list[FollowUp]) -> bool:
    """Claimed before it is sent: two commands at once send one, and a failed one is tried again tomorrow."""
    newest, keys = waiting[-1], [one.pk for one in waiting]
    addresses = people_of(newest.implementation)
    if not addresses or not FollowUp.objects.claim(keys):
        return False
    letter = letters.follow_up(newest, absolute("notices:followup", token_of(newest)))
    if tell(addresses, letter, Kind.FOLLOW_UP):
        return True
    FollowUp.objects.filter(pk__in=keys).update(sent_at=None)
    return False


def warn_fading(today: date) -> int:
    """Tell the sites that sustain, and whose measure will be too old in two months. Returns how many."""
    return sum(_warn(site, day) for site, day in fading(today))


def fading(today: date) -> Iterator[tuple[Implementation, date]]:
    """Each site that sustains today and will be out of date on that day unless somebody measures."""
    horizon = today + timedelta(days=FADES_WITHIN)
    for case in measured_cases():
        yield from _fading_of(case, today, horizon)


def _fading_of(case: CasePage, today: date, horizon: date) -> Iterator[tuple[Implementation, date]]:
    for one in case.assessment(today).sites:
        day = one.next_change
        if one.state is not State.SUSTAINED or day is None or day > horizon:
            continue
        later = {site.site.municipality: site.state for site in case.assessment(day).sites}
        if later.get(one.site.municipality) is State.STALE:
            yield _record(case, one), day


def _record(case: CasePage, one: SiteAssessment) -> Implementation:
    return next(
        record
        for record in case.implementations.all()
        if record.municipality.key == one.site.municipality and record.attempt == one.site.attempt
    )


def _warn(site: Implementation, day: date) -> bool:
    addresses = people_of(site)
    if not addresses:
        return False
    notice, new = FadingNotice.objects.get_or_create(implementation=site, day=day)
    if not new:
        return False
    if tell(addresses, letters.fading(site, day, _where_to_measure(site)), Kind.FADING):
        return True
    notice.delete()
    return False


def _where_to_measure(site: Implementation) -> str:
    if site.role == Implementation.Role.ORIGIN:
        return absolute("cases_editor:figures", site.case_id)
    return absolute("replication:start", site.case.identifier)
