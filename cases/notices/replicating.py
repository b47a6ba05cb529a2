"""Who is told of what happens to a replication: receivers of `cases.replication.signals`."""

from datetime import timedelta
from typing import Any

from django.core.cache import caches

from accounts.models import Invitation, Membership, User
from cases.models import Implementation, Phase, ReplicationReport
from cases.notices import replication_letters as letters
from cases.notices.mailing import Kind, page_address, team, tell
from cases.replication import signals
from cases.replication.links import VALID_FOR, absolute, mailbox_link
from municipalities.models import Municipality

REMINDED_EVERY = timedelta(days=7)


class TooSoon(Exception):
    """Its lead was reminded in the last days."""


def connect() -> None:
    """Called once, when every model is loaded."""
    signals.reported.connect(tell_the_lead)
    signals.reported.connect(tell_the_mailbox)
    signals.reported.connect(tell_the_origin)
    signals.returned.connect(tell_the_author)
    signals.objected.connect(tell_of_objection)


def leads_of(place: Municipality) -> list[str]:
    return team(place, Membership.Role.LEAD)


def tell_the_lead(site: Implementation, report: ReplicationReport, **kwargs: Any) -> None:
    """Something waits for their word."""
    if report.settled_at:
        return
    author = report.user.email if report.user else ""
    leads = [one for one in leads_of(site.municipality) if one != author]
    tell(leads, letters.waiting(site, absolute("confirm", site.pk)))


def tell_the_mailbox(site: Implementation, report: ReplicationReport, **kwargs: Any) -> None:
    """The network wrote it down in the name of the municipality, which has the last word."""
    if report.on_behalf and not report.settled_at:
        write_to_mailbox(site, report.user)


def write_to_mailbox(site: Implementation, by: User | None) -> bool:
    """Its link, and an invitation to lead where nobody leads and `by` may invite. Whether there was a way."""
    if not site.mailbox:
        return False
    token = ""
    if by and by.can("invite", site.municipality) and not leads_of(site.municipality):
        lead = Invitation.Role.LEAD
        _invitation, token = Invitation.objects.invite(site.mailbox, lead, site.municipality, by)
    letter = letters.on_behalf(site, mailbox_link(site, token), VALID_FOR, invited=bool(token))
    return tell([site.mailbox], letter)


def remind(site: Implementation, by: User) -> bool:
    """Ask again for the word of its lead, at most once in `REMINDED_EVERY`. Whether somebody was written to.

    Raises TooSoon.
    """
    leads = leads_of(site.municipality)
    if not leads and not site.mailbox:
        return False
    if not caches["shared"].add(f"replication-reminder-{site.pk}", 1, REMINDED_EVERY.total_seconds()):
        raise TooSoon
    if leads:
        return tell(leads, letters.waiting(site, absolute("confirm", site.pk)))
    return write_to_mailbox(site, by)


def tell_the_origin(site: Implementation, report: ReplicationReport, before: str, **kwargs: Any) -> None:
    """The team that tells the case, when there is news and not only a correction."""
    measured = any(name.startswith("cifra-") for name in report.answers)
    if before == site.phase and not measured:
        return
    what = site.phase if site.phase in (Phase.INTENT, Phase.ABANDONED) else "measured" if measured else "told"
    tell(team(site.case.municipality), letters.news(site, what, page_address(site.case)), Kind.NEWS)


def tell_the_author(
    report: ReplicationReport | None, reason: str, municipality: Municipality, **kwargs: Any
) -> None:
    """The lead returned it: their draft is theirs again."""
    if report and report.user and report.user.is_active:
        address = absolute("start", report.case.identifier)
        tell([report.user.email], letters.returned(report.case, municipality, reason, address))


def tell_of_objection(site: Implementation, **kwargs: Any) -> None:
    address = absolute("start", site.case.identifier)
    tell(leads_of(site.municipality), letters.objected(site, address))
