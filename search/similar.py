"""Cases like the one that somebody begins to write: maybe theirs is a replication. Shown under the title."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe
from wagtail import hooks

from accounts.models import User
from search.analysis import tokens
from search.engines import get_searcher
from search.engines.base import Hit, SearchUnavailable
from search.query import SearchQuery, Sort
from search.words import Concepts, concepts

MOST = 3
SHORTEST = 8
"""Of a title. Before, everything is like it."""
ENOUGH = Fraction(1, 2)
"""Share of the words of a title that another case must say, in its title, its summary or its topics."""
LOOKED_AT = 10
_OF_ANY_TITLE = {
    "menos",
    "mejor",
    "mejores",
    "nuevo",
    "nueva",
    "nuevos",
    "nuevas",
    "ciudad",
    "municipal",
    "no",
}


def similar_cases(title: str) -> tuple[Hit, ...]:
    """The few public cases that share most with a title. None when the engine does not answer.

    The engine gives the nearest that it has, however far: what says less than half of the title is left out.
    """
    if len(title.strip()) < SHORTEST:
        return ()
    try:
        asked = SearchQuery.make(words=title, sort=Sort.RELEVANCE)
        found = get_searcher().search(asked, size=LOOKED_AT).hits
    except SearchUnavailable:
        return ()
    said = concepts(title)
    return tuple(hit for hit in found if shared(said, hit.payload) >= ENOUGH)[:MOST]


def shared(asked: Concepts, payload: Mapping[str, Any]) -> Fraction:
    """The share of the typed words that a case says too, as they are or by a synonym."""
    topics = [one["name"] for one in payload.get("topics", ())]
    held = {one.stem for one in tokens(" ".join([payload["title"], payload.get("summary", ""), *topics]))}
    counted = said = 0
    for concept in asked:
        words = sum(one.exact not in _OF_ANY_TITLE for one in concept.typed)
        counted += words
        said += words * any(held.issuperset(form.stems) for form in concept.forms)
    return Fraction(said, counted or 1)


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """A fragment for the editor, empty when nothing is like it."""
    own = request.user.municipalities_for("write") if isinstance(request.user, User) else ()
    keys = {place.key for place in own}
    found = similar_cases(request.GET.get("titulo", ""))
    hits = [hit for hit in found if hit.payload.get("municipality") not in keys]
    return render(request, "search/similar.html", {"hits": hits})


@hooks.register("register_admin_urls")
def similar_url() -> list[Any]:
    return [path("casos/parecidos/", similar, name="similar_cases")]


@hooks.register("insert_editor_js")
def look_while_typing() -> str:
    address = reverse("similar_cases")
    return format_html('<script src="{}" data-url="{}" defer></script>', static("js/similar.js"), address)
