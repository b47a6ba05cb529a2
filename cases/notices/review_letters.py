"""What is told of a review: to whoever reviews, and to whoever asked for it. The text may be any page's."""

from collections.abc import Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.notices.letters import Letter, line

LISTED, WORDS = 10, 60  # of comments, and of each


def submitted(title: str, place: str, who: str, address: str) -> Letter:
    """To whoever may publish it. `place` is the city of a case, "" for any other text."""
    names = {"title": title, "place": place, "who": who}
    first = _("%(who)s asks for the review of “%(title)s”, of %(place)s.")
    if not place:
        first = _("%(who)s asks for the review of “%(title)s”.")
    return Letter(
        line(_("“%(title)s” waits for review"), names),
        (first % names, _("You may publish it, or return it with a reason and comments beside each field.")),
        _("Read it"),
        address,
    )


def approved(title: str, comment: str, address: str) -> Letter:
    """To whoever asked for it. `comment` is what the reviewer added, "" if nothing."""
    names = {"title": title}
    first = _("“%(title)s” passed the review.")
    if comment:
        first = _("“%(title)s” passed the review, with this comment:")
    return Letter(
        line(_("“%(title)s” passed the review"), names),
        (first % names,),
        _("See it"),
        address,
        quote=comment,
    )


def sent_back(title: str, reason: str, comments: Sequence[str], address: str) -> Letter:
    """To whoever asked for it: the reason, and the comments that wait beside the fields."""
    names = {"title": title}
    return Letter(
        line(_("“%(title)s” came back from the review"), names),
        (
            _("Before publishing “%(title)s”, whoever reviewed it asks you to mend something:") % names,
            _("Nothing of what you wrote was lost. When it is ready, submit it again."),
        ),
        _("See it and mend it"),
        address,
        _listed(comments),
        reason,
    )


def commented(title: str, who: str, comments: Sequence[str], address: str) -> Letter:
    """To whoever follows the comments of a page."""
    names = {"title": title, "who": who}
    return Letter(
        line(_("Comments on “%(title)s”"), names),
        (_("%(who)s commented on “%(title)s”:") % names,),
        _("Read them and answer"),
        address,
        _listed(comments),
    )


def _listed(comments: Sequence[str]) -> tuple[str, ...]:
    return tuple(Truncator(one).words(WORDS) for one in comments[:LISTED])
