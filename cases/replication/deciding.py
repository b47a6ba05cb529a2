"""What others decide about a report: the lead confirms or returns it, a coordinator objects."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Invitation, Unusable, User
from accounts.second_factor import SignedIn, requires_second_factor
from cases.models import Implementation, Measure, Phase, ReplicationReport, SaidBy
from cases.replication import recording, signals
from cases.replication.flow import Flow
from cases.replication.forms import SHORT
from cases.replication.links import site_of_link
from cases.replication.standing import version, waiting_report
from cases.replication.summary import summary
from cases.replication.theirs import sheets_due, sites_for, to_confirm

LISTED = 50
OPEN = ("fase", "fechas", "adaptaciones", "abandono")
"""What a case shows of a replication that nobody confirmed: what its link shows to whoever opens it."""
_COUNTS = _("Confirmed. From now on it counts in the evidence of the case.")
_SHOWS = _("Confirmed. The case shows it from now on; it will count as evidence when it has figures.")


class ReasonForm(forms.Form):
    """Why a lead returns a report, or a coordinator objects."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        error_messages={"required": _("Say why: whoever told it needs to know.")},
        widget=SHORT,
    )


@never_cache
@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Drafts, what was sent, what waits for one's word, and what a coordinator watches over."""
    user = request.user
    reports = user.replication_reports.select_related("case", "municipality__province", "implementation")
    watched = sites_for(user, "object") if user.can("object") else Implementation.objects.none()
    looked_for = request.GET.get("q", "").strip()[:80]
    for word in looked_for.split():
        watched = watched.filter(Q(municipality__name__icontains=word) | Q(case__title__icontains=word))
    context = {
        "drafts": reports.drafts(),
        "sent": reports.filter(sent_at__isnull=False).order_by("-sent_at")[:LISTED],
        "to_confirm": to_confirm(user),
        "sheets": sheets_due(user)[:LISTED],
        "watched": watched.order_by("-pk")[:LISTED],
        "watched_in_all": watched.count(),
        "watches": user.can("object"),
        "looked_for": looked_for,
        "may_report": user.can("report") or user.can("record_for"),
    }
    return render(request, "cases/replication/mine.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """For the lead of the adopting municipality; for anybody else it does not exist."""
    if request.user.can("confirm") and not Implementation.objects.filter(pk=pk).exists():
        messages.info(request, _("That one does not wait any more: it was returned or told again."))
        return redirect("replication:mine")
    site = get_object_or_404(sites_for(request.user, "confirm"), pk=pk)
    return _confirm(request, site)


@requires_second_factor
def _confirm(request: SignedIn, site: Implementation) -> HttpResponse:
    decision = request.POST.get("decision", "")
    form = ReasonForm(request.POST if decision == "refuse" else None)
    report = waiting_report(site)
    if decision == "confirm":
        if request.POST.get("seen") != version(site, report):
            return _ask_lead(
                request, site, form, str(_("It changed meanwhile: read it again before confirming."))
            )
        return _settle(request, site)
    if decision == "refuse" and form.is_valid():
        recording.refuse_site(site, request.user, form.cleaned_data["reason"])
        messages.success(request, _("Returned, with your reason. What nobody had confirmed is not public."))
        return redirect("replication:mine")
    return _ask_lead(request, site, form, status=422 if form.errors else 200)


def _settle(request: SignedIn, site: Implementation) -> HttpResponse:
    try:
        recording.confirm_site(site, request.user)
    except (recording.Incomplete, ValidationError):
        messages.error(request, _("It no longer goes with what is told: correct it, and confirm it there."))
        return redirect("replication:start", site.case.identifier)
    counts = site.phase != Phase.INTENT and site.measures.filter(status=Measure.Status.ACCEPTED).exists()
    messages.success(request, _COUNTS if counts else _SHOWS)
    return redirect("replication:mine")


def _ask_lead(
    request: SignedIn, site: Implementation, form: ReasonForm, problem: str = "", status: int = 200
) -> HttpResponse:
    report = waiting_report(site)
    own = site.measures.filter(said_by=SaidBy.SELF).order_by("indicator", "period_end")
    # A site that a file or the network brought has no report: its facts speak.
    told = report or ReplicationReport(
        case=site.case, user=request.user, municipality=site.municipality, sent_at=now()
    )
    context = {
        "site": site,
        "page": site.case,
        "report": report,
        "form": form,
        "problem": problem,
        "parts": summary(Flow(told, request.user, site)),
        "figures": () if report else own.submitted(),
        "kept": own.filter(status=Measure.Status.ACCEPTED) if site.confirmed_on else (),
        "seen": version(site, report),
        "waits": to_confirm(request.user).filter(pk=site.pk).exists(),
    }
    return render(request, "cases/replication/confirm.html", context, status=409 if problem else status)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def object_to(request: SignedIn, pk: int) -> HttpResponse:
    """A coordinator of the municipality's network doubts it, in public and with a reason, or no longer."""
    site = get_object_or_404(sites_for(request.user, "object"), pk=pk)
    site.changed_via = "coordinator"
    form = ReasonForm(request.POST if request.method == "POST" and not site.objected_on else None)
    if request.method == "POST" and site.objected_on:
        site.withdraw_objection(request.user)
        messages.success(request, _("The objection was withdrawn: it counts again."))
        return redirect("replication:mine")
    if form.is_valid():
        site.object(request.user, form.cleaned_data["reason"], localdate())
        signals.objected.send(None, site=site, by=request.user)
        messages.success(request, _("It is under review: the reason is public, and its lead has been told."))
        return redirect("replication:mine")
    context = {"site": site, "page": site.case, "form": form}
    return render(request, "cases/replication/object.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """From the mailbox of a municipality. It shows what it is about; to confirm it, one logs in."""
    site, invitation = site_of_link(token)
    if site is None:
        return render(request, "cases/replication/link_over.html", status=404)
    if isinstance(request.user, User) and request.user.can("confirm", site.municipality):
        return redirect("replication:confirm", site.pk)
    try:
        Invitation.objects.by_token(invitation)
    except Unusable:
        invitation = ""
    told = ReplicationReport(case=site.case, municipality=site.municipality, sent_at=now())
    context = {
        "site": site,
        "page": site.case,
        "parts": summary(Flow(told, User(), site), only=OPEN),
        "invitation": invitation,
    }
    return render(request, "cases/replication/link.html", context)
