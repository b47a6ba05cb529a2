"""The state of the search in the admin, for whoever coordinates or administers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tasks import task
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.second_factor import SignedIn
from search import query_log
from search.drift import drift, repair
from search.engines import get_engines
from search.engines.base import IndexBusy, SearchUnavailable
from search.status import status


@require_safe
def show(request: SignedIn) -> HttpResponse:
    """Indices, what waits, and what people ask."""
    _only_curators(request)
    query_log.write()
    return render(request, "search/admin/status.html", {"status": status()})


@require_POST
def mend(request: SignedIn) -> HttpResponse:
    """Compares every case and mends what differs, in a task."""
    if not request.user.is_superuser:
        raise Http404
    mend_indices.enqueue()
    messages.success(request, _("The indices are being compared with the database and mended."))
    return redirect("search_status")


@task()
def mend_indices() -> None:
    """As `check_search_index --repair` does. What cannot be mended now is still there to be mended later."""
    for engine in get_engines():
        try:
            repair(engine, drift(engine))
        except (IndexBusy, SearchUnavailable):
            continue


@hooks.register("register_admin_urls")
def status_urls() -> list[Any]:
    return [
        path("busqueda/", show, name="search_status"),
        path("busqueda/reparar/", mend, name="mend_search"),
    ]


class _StatusItem(MenuItem):
    def is_shown(self, request: SignedIn) -> bool:
        return request.user.can("curate")


@hooks.register("register_admin_menu_item")
def status_item() -> MenuItem:
    label, address = gettext_lazy("The search"), reverse_lazy("search_status")
    return _StatusItem(label, address, name="search-status", icon_name="search", order=320)


def _only_curators(request: SignedIn) -> None:
    if not request.user.can("curate"):
        raise Http404
