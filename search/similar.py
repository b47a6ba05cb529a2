"""Cases like the one that somebody begins to write: maybe theirs is a replication. Shown under the title."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe
from wagtail import hooks

from accounts.models import User
from search.engines import get_searcher
from search.engines.base import Hit, SearchUnavailable
from search.query import SearchQuery, Sort

MOST = 3
SHORTEST = 8
"""Of a title. Before, everything is like it."""


def similar_cases(title: str) -> tuple[Hit, ...]:
    """The few public cases that share most with a title. None when the engine does not answer."""
    if len(title.strip()) < SHORTEST:
        return ()
    try:
        return get_searcher().search(SearchQuery.make(words=title, sort=Sort.RELEVANCE), size=MOST).hits
    except SearchUnavailable:
        return ()


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
