"""What waits for the team of a municipality, and how its cases and replications stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from accounts.models import Invitation, Membership, User
from cases.evidence import Assessment, SiteAssessment, State
from cases.models import CasePage, FollowUp, Implementation
from cases.models.followups import RUNNING
from cases.notices.followups import token_of
from cases.replication.questions import FIRST
from cases.replication.theirs import sheets_due, to_confirm
from cases.wording import level_label, missing_text, state_label
from design.formats import longdate
from municipalities.models import Municipality
from playbooks.models import Roadmap, RoadmapTask
from playbooks.roadmap.reminders import due_of

SOON = timedelta(days=60)
"""How long before a state changes by the calendar the desk begins to say so."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what, about which case, and where it is done."""

    what: str
    about: str
    url: str
    do: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as the city sees it. `state` is that of the city's own site."""

    page: CasePage
    level: str
    missing: str
    state: str
    changes: date | None


@dataclass(frozen=True, slots=True)
class Desk:
    place: Municipality
    waiting: tuple[Waiting, ...]
    cases: tuple[Standing, ...]
    replications: tuple[Standing, ...]
    plans: tuple[Roadmap, ...]
    due: tuple[RoadmapTask, ...]
    team: tuple[Membership, ...]
    invitations: tuple[Invitation, ...]


def desk_of(user: User, place: Municipality, today: date) -> Desk:
    """The desk of a municipality for somebody of its team."""
    told, adopted = _told_by(place), _adopted_by(place)
    read = {page.pk: page.assessment(today) for page in (*told, *adopted)}
    return Desk(
        place=place,
        waiting=(
            *_drafts(place),
            *_told_by_user(user, place),
            *_to_confirm(user, place),
            *_objected(place),
            *_to_answer(place, today),
            *_sheets(user, place),
            *_fading(place, [*told, *adopted], read, today),
        ),
        cases=tuple(_standing(page, place, read[page.pk]) for page in told if page.live),
        replications=tuple(_standing(page, place, read[page.pk]) for page in adopted),
        plans=tuple(place.roadmaps.current()),
        due=tuple(due_of(place, today)),
        team=tuple(place.memberships.select_related("user").order_by("-role", "user__email")),
        invitations=tuple(Invitation.objects.usable().filter(municipality=place)),
    )


def _told_by(place: Municipality) -> list[CasePage]:
    sites = Implementation.objects.filter(role="origin", municipality=place)
    return list(CasePage.objects.with_facts().filter(implementations__in=sites).distinct())


def _adopted_by(place: Municipality) -> list[CasePage]:
    sites = Implementation.objects.filter(role="replication", municipality=place)
    return list(CasePage.objects.published().with_facts().filter(implementations__in=sites).distinct())


def _drafts(place: Municipality) -> Iterator[Waiting]:
    """What the team wrote and is not public as it is now."""
    page = getattr(place, "cases_page", None)
    if page is None:
        return
    for case in (
        CasePage.objects.descendant_of(page)
        .filter(has_unpublished_changes=True)
        .order_by("-latest_revision_created_at")
    ):
        edit = reverse("wagtailadmin_pages:edit", args=[case.pk])
        state = case.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            yield Waiting(
                _("It was returned with a reason"), case.title, edit, _("See the reason and mend it")
            )
        elif state is not None:
            yield Waiting(_("It is in review"), case.title, edit, _("See it"))
        else:
            yield Waiting(_("It is a draft"), case.title, edit, _("Go on writing"))


def _told_by_user(user: User, place: Municipality) -> Iterator[Waiting]:
    """Replications that this person began to tell, or that the lead gave back."""
    for one in user.replication_reports.drafts().select_related("case").order_by("updated_at"):
        if one.typed(FIRST, "municipality") not in ("", place.key):
            continue
        url = reverse("replication:start", args=[one.case.identifier])
        if one.refusal:
            what = _("Your lead returned it: %(reason)s") % {"reason": Truncator(one.refusal).chars(200)}
            yield Waiting(what, one.case.title, url, _("Correct it"))
        else:
            yield Waiting(_("You began to tell a replication"), one.case.title, url, _("Go on telling it"))


def _to_confirm(user: User, place: Municipality) -> Iterator[Waiting]:
    if not user.can("confirm", place):
        return
    origins = Implementation.objects.filter(
        municipality=place, role=Implementation.Role.ORIGIN, confirmed_on=None, case__live=True
    )
    said = _("Somebody said what your city did; only you can confirm it")
    for one in origins.select_related("case"):
        figures = reverse("cases_editor:figures", args=[one.case_id])
        yield Waiting(said, one.case.title, figures, _("Read it and confirm it"))
    corrects = _("Somebody of your team corrects what you had confirmed")
    for one in to_confirm(user).filter(municipality=place, case__live=True):
        url = reverse("replication:confirm", args=[one.pk])
        yield Waiting(
            corrects if one.confirmed_on else said, one.case.title, url, _("Read it and confirm it")
        )


def _objected(place: Municipality) -> Iterator[Waiting]:
    """What a coordinator put under review: it does not count meanwhile."""
    objected = Implementation.objects.filter(municipality=place, objected_on__isnull=False, case__live=True)
    for one in objected.select_related("case"):
        reason = Truncator(one.objection).chars(200)
        what = _("A coordinator objected to it, and it does not count: %(reason)s") % {"reason": reason}
        yield Waiting(what, one.case.title, one.case.url or "", _("Read it in the case"))


def _sheets(user: User, place: Municipality) -> Iterator[Waiting]:
    """Replications that use artificial intelligence and do not say how it is governed."""
    for one in sheets_due(user):
        if one.municipality_id == place.pk:
            what = _("It lacks its artificial intelligence sheet, or has a serious incident open")
            url = reverse("replication:ai_sheet", args=[one.pk])
            yield Waiting(what, one.case.title, url, _("Complete your artificial intelligence sheet"))


def _to_answer(place: Municipality, today: date) -> Iterator[Waiting]:
    """The newest three questions of each replication, until somebody answers them."""
    due = FollowUp.objects.filter(implementation__municipality=place, due__lte=today)
    newest = {
        one.implementation_id: one for one in due.select_related("implementation__case").order_by("due")
    }
    for one in newest.values():
        site = one.implementation
        if one.answered_at is None and site.phase in RUNNING and site.case.live:
            what = _("It is %(days)d days since you told it: how is it going?") % {"days": one.days}
            where = reverse("notices:followup", args=[token_of(one)])
            yield Waiting(what, site.case.title, where, _("Answer three questions"))


def _fading(
    place: Municipality, pages: Iterable[CasePage], read: dict[int, Assessment], today: date
) -> Iterator[Waiting]:
    """Sites of the city that lost their measure, or are about to."""
    for page in pages:
        site = _site(place, read[page.pk])
        if site is None:
            continue
        change = site.next_change
        measure = _("Add the new figure")
        if site.state in (State.UNMEASURED, State.STALE):
            what = _("It lacks a recent figure: %(state)s") % {"state": state_label(site.state)}
            yield Waiting(what, page.title, _where_figures_go(page, site), measure)
        elif site.state is State.SUSTAINED and change is not None and change <= today + SOON:
            what = _("If nobody measures again, it changes on %(day)s") % {"day": longdate(change)}
            yield Waiting(what, page.title, _where_figures_go(page, site), measure)


def _where_figures_go(page: CasePage, site: SiteAssessment) -> str:
    if site.site.origin:
        return reverse("cases_editor:figures", args=[page.pk])
    return reverse("replication:start", args=[page.identifier])


def _standing(page: CasePage, place: Municipality, assessment: Assessment) -> Standing:
    site = _site(place, assessment)
    missing = missing_text(assessment.next_missing) if assessment.next_missing else ""
    return Standing(
        page=page,
        level=f"{int(assessment.level)} · {level_label(assessment.level)}",
        missing=missing,
        state=str(state_label(site.state)) if site else "",
        changes=assessment.next_change,
    )


def _site(place: Municipality, assessment: Assessment) -> SiteAssessment | None:
    """The latest attempt of the city, which is the one that speaks for it."""
    ours = [one for one in assessment.sites if one.site.municipality == place.key]
    return max(ours, key=lambda one: one.site.attempt, default=None)
