"""Who is told by mail of what happens to a replication. Nobody else needs to know that mails exist."""

from collections.abc import Iterable
from typing import Any

from accounts.mail import post
from accounts.models import Membership, User
from cases.models import Implementation, Phase, ReplicationReport
from cases.replication import signals
from cases.replication.links import VALID_FOR, absolute, mailbox_link
from municipalities.models import Municipality


def connect() -> None:
    """Called once, when every model is loaded."""
    signals.reported.connect(tell_the_lead)
    signals.reported.connect(tell_the_mailbox)
    signals.reported.connect(tell_the_origin)
    signals.returned.connect(tell_the_author)
    signals.objected.connect(tell_of_objection)


def team(place: Municipality, *roles: str) -> Iterable[User]:
    """The people of a municipality with one of those roles."""
    tied = Membership.objects.filter(municipality=place, role__in=roles, user__is_active=True)
    return [one.user for one in tied.select_related("user").order_by("user__email")]


def tell_the_lead(site: Implementation, report: ReplicationReport, **kwargs: Any) -> None:
    """Something waits for their word."""
    if report.settled_at:
        return
    for lead in team(site.municipality, Membership.Role.LEAD):
        if lead != report.user:
            _mail("waiting", lead.email, site, report=report, address=absolute("confirm", site.pk))


def tell_the_mailbox(site: Implementation, report: ReplicationReport, **kwargs: Any) -> None:
    """The network wrote it down in the name of the municipality, which has the last word."""
    if report.on_behalf and site.mailbox and not report.settled_at:
        _mail("mailbox", site.mailbox, site, days=VALID_FOR, address=mailbox_link(site))


def tell_the_origin(site: Implementation, report: ReplicationReport, before: str, **kwargs: Any) -> None:
    """The team that tells the case, when there is news and not only a correction."""
    measured = any(name.startswith("cifra-") for name in report.answers)
    if before == site.phase and not measured:
        return
    what = site.phase if site.phase in (Phase.INTENT, Phase.ABANDONED) else "measured" if measured else "told"
    origin = site.case.municipality
    for person in team(origin, *Membership.Role.values):
        _mail("origin", person.email, site, origin=origin, what=what, address=_page(site))


def tell_the_author(
    report: ReplicationReport | None, reason: str, municipality: Municipality, **kwargs: Any
) -> None:
    """The lead returned it: their draft is theirs again."""
    if report and report.user and report.user.is_active:
        address = absolute("start", report.case.identifier)
        context = {"case": report.case, "place": municipality, "reason": reason, "address": address}
        post("replication/returned", report.user.email, context)


def tell_of_objection(site: Implementation, **kwargs: Any) -> None:
    for lead in team(site.municipality, Membership.Role.LEAD):
        _mail("objected", lead.email, site, address=absolute("start", site.case.identifier))


def _mail(name: str, to: str, site: Implementation, **context: Any) -> None:
    about = {"site": site, "case": site.case, "place": site.municipality}
    post(f"replication/{name}", to, {**about, **context})


def _page(site: Implementation) -> str:
    return str(site.case.full_url or absolute("start", site.case.identifier))
