"""What each mail says. Pure: from facts to words, one action each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.mail import SUBJECT_LENGTH
from cases.evidence import Condition, Level, State
from cases.models import CasePage, FollowUp, Implementation
from cases.wording import condition_text, level_label, state_label
from design.formats import longdate
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Letter:
    """`points`, or what somebody wrote (`quote`), follow the first paragraph. `action` is its one link."""

    subject: str
    paragraphs: tuple[str, ...]
    action: str
    address: str
    points: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A site whose state changed; `before` is None for one that was not there."""

    place: str
    before: State | None
    after: State
    objected: bool = False


def line(sentence: str, names: Mapping[str, str]) -> str:
    """A subject: the sentence with its names, and the title cut where the whole would not fit in a line."""
    room = SUBJECT_LENGTH - len(sentence % {**names, "title": ""})
    return sentence % {**names, "title": Truncator(names["title"]).chars(max(room, 12))}


def follow_up(one: FollowUp, address: str) -> Letter:
    site = one.implementation
    names = {"title": site.case.title, "place": site.municipality.name}
    return Letter(
        line(_("How is “%(title)s” going in %(place)s?"), names),
        (
            _("%(days)s days ago %(place)s told that it replicates “%(title)s”.")
            % {**names, "days": one.days},
            _("Three questions: whether it goes on, whether you measured it, and what changed."),
            _("It takes two minutes. The link works for 30 days, and asks you to log in before recording."),
        ),
        _("Answer the three questions"),
        address,
    )


def fading(site: Implementation, day: date, address: str) -> Letter:
    names = {"title": site.case.title, "place": site.municipality.name, "day": longdate(day)}
    return Letter(
        line(_("In %(place)s, “%(title)s” needs a new figure soon"), names),
        (
            _("Until %(day)s, %(place)s counts as a municipality that sustained it.") % names,
            _("From that day on it shows as out of date. A new measure of the same outcome renews it."),
        ),
        _("Add a measure"),
        address,
    )


def introduction(site: Implementation, to: Municipality, other: Municipality, mailbox: str) -> Letter:
    """To one of the two cities, with the mailbox of the other. Its link writes to it."""
    names = {
        "title": site.case.title,
        "adopter": site.municipality.name,
        "origin": site.case.municipality.name,
        "other": other.name,
        "mailbox": mailbox,
    }
    asked = _("They got yours, as %(adopter)s asked.") % names
    if to == site.municipality:
        wish = _("You said that you want to replicate “%(title)s”, which %(origin)s tells.") % names
    else:
        wish = _("%(adopter)s wants to replicate “%(title)s”, which you tell, and to talk with you.") % names
    return Letter(
        line(_("%(adopter)s and %(origin)s: “%(title)s”"), names),
        (
            wish,
            _("The mailbox of %(other)s is %(mailbox)s.") % names,
            _("They got yours, as you asked.") if to == site.municipality else asked,
        ),
        _("Write to %(other)s") % names,
        f"mailto:{mailbox}",
    )


def differing(case: CasePage, place: Municipality, address: str, *, settles: bool) -> Letter:
    """Somebody stated another figure: for the city, and for whoever settles it."""
    names = {"title": case.title, "place": place.name}
    subject = line(_("Another figure for “%(title)s” in %(place)s"), names)
    first = _("Somebody has a figure that differs from one of %(place)s, and gave its source.") % names
    if settles:
        second = _("By itself it changes no level. You may accept the dispute, or leave both as they are.")
        return Letter(subject, (first, second), _("Read both figures"), address)
    second = _("By itself it changes no level: a coordinator of the network settles it.")
    return Letter(subject, (first, second), _("See the case"), address)


def evaluation(case: CasePage, address: str) -> Letter:
    """To somebody from outside whom a coordinator asks to measure."""
    names = {"title": case.title, "place": case.municipality.name}
    return Letter(
        line(_("You are asked to evaluate “%(title)s”"), names),
        (
            _("A coordinator of the network asks you to measure from outside “%(title)s”, of %(place)s.")
            % names,
            _("Your institution, your role and any conflict of interest show beside each figure of yours."),
        ),
        _("Read it and answer"),
        address,
    )


def left(site: Implementation, address: str) -> Letter:
    """For the city that tells the case."""
    names = {"title": site.case.title, "place": site.municipality.name}
    return Letter(
        line(_("%(place)s left “%(title)s”"), names),
        (
            _("%(place)s answered that it does not go on, and told why. It counts, and it helps others.")
            % names,
        ),
        _("See the case"),
        address,
    )


def standing(
    case: CasePage,
    levels: tuple[Level, Level],
    reasons: Sequence[Condition],
    moves: Iterable[Move],
    address: str,
) -> Letter:
    """A case went up or down, or what is known of some of its sites changed."""
    before, after = levels
    names = {"title": case.title, "level": str(level_label(after))}
    news = tuple(_move(move) for move in moves)
    if after == before:
        subject = line(_("What is known of “%(title)s” changed"), names)
        return Letter(
            subject, (_("“%(title)s” stays in %(level)s.") % names,), _("See the case"), address, news
        )
    if after > before:
        subject = line(_("“%(title)s” went up to %(level)s"), names)
        first = _("“%(title)s” went up to %(level)s because:") % names
    else:
        subject = line(_("“%(title)s” went down to %(level)s"), names)
        first = _("“%(title)s” went down to %(level)s because this does not hold any more:") % names
    points = tuple(condition_text(one) for one in reasons)
    return Letter(subject, (first, *news), _("See the case"), address, points)


def _move(move: Move) -> str:
    if move.objected:
        return _("%(place)s is under review: a coordinator objected, and meanwhile it does not count.") % {
            "place": move.place
        }
    if move.before is None:
        return _("%(place)s: %(after)s.") % {"place": move.place, "after": state_label(move.after)}
    return _("%(place)s was “%(before)s” and is now “%(after)s”.") % {
        "place": move.place,
        "before": state_label(move.before),
        "after": state_label(move.after),
    }
