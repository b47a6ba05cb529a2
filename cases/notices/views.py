"""/seguimiento/ and /avisos/: the pages that the links of our mails open."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import second_factor
from accounts.models import User
from accounts.second_factor import SignedIn
from cases.models import FollowUp, MutedNotice
from cases.notices.answers import STOPPED, FollowUpForm, keep, may_apply
from cases.notices.followups import read_token
from cases.notices.mailing import read_token as read_unsubscribe
from cases.notices.replicating import TooSoon
from cases.notices.replicating import remind as remind_of
from cases.replication import kept
from cases.replication.theirs import sites_for


@never_cache
@require_http_methods(["GET", "POST"])
def followup(request: HttpRequest, token: str) -> HttpResponse:
    """Anybody with the link reads the questions; only the team of the municipality answers them."""
    one = read_token(token)
    if one is None:
        return render(request, "cases/notices/link_over.html", status=404)
    if one.answered_at:
        return _thank(request, one)
    form = (
        FollowUpForm(request.POST)
        if request.method == "POST"
        else FollowUpForm(initial=kept.kept(request, _name(one)))
    )
    if request.method != "POST" or not form.is_valid():
        return _ask(request, one, form)
    if not request.user.is_authenticated:
        kept.keep(request, _name(one), FollowUpForm.base_fields)
        return redirect_to_login(request.path)
    return _answer(cast(SignedIn, request), one, form)


def _answer(request: SignedIn, one: FollowUp, form: FollowUpForm) -> HttpResponse:
    site = one.implementation
    if not request.user.can("report", site.municipality):
        return _ask(request, one, form, status=403)
    closes = form.cleaned_data["running"] == STOPPED and site.confirmed_on and may_apply(site, request.user)
    if closes and settings.SECOND_FACTOR_REQUIRED and not second_factor.passed(request):
        kept.keep(request, _name(one), FollowUpForm.base_fields)
        return _ask_second_factor(request)
    keep(one, request.user, form.cleaned_data)
    kept.forget(request, _name(one))
    return redirect(request.path)


def _ask_second_factor(request: SignedIn) -> HttpResponse:
    """Back here afterwards, with what was typed."""
    request.method = "GET"
    return second_factor.ask(request)


def _name(one: FollowUp) -> str:
    return f"followup {one.pk}"


def _ask(request: HttpRequest, one: FollowUp, form: FollowUpForm, status: int = 200) -> HttpResponse:
    place = one.implementation.municipality
    user = request.user
    context = {
        "one": one,
        "site": one.implementation,
        "page": one.implementation.case,
        "form": form,
        "kept": bool(form.initial),
        "stranger": isinstance(user, User) and not user.can("report", place),
    }
    return render(request, "cases/notices/followup.html", context, status=422 if form.errors else status)


def _thank(request: HttpRequest, one: FollowUp) -> HttpResponse:
    context = {
        "site": one.implementation,
        "page": one.implementation.case,
        "stopped": one.answer.get("running") == STOPPED,
        "applied": one.answer.get("applied"),
        "measured": one.answer.get("measured") == "yes",
    }
    return render(request, "cases/notices/answered.html", context)


@require_POST
@login_required
def remind(request: SignedIn, pk: int) -> HttpResponse:
    """A coordinator asks the lead of a city for their word again. They cannot give it themselves."""
    waiting = sites_for(request.user, "object").filter(confirmed_on=None)
    site = get_object_or_404(waiting, pk=pk)
    names = {"place": site.municipality.name}
    try:
        if remind_of(site, request.user):
            messages.success(request, _("We wrote to whoever can confirm it in %(place)s.") % names)
        else:
            messages.error(
                request, _("%(place)s has no lead here nor a mailbox: invite somebody first.") % names
            )
    except TooSoon:
        messages.info(request, _("%(place)s was reminded of it less than a week ago.") % names)
    return redirect("desks:coordination")


@csrf_exempt  # mail programs post to it by themselves (RFC 8058), and the token is the proof
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: programs that look into mails open every link."""
    try:
        address, kind = read_unsubscribe(token)
    except (signing.BadSignature, ValueError):
        return render(request, "cases/notices/link_over.html", status=404)
    muted = MutedNotice.objects.filter(address=address, kind=kind)
    if request.method == "POST":
        if request.POST.get("again"):
            muted.delete()
            messages.success(request, _("You will get those mails again."))
        else:
            MutedNotice.objects.get_or_create(address=address, kind=kind)
            messages.success(request, _("Done: no more of those mails."))
        return redirect(request.path)
    context = {"address": address, "kind": kind.label, "muted": muted.exists()}
    return render(request, "cases/notices/unsubscribe.html", context)
