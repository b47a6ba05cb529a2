"""The desks: what waits for a city team, and for whoever coordinates a network."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import AccessRequest, User
from cases.editor.moderation import in_review
from cases.models import Implementation
from desks.municipal import desk_of
from municipalities.models import Municipality

SHOWN = 50


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """One's own desk; with several municipalities, which one; with none, how to get one."""
    places = list(
        Municipality.objects.with_province().filter(memberships__user=request.user).order_by("name")
    )
    if len(places) == 1:
        return redirect("desks:municipality", key=places[0].key)
    if not places and request.user.can("review"):
        return redirect("desks:coordination")
    return render(request, "desks/choose.html", {"places": places})


@require_safe
@login_required
@never_cache
def municipality(request: HttpRequest, key: str) -> HttpResponse:
    """The desk of a municipality, for its own team. Of another's it does not even say that it exists."""
    places = list(_of_the_team(request.user))
    place = next((one for one in places if one.key == key), None)
    if place is None:
        raise Http404
    context = {
        "desk": desk_of(request.user, place, localdate()),
        "leads": request.user.can("invite", place),
        "others": [one for one in places if one != place],
    }
    return render(request, "desks/municipality.html", context)


@require_safe
@login_required
@never_cache
def coordination(request: HttpRequest) -> HttpResponse:
    """What waits for whoever coordinates: reviews, cities that ask to come in, what nobody confirmed."""
    if not request.user.can("review"):
        raise Http404
    now, places = timezone.now(), request.user.municipalities_for("review")
    unconfirmed = Implementation.objects.filter(
        municipality__in=places, confirmed_on=None, objected_on=None, case__live=True
    ).exclude(phase="intent")
    without_team = places.filter(memberships=None, implementations__isnull=False).distinct()
    states = in_review(request.user)
    context = {
        "rows": [(one, one.revision.as_object(), (now - one.started_at).days) for one in states],
        "requests": AccessRequest.objects.pending().for_decider(request.user).count(),
        "unconfirmed": unconfirmed.select_related("case", "municipality__province")[:SHOWN],
        "without_team": without_team.select_related("province").order_by("name")[:SHOWN],
    }
    return render(request, "desks/coordination.html", context)


def _of_the_team(user: User) -> QuerySet[Municipality]:
    return Municipality.objects.with_province().filter(memberships__user=user)
