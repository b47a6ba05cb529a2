"""A municipality asks to come in; whoever coordinates its networks, or administers, answers."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audit import Action, record
from accounts.forms import AccessRequestForm, DecisionForm
from accounts.mail import post, send
from accounts.models import AccessRequest, Unusable
from accounts.second_factor import SignedIn, requires_second_factor
from accounts.views.invitations import send_invitation
from municipalities.models import Municipality
from municipalities.reader import reader_of


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """First the municipality, with the picker of the whole site; then who asks."""
    reader = reader_of(request)
    place = Municipality.objects.by_key(reader.key) if reader and reader.key else None
    if place is None:
        return render(request, "accounts/ask.html", {})
    form = AccessRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        too_many = ratelimit.consume_or_429(request, action="access_request", key=form.cleaned_data["email"])
        if too_many:
            return too_many
        if not form.by_a_robot and (asking := form.keep(place)):
            tell_deciders(asking)
        return redirect("accounts:asked")
    context = {"form": form, "place": place, "contact": settings.DEFAULT_FROM_EMAIL}
    return render(request, "accounts/ask.html", context)


def tell_deciders(asking: AccessRequest) -> None:
    """A mail to each person who may answer it."""
    path = reverse("accounts:decide", args=[asking.pk])
    for address in asking.deciders().values_list("email", flat=True):
        post("asking", address, {"asking": asking, "address": f"{settings.BASE_URL.rstrip('/')}{path}"})


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/asked.html")


@require_safe
@login_required
def pending(request: SignedIn) -> HttpResponse:
    """The requests that wait for this person, oldest first."""
    if not request.user.can("decide_access"):
        raise Http404
    waiting = AccessRequest.objects.pending().for_decider(request.user)
    waiting = waiting.select_related("municipality__province")
    return render(request, "accounts/requests.html", {"waiting": waiting})


@require_http_methods(["GET", "POST"])
@requires_second_factor
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """Invite who asked, or refuse with a reason that is mailed."""
    mine = AccessRequest.objects.pending().for_decider(request.user).select_related("municipality__province")
    asking = get_object_or_404(mine, pk=pk)
    refusing = request.POST.get("decision") == "refuse"
    form = DecisionForm(request.POST or None, refusing=refusing)
    if request.method != "POST" or not form.is_valid():
        has_lead = asking.municipality.memberships.filter(role="lead").exists()
        return render(request, "accounts/decide.html", {"asking": asking, "form": form, "has_lead": has_lead})
    try:
        sent = _refuse(request, asking, form) if refusing else _grant(request, asking, form)
    except Unusable:
        messages.error(request, _("Somebody else already answered this request."))
    else:
        if sent:
            messages.success(request, _("We sent the answer to %(email)s.") % {"email": asking.email})
        else:
            messages.error(request, _("The decision is kept, but the mail could not be sent."))
    return redirect("accounts:requests")


def _grant(request: SignedIn, asking: AccessRequest, form: DecisionForm) -> bool:
    role = form.cleaned_data["role"]
    invitation, token = asking.grant(role, request.user)
    record(Action.ACCESS_GRANTED, request.user, asking, request, person=asking.email, role=role)
    return send_invitation(invitation, token)


def _refuse(request: SignedIn, asking: AccessRequest, form: DecisionForm) -> bool:
    reason = form.cleaned_data["reason"]
    asking.refuse(reason, request.user)
    record(Action.ACCESS_REFUSED, request.user, asking, request, person=asking.email, reason=reason)
    return send("refusal", asking.email, {"asking": asking})
