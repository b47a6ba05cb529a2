"""The three questions of a follow-up, and what an answer changes."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Role
from cases.models import FollowUp, Implementation, Phase
from cases.notices import letters
from cases.notices.mailing import Kind, page_address, team, tell
from cases.replication.fields import DayField

if TYPE_CHECKING:
    from accounts.models import User

GOING, NOT_YET, STOPPED = "going", "not_yet", "stopped"
YES, NO = "yes", "no"


class FollowUpForm(forms.Form):
    """Only the first question must be answered; a reason too, by whoever stopped."""

    running = forms.ChoiceField(
        label=_("Does it go on?"),
        widget=forms.RadioSelect,
        choices=[
            (GOING, _("Yes, it goes on")),
            (NOT_YET, _("We have not begun yet")),
            (STOPPED, _("No, we left it")),
        ],
        error_messages={"required": _("Choose the answer that is nearest to how it stands today.")},
    )
    reason = forms.CharField(
        label=_("If you left it, why?"),
        help_text=_("It is published: it helps whoever comes next as much as a success."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ended = DayField(label=_("If you left it, when?"), required=False)
    measured = forms.ChoiceField(
        label=_("Did you measure it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(YES, _("Yes, we have figures")), (NO, _("Not yet"))],
    )
    changed = forms.CharField(
        label=_("What changed?"),
        help_text=_("It is not published."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("running") == STOPPED and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Tell why, in a few words: it helps whoever comes next."))
        return cleaned


def may_apply(site: Implementation, user: "User") -> bool:
    """Whether that person's word changes the record now. What a lead confirmed, only a lead changes."""
    return site.confirmed_on is None or user.can("confirm", site.municipality)


@transaction.atomic
def keep(one: FollowUp, user: "User", data: dict[str, Any]) -> None:
    """Record an answer, once. "We left it" closes the replication when that person may say it."""
    one = FollowUp.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if one.answered_at:
        return
    site = Implementation.objects.select_for_update(of=("self",)).get(pk=one.implementation_id)
    applied = data["running"] == STOPPED and may_apply(site, user)
    one.answer = {**data, "by": user.email, "applied": applied}
    one.answered_at = now()
    one.save()
    if applied:
        _abandon(site, user, data)
        transaction.on_commit(lambda: _tell_origin(site), robust=True)


def _abandon(site: Implementation, user: "User", data: dict[str, Any]) -> None:
    begun = max((day for day in (site.started, site.in_production) if day), default=None)
    day = data.get("ended") or localdate()
    site.ended = max(day, begun) if begun else day
    site.phase, site.phase_since = Phase.ABANDONED, site.ended
    site.abandon_reason = data["reason"].strip()
    site.changed_by = user
    lead = user.can("confirm", site.municipality)
    site.changed_via = (Role.LEAD if lead else Role.CONTRIBUTOR).value
    site.full_clean(exclude=["confirmed_by"])
    site.save()


def _tell_origin(site: Implementation) -> None:
    """Of a confirmed site the change of its state is announced already."""
    if site.confirmed_on is None:
        tell(team(site.case.municipality), letters.left(site, page_address(site.case)), Kind.NEWS)
