"""An invitation from the mail to the team: opened by its token, accepted once."""

from typing import cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audit import Action, about_invitation
from accounts.forms import NewAccountForm
from accounts.mail import send
from accounts.models import Invitation, Unusable, User
from accounts.second_factor import SignedIn, requires_second_factor

TOKEN = "invitation"  # noqa: S105 - where the session keeps it
AFTER = "after_invitation"


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Whether the mail left."""
    address = settings.BASE_URL.rstrip("/") + reverse("accounts:invitation", args=[token])
    return send("invitation", invitation.email, {"invitation": invitation, "address": address})


@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. The token goes to the session: no later address, log or history has it.

    `next` is a page of this site to which whoever accepts goes on.
    """
    request.session[TOKEN] = token
    request.session.pop(AFTER, None)
    after = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        request.session[AFTER] = after
    return redirect("accounts:accept")


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Take the place one was invited to: logged in with that address, or with a new account."""
    try:
        invitation = Invitation.objects.by_token(request.session.get(TOKEN, ""))
        if request.user.is_authenticated:
            return _accept_as(cast(SignedIn, request), invitation)
        if User.objects.filter(email=invitation.email).exists():
            return render(request, "accounts/accept.html", {"invitation": invitation, "log_in": True})
        return _accept_as_new(request, invitation)
    except Unusable:
        return render(request, "accounts/unusable.html", status=404)


@require_http_methods(["POST"])
@requires_second_factor
def resend(request: SignedIn, pk: int) -> HttpResponse:
    """A new token for an unanswered invitation; the old one opens nothing."""
    invitation = _mine(request.user, pk)
    try:
        sent = send_invitation(invitation, invitation.resend(request.user))
    except Unusable:
        messages.error(request, _("That invitation was already answered."))
    else:
        about_invitation(Action.INVITATION_RESENT, invitation)
        if sent:
            messages.success(request, _("We sent the invitation to %(email)s.") % {"email": invitation.email})
        else:
            messages.error(request, _("The mail could not be sent. Try again later with “Resend”."))
    return _back(invitation)


@require_http_methods(["GET", "POST"])
@requires_second_factor
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    """Asks first; then the link of the mail opens nothing."""
    invitation = _mine(request.user, pk)
    if request.method != "POST":
        return render(request, "accounts/revoke.html", {"invitation": invitation})
    try:
        invitation.revoke()
        about_invitation(Action.INVITATION_REVOKED, invitation)
        messages.success(request, _("The invitation of %(email)s was revoked.") % {"email": invitation.email})
    except Unusable:
        messages.error(request, _("That invitation was already answered."))
    return _back(invitation)


def _accept_as(request: SignedIn, invitation: Invitation) -> HttpResponse:
    if request.user.email != invitation.email:
        return render(request, "accounts/accept_other.html", status=403)
    if request.method != "POST":
        return render(request, "accounts/accept.html", {"invitation": invitation})
    invitation.accept(request.user)
    return _welcome(request, invitation)


@sensitive_post_parameters("password")
def _accept_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method != "POST" or not form.is_valid():
        context = {"invitation": invitation, "form": form, "contact": settings.DEFAULT_FROM_EMAIL}
        return render(request, "accounts/accept.html", context)
    user = invitation.accept_as_new(form.cleaned_data["name"], form.cleaned_data["password"])
    welcome = _welcome(request, invitation)
    perform_login(request, Login(user=user, email=user.email))
    return welcome


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    request.session.pop(TOKEN, None)
    messages.success(request, _("Done: you are now part of %(place)s.") % {"place": invitation.place})
    return redirect(request.session.pop(AFTER, "accounts:home"))


def _mine(user: User, pk: int) -> Invitation:
    """An unanswered invitation that this person may resend or revoke. Raises Http404 for any other."""
    invitation = Invitation.objects.unanswered().filter(pk=pk).first()
    if invitation is None:
        raise Http404
    place = invitation.municipality
    if not (user.can("invite", place) if place else user.can("invite_coordinators")):
        raise Http404
    return invitation


def _back(invitation: Invitation) -> HttpResponse:
    place = invitation.place
    if invitation.municipality:
        return redirect("accounts:team", key=invitation.municipality.key)
    return redirect("accounts:network_team", slug=place.slug)
