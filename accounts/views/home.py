"""/cuenta/: who one is here, and what keeps the account safe."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import second_factor
from accounts.models import AccessRequest
from accounts.second_factor import SignedIn
from municipalities.models import Municipality, Network
from municipalities.reader import reader_of


@require_safe
@login_required
def home(request: SignedIn) -> HttpResponse:
    user = request.user
    decides = user.can("decide_access")
    waiting = AccessRequest.objects.pending().for_decider(user)
    networks = Network.objects.all()
    if not user.can("invite_coordinators"):
        networks = networks.filter(coordinators__user=user)
    context = {
        "memberships": user.memberships.select_related("municipality__province").order_by(
            "municipality__name"
        ),
        "networks": networks,
        "can_enter_admin": user.has_perm("wagtailadmin.access_admin"),
        "has_second_factor": is_mfa_enabled(user),
        "second_factor_off": not settings.SECOND_FACTOR_REQUIRED,
        "must_pass": second_factor.must_pass(user),
        "decides": decides,
        "audits": user.can("audit"),
        "looked_for": _looked_for(request) if decides else None,
        "waiting": waiting.count() if decides else 0,
    }
    return render(request, "accounts/home.html", context)


def _looked_for(request: SignedIn) -> Municipality | None:
    """The municipality that the picker brought, if its team may be seen."""
    reader = reader_of(request)
    place = Municipality.objects.by_key(reader.key) if reader and reader.key else None
    return place if place and request.user.can("see_team", place) else None
