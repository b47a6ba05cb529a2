"""The admin refuses, with an explanation, what would destroy evidence; and shows nothing of other cities."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.models import Document
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.models import User
from accounts.second_factor import SignedIn
from cases import snippets
from cases.admin_api import DocumentsAPI, PagesAPI
from cases.editor import hooks as editor_hooks
from cases.models import Implementation, Indicator, Tracked
from cases.page_policy import PagePolicy
from cases.protection import is_part_of_the_tree, replicated_within, why_it_stays
from cases.visibility import documents_for, pages_for

register_permission_policy(Page, PagePolicy(Page))
register_snippet(snippets.CasesViewSetGroup)
__all__ = ["editor_hooks"]  # its own receivers register when it is imported


@hooks.register("before_delete_page")
def keep_replicated(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_move_page")
def keep_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_copy_page")
def keep_single(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not is_part_of_the_tree(page):
        return _refusal(request, [page])
    message = _("A case is not copied: a municipality that adopts it reports its replication.")
    return _back(request, page, message)


@hooks.register("before_bulk_action")
def keep_all(
    request: HttpRequest, action_type: str, objects: Sequence[models.Model], action: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    return _refusal(request, pages) if pages and action_type in ("delete", "move") else None


@hooks.register("before_delete_snippet")
def delete_with_history(request: HttpRequest, instances: Sequence[models.Model]) -> HttpResponse | None:
    """Records are deleted one by one, so that each leaves its trace; evidence is not deleted at all."""
    tracked = [one for one in instances if isinstance(one, Tracked)]
    if not tracked:
        return None
    back = redirect(tracked[0].snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
    if any(isinstance(one, Implementation) and _is_evidence(one) for one in tracked):
        messages.error(
            request,
            _(
                "What a municipality confirmed or measured is not deleted. "
                "If it ended badly, mark it abandoned."
            ),
        )
        return back
    if request.method != "POST":
        return None
    measured = [one for one in tracked if isinstance(one, Indicator) and one.measures.exists()]
    for one in tracked:
        one.changed_by = request.user
        one.delete()
    if measured:
        message = ngettext(
            "%(n)d indicator has figures: it was retired and keeps them.",
            "%(n)d indicators have figures: they were retired and keep them.",
            len(measured),
        )
        messages.warning(request, message % {"n": len(measured)})
    if gone := len(tracked) - len(measured):
        message = ngettext("%(n)d record deleted.", "%(n)d records deleted.", gone)
        messages.success(request, message % {"n": gone})
    return back


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_seen(pages: PageQuerySet, request: SignedIn) -> PageQuerySet:
    return pages.filter(pk__in=pages_for(request.user).values("pk"))


@hooks.register("before_serve_document")
def open_what_is_seen(document: Document, request: HttpRequest) -> None:
    """Raises Http404. Whoever did not log in is led to do it by Wagtail, that keeps such files from them."""
    if isinstance(request.user, User) and not documents_for(request.user).filter(pk=document.pk).exists():
        raise Http404


@hooks.register("construct_admin_api", order=1)  # after Wagtail's own, which these replace
def own_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesAPI)
    router.register_endpoint("documents", DocumentsAPI)


def _is_evidence(one: Implementation) -> bool:
    return one.confirmed_on is not None or one.measures.exists()


def _refusal(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    cases = list(replicated_within(pages))
    return _back(request, pages[0], why_it_stays(cases)) if cases else None


def _back(request: HttpRequest, page: Page, message: str) -> HttpResponse:
    messages.error(request, message)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)
