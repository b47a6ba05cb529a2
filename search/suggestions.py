"""What is suggested while somebody types: cases, topics and municipalities. The form works without it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from cases.models import CasePage, Topic
from design.formats import number
from municipalities.querysets import fold
from search.engines import get_searcher
from search.engines.base import SearchUnavailable
from search.places import cases_at, names
from search.query import SearchQuery

MOST = 8
TOPICS, PLACES = 2, 2
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Option:
    """Something to go to: what it is called, what is said of it, and its address."""

    label: str
    note: str
    url: str


@require_GET
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Groups of options for what is being typed, as the reader of the address asks it, and how many."""
    query = SearchQuery.from_params(request.GET, reverse("search:finder"))
    groups = [(label, options) for label, options in suggest(query) if options]
    total = sum(len(options) for _label, options in groups)
    return JsonResponse(
        {
            "groups": [
                {
                    "label": label,
                    "options": [{"label": one.label, "note": one.note, "url": one.url} for one in options],
                }
                for label, options in groups
            ],
            "said": _said(total),
        }
    )


def suggest(query: SearchQuery) -> list[tuple[str, list[Option]]]:
    """Topics and municipalities whose name begins as the words do, and cases for the rest of the list."""
    if len(fold(query.words)) < SHORTEST:
        return []
    anew = query.without_words().without_facets()
    topics = list(_topics(query.words, anew))
    places = list(_places(query.words, anew))
    cases = list(_cases(query.words, anew, MOST - len(topics) - len(places)))
    return [(_("Cases"), cases), (_("Topics"), topics), (_("Municipalities"), places)]


def _said(total: int) -> str:
    if not total:
        return _("There are no suggestions.")
    said = ngettext(
        "%(count)s suggestion: use the arrows to choose it.",
        "%(count)s suggestions: use the arrows to choose one.",
        total,
    )
    return said % {"count": number(total)}


def _cases(words: str, query: SearchQuery, most: int) -> Iterator[Option]:
    reader = query.querystring()
    try:
        hits = get_searcher().suggest(words, most)
    except SearchUnavailable:
        return
    for hit in hits:
        url = hit.payload["url"]
        yield Option(hit.payload["title"], hit.payload["city"], f"{url}?{reader}" if reader else url)


def _topics(words: str, query: SearchQuery) -> Iterator[Option]:
    typed = f" {fold(words)}"
    found = {topic.pk: topic for topic in Topic.objects.all() if typed in f" {fold(topic.name)}"}
    if not found:
        return
    counts = CasePage.objects.published().order_by().filter(topics__in=list(found)).values_list("topics")
    ranked = sorted(((-cases, found[pk].name, pk) for pk, cases in counts.annotate(Count("pk"))))
    for cases, name, pk in ranked[:TOPICS]:
        yield Option(name, _cases_in_words(-cases), query.toggle("tema", found[pk].slug).url())


def _places(words: str, query: SearchQuery) -> Iterator[Option]:
    counted = cases_at(names().beginning(words, "lugar"))
    for place in sorted(counted, key=lambda place: (-counted[place], place.label))[:PLACES]:
        yield Option(place.label, _cases_in_words(counted[place]), query.toggle("lugar", place.value).url())


def _cases_in_words(count: int) -> str:
    return ngettext("%(count)s case", "%(count)s cases", count) % {"count": number(count)}
