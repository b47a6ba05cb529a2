"""Teams: who works for a municipality or coordinates a network, who was invited, and taking somebody out."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import InvitationForm, RemovalForm
from accounts.mail import post
from accounts.models import LastLead, Membership, NetworkRole, User
from accounts.permissions import Action
from accounts.second_factor import SignedIn, requires_second_factor
from accounts.views.invitations import send_invitation
from municipalities.models import Municipality, Network


@require_http_methods(["GET", "POST"])
@login_required
def municipality_team(request: SignedIn, key: str) -> HttpResponse:
    """The people of a municipality. What belongs to another one answers 404."""
    place = team_of(request.user, key, "see_team")
    people = place.memberships.select_related("user").order_by("-role", "user__first_name", "user__email")
    return _team(request, place, people, may_invite=request.user.can("invite", place))


@require_http_methods(["GET", "POST"])
@login_required
def network_team(request: SignedIn, slug: str) -> HttpResponse:
    """The people who coordinate a network: themselves see it, administrators change it."""
    place = network_of(request.user, slug)
    people = place.coordinators.select_related("user").order_by("user__first_name", "user__email")
    return _team(request, place, people, may_invite=request.user.can("invite_coordinators"))


@require_http_methods(["GET", "POST"])
@login_required
def remove_member(request: SignedIn, key: str, pk: int) -> HttpResponse:
    """Whoever invites takes others out; anybody leaves by themselves, but for the last lead."""
    place = team_of(request.user, key, "see_team")
    member = get_object_or_404(place.memberships.select_related("user"), pk=pk)
    if member.user == request.user:
        return _leave(request, member)
    if not request.user.can("invite", place):
        raise Http404
    return requires_second_factor(_remove)(request, member, place, last=member.is_last_lead)


@require_http_methods(["GET", "POST"])
@requires_second_factor
def remove_coordinator(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    place = network_of(request.user, slug)
    if not request.user.can("invite_coordinators"):
        raise Http404
    role = get_object_or_404(place.coordinators.select_related("user"), pk=pk)
    return _remove(request, role, place, last=place.coordinators.count() == 1)


def team_of(user: User, key: str, action: Action) -> Municipality:
    """Raises Http404 when it does not exist, and when it is none of theirs."""
    place = Municipality.objects.by_key(key)
    if place is None or not user.can(action, place):
        raise Http404
    return place


def network_of(user: User, slug: str) -> Network:
    """Raises Http404 for whoever neither coordinates it nor administers the site."""
    network = get_object_or_404(Network, slug=slug)
    if not user.can("invite_coordinators") and not user.network_roles.filter(network=network).exists():
        raise Http404
    return network


def team_address(place: Municipality | Network) -> str:
    if isinstance(place, Network):
        return reverse("accounts:network_team", args=[place.slug])
    return reverse("accounts:team", args=[place.key])


def _team(request: SignedIn, place: Municipality | Network, people: Any, *, may_invite: bool) -> HttpResponse:
    if request.method == "POST" and not may_invite:
        raise Http404
    form = InvitationForm(request.POST or None, place=place, by=request.user)
    if request.method == "POST":
        return _invite(request, form, people)
    return _show(request, form, people, may_invite=may_invite)


@requires_second_factor
def _invite(request: SignedIn, form: InvitationForm, people: Any) -> HttpResponse:
    if too_many := ratelimit.consume_or_429(request, action="invite", user=request.user):
        return too_many
    if not form.is_valid():
        return _show(request, form, people, may_invite=True)
    invitation, token = form.save()
    if send_invitation(invitation, token):
        messages.success(request, _("We sent the invitation to %(email)s.") % {"email": invitation.email})
    else:
        messages.error(request, _("The mail could not be sent. Try again later with “Resend”."))
    return redirect(team_address(form.place))


def _show(request: SignedIn, form: InvitationForm, people: Any, *, may_invite: bool) -> HttpResponse:
    place = form.place
    context = {
        "form": form,
        "place": place,
        "of_network": isinstance(place, Network),
        "people": people,
        "members": place.members.select_related("province") if isinstance(place, Network) else (),
        "may_invite": may_invite,
        "invitations": place.invitations.unanswered() if may_invite else (),
    }
    return render(request, "accounts/team.html", context)


def _leave(request: SignedIn, member: Membership) -> HttpResponse:
    place = member.municipality
    if request.method == "POST":
        try:
            member.leave()
        except LastLead:
            pass  # the page says why, and what to do
        else:
            messages.success(request, _("You are no longer in the team of %(place)s.") % {"place": place})
            return redirect("accounts:home")
    return render(request, "accounts/leave.html", {"place": place, "last": member.is_last_lead})


def _remove(
    request: SignedIn, tie: Membership | NetworkRole, place: Municipality | Network, *, last: bool
) -> HttpResponse:
    form = RemovalForm(request.POST if request.method == "POST" else None, last=last)
    if request.method == "POST" and form.is_valid():
        tie.delete()
        letter = {"place": str(place), "by": request.user, "write_to": request.user.email}
        post("removed", tie.user.email, letter)
        messages.success(request, _("%(person)s is no longer in the team.") % {"person": tie.user})
        return redirect(team_address(place))
    context = {
        "form": form,
        "tie": tie,
        "place": place,
        "last": last,
        "of_network": isinstance(place, Network),
        "team_address": team_address(place),
    }
    return render(request, "accounts/remove.html", context)
