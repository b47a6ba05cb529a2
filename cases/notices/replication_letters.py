"""What is told of a replication to its lead, to its mailbox, to its author and to the city of origin."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CasePage, Implementation, Phase
from cases.notices.letters import Letter, line
from municipalities.models import Municipality

QUOTED = 2000  # characters of what somebody wrote
_SUBJECTS = {
    Phase.INTENT: gettext_lazy("Does %(place)s want to replicate “%(title)s”?"),
    Phase.ABANDONED: gettext_lazy("Did %(place)s try “%(title)s” and leave it?"),
    "": gettext_lazy("Does %(place)s replicate “%(title)s”?"),
}


def waiting(site: Implementation, address: str) -> Letter:
    """To the lead: what somebody of the team told waits for their word."""
    names = _names(site.case, site.municipality)
    return Letter(
        line(_("“%(title)s” waits for your word"), names),
        (
            _(
                "Somebody of your team told what %(place)s did with “%(title)s”. Read it and confirm it, or "
                "say that it is not so."
            )
            % names,
            _("Until you do, the case goes on showing what you had confirmed before.")
            if site.confirmed_on
            else _("Until you do, it shows as not confirmed and its figures are not public."),
        ),
        _("Read it and answer"),
        address,
    )


def on_behalf(site: Implementation, address: str, days: int, *, invited: bool = False) -> Letter:
    """To the mailbox of a city in whose name the network recorded a replication.

    `invited`: nobody leads it here yet, and the page of the link holds an invitation for this mailbox.
    """
    names = _names(site.case, site.municipality)
    way = _("The link is good for %(days)s days, and asks to log in before anything is recorded.")
    if invited:
        way = _(
            "Nobody of your municipality is here yet: the page of the link invites this mailbox to come "
            "in, for %(days)s days."
        )
    return Letter(
        line(str(_SUBJECTS.get(site.phase, _SUBJECTS[""])), names),
        (
            _(
                "The coordination of your network recorded what %(place)s did with “%(title)s”. Nobody can "
                "confirm it but the lead of your municipality."
            )
            % names,
            way % {"days": days},
        ),
        _("See what it says"),
        address,
    )


def news(site: Implementation, what: str, address: str) -> Letter:
    """To the city that tells the case. `what` is a phase, "measured" or "told"."""
    names = _names(site.case, site.municipality) | {"origin": site.case.municipality.name}
    if what == Phase.INTENT:
        first = _("%(place)s wants to replicate “%(title)s”, which %(origin)s tells.")
    elif what == Phase.ABANDONED:
        first = _("%(place)s tried “%(title)s”, which %(origin)s tells, left it and told why.")
    elif what == "measured":
        first = _("%(place)s replicates “%(title)s”, which %(origin)s tells, and measured it.")
    else:
        first = _("%(place)s replicates “%(title)s”, which %(origin)s tells.")
    second = _("Its lead has confirmed it.")
    if not site.confirmed_on:
        second = _("Its lead has not confirmed it yet.")
    subject = line(_("News of “%(title)s” in %(place)s"), names)
    return Letter(subject, (first % names, second), _("See the case"), address)


def returned(case: CasePage, place: Municipality, reason: str, address: str) -> Letter:
    """To whoever told it: the lead says that it is not so."""
    names = _names(case, place)
    return Letter(
        line(_("Your lead returned “%(title)s”"), names),
        (
            _("The lead of %(place)s says that what you told of “%(title)s” is not so, for this reason:")
            % names,
            _("Nothing of what you wrote was lost: it is a draft again."),
        ),
        _("Correct it"),
        address,
        quote=_quoted(reason),
    )


def objected(site: Implementation, address: str) -> Letter:
    """To the lead: a coordinator doubts it, in public."""
    names = _names(site.case, site.municipality)
    return Letter(
        line(_("“%(title)s” in %(place)s is under review"), names),
        (
            _(
                "A coordinator of the network objected to what %(place)s told of “%(title)s”, for this "
                "reason, which is public:"
            )
            % names,
            _(
                "Your figures stay as they are. If something is wrong, correct it; if not, write to the "
                "coordination of your network."
            ),
        ),
        _("Read it and correct it"),
        address,
        quote=_quoted(site.objection),
    )


def _names(case: CasePage, place: Municipality) -> dict[str, str]:
    return {"title": case.title, "place": place.name}


def _quoted(text: str) -> str:
    return Truncator(text.strip()).chars(QUOTED)
