"""A municipality: what it tells, what it tried, and who is like it. And how all of it is worked out."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from directory.method import Method
from directory.records import peers_of, records_of
from municipalities.models import Municipality

PEERS = 10
MATCHES = 50


def municipality_list(request: HttpRequest) -> HttpResponse:
    """Those that told or tried something; by name, any of the register."""
    text = request.GET.get("q", "")[:200]
    active = (
        Municipality.objects.with_province()
        .annotate(
            told=Count(
                "implementations", Q(implementations__role="origin", implementations__case__live=True)
            ),
            tried=Count(
                "implementations", Q(implementations__role="replication", implementations__case__live=True)
            ),
        )
        .filter(Q(told__gt=0) | Q(tried__gt=0))
        .order_by("is_example", "province__name", "name")
    )
    context = {"text": text, "matches": Municipality.objects.matching(text)[:MATCHES], "active": active}
    return render(request, "directory/municipality_list.html", context)


def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one municipality. The key decides; a name that changed leads to the right address."""
    place = Municipality.objects.by_key("-".join(slug.split("-")[:2]))
    if place is None:
        raise Http404
    if slug != place.slug:
        return redirect("directory:municipality", slug=place.slug, permanent=True)
    records = records_of(place)
    context = {
        "place": place,
        "told": [one for one in records if one.origin],
        "tried": [one for one in records if not one.origin],
        "peers": peers_of(place, PEERS),
        "networks": place.networks.all(),
    }
    return render(request, "directory/municipality.html", context)


def method(request: HttpRequest) -> HttpResponse:
    """Every rule and weight, read from the code that applies them."""
    return render(request, "directory/method.html", {"method": Method()})
