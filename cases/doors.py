"""Doors of Wagtail's admin that ask for no permission, closed to what is of other cities.

Each tells the title of a page, or the name of a record, whose number is in the address or in what is posted:
the explorer, the page chooser, "move here?", and the lists of "the ones that you may not change".
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from cases.models import CasePage
from cases.visibility import pages_for, pages_of

_SLOTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
_FIELDS = ("parent_page", "new_parent_page", "chooser")
_EXPLORER = ("wagtailadmin_explore", "wagtailadmin_explore_results")
_CHOOSERS = ("wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple")
_CHANGES = ("add", "change", "delete")


class NothingOfOthers:
    """Middleware: Wagtail's own answer of "you may not", before its view says anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.view_name.startswith("wagtail") or not _in_admin(request):
            return None
        user = request.user
        if not isinstance(user, User):
            return None
        return (
            _not_in_review(user, request, match) if _may(user, request, match) else permission_denied(request)
        )


def _not_in_review(user: User, request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    """Why whoever reviews does not enter a draft that its team took back, or has not submitted."""
    if match.view_name != "wagtailadmin_pages:edit":
        return None
    case = CasePage.objects.filter(pk=match.kwargs["page_id"], live=False).first()
    if case is None or not user.can("review", case.municipality) or _edits(user, case):
        return None
    text = _("That case is not in review: its team is writing it, or took it back to correct it.")
    messages.info(request, text)
    return redirect("wagtailadmin_home")


def _edits(user: User, case: CasePage) -> bool:
    return bool(case.permissions_for_user(user).can_edit())


def _in_admin(request: HttpRequest) -> bool:
    """Elsewhere nobody is asked who they are: it would make every public page vary by cookie."""
    return request.path_info.startswith("/admin/")


def _may(user: User, request: HttpRequest, match: ResolverMatch) -> bool:
    name = match.view_name
    if name == "wagtail_bulk_action":
        return _may_in_bulk(user, request, match.kwargs)
    named = [match.kwargs[slot] for slot in _SLOTS if slot in match.kwargs]
    if name in _CHOOSERS:
        return _all_in(pages_for(user), [*named, *request.GET.getlist("id")])
    if name in _EXPLORER or name.startswith("wagtailadmin_pages:"):
        return _all_in(pages_of(user), [*named, *_posted(request)])
    return True


def _may_in_bulk(user: User, request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """What many are acted on at once: pages of theirs, or records of a kind that they write."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return True  # and Wagtail answers that there is no such thing
    asked = request.GET.getlist("id")
    if model is not Page:
        policy = policy_registry.get_by_type(model)
        theirs = policy.instances_user_has_any_permission_for(user, _CHANGES)
        whole = theirs.count() == model._default_manager.count() if "all" in asked else True
        return whole and policy.user_has_any_permission(user, _CHANGES) and _all_in(theirs, asked)
    if "all" in asked:  # and what hangs from a page that leads to theirs need not be theirs
        return user.is_superuser
    return _all_in(pages_of(user), [*asked, *_posted(request)])


def _posted(request: HttpRequest) -> list[str]:
    return [request.POST[field] for field in _FIELDS if request.POST.get(field)]


def _all_in(pages: Any, asked: Iterable[Any]) -> bool:
    """Whether each of these numbers is of one of the pages. Words are left to Wagtail, which refuses them."""
    wanted = {int(one) for one in asked if str(one).isdecimal()}
    return not wanted or pages.filter(pk__in=wanted).count() == len(wanted)
