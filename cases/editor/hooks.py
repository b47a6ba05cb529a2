"""What the admin shows a city team: what it needs, and nothing else. Imported by `cases.wagtail_hooks`."""

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem, WorkflowMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from accounts.permissions import Role
from accounts.second_factor import SignedIn
from cases.editor.moderation import in_review, why_returned
from cases.editor.stale import refuse_stale_save
from cases.models import CasePage

_REVIEWING = ("approve", "reject")
# What somebody who only tells the cases of a city has no use for.
_HIDDEN = {"documents", "images", "reports", "help", "settings", "evidence"}


@hooks.register("register_admin_urls")
def figures_urls() -> list[Any]:
    return [path("casos/", include("cases.editor.urls"))]


@hooks.register("before_edit_page")
def stale_or_in_review(request: SignedIn, page: Page) -> HttpResponse | None:
    if not isinstance(page, CasePage):
        return None
    user = request.user
    if request.method == "GET" and not user.is_superuser and not user.can("write", page.municipality):
        text = _(
            "You review this case. Comment beside any field, then publish it or return it with a reason. "
            "Only its city changes what it says."
        )
        messages.info(request, text)
    if request.method == "GET" and (reason := why_returned(page)):
        messages.warning(request, _("It was returned: “%(reason)s”") % {"reason": reason})
    if request.method == "GET" and page.workflow_in_progress and not user.can("review", page.municipality):
        withdraw = format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="button button-small" type="submit">{}</button></form>',
            reverse("cases_editor:withdraw", args=[page.pk]),
            get_token(request),
            _("Withdraw and correct"),
        )
        text = _("This case is in review, so it cannot be changed. To change something, take it back first.")
        messages.warning(request, format_html("{} {}", text, withdraw))
    return refuse_stale_save(request, page)


class Resubmit(SubmitForModerationMenuItem):
    """For a case that came back: Wagtail names the step of the workflow, which its author never heard of."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"label": _("Submit again")}


_OF_WORKFLOWS = ("action-cancel-workflow", "action-restart-workflow")


@hooks.register("construct_page_action_menu")
def buttons_in_review(items: list[ActionMenuItem], request: SignedIn, context: dict[str, Any]) -> None:
    """Whoever reviews first reads "Publish", once: Wagtail's own would publish the page without its figures.

    An author takes a case back with the button of the message, which says what happens.
    """
    page = context.get("page")
    if not isinstance(page, CasePage):
        return
    if not page.workflow_in_progress:  # what came back is mended and submitted again: nothing to cancel
        items[:] = [one for one in items if one.name not in _OF_WORKFLOWS]
        if page.current_workflow_state:
            items[:] = [Resubmit(one.order) if one.name == Resubmit.name else one for one in items]
        return
    items[:] = [one for one in items if one.name not in ("action-publish", "action-cancel-workflow")]
    items.sort(key=lambda one: _REVIEWING.index(one.name) if one.name in _REVIEWING else len(_REVIEWING))
    for one in items:
        if isinstance(one, WorkflowMenuItem) and one.name == "approve":
            one.label = _("Publish with a comment") if one.launch_modal else _("Publish")


@hooks.register("construct_help_menu")
def no_guides_in_english(request: SignedIn, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("construct_main_menu")
def only_what_is_needed(request: SignedIn, items: list[MenuItem]) -> None:
    if request.user.roles & {Role.ADMIN, Role.COORDINATOR}:
        return
    items[:] = [item for item in items if item.name not in _HIDDEN]


@hooks.register("insert_editor_js")
def follow_what_is_saved() -> str:
    return format_html('<script src="{}" defer></script>', static("js/standing.js"))


@hooks.register("insert_editor_js")
def open_the_comment_of_the_mail() -> str:
    return format_html('<script src="{}"></script>', static("cases/comment.js"))


@hooks.register("insert_global_admin_css")
def our_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class _QueueItem(MenuItem):
    def is_shown(self, request: SignedIn) -> bool:
        return request.user.can("review")

    def get_context(self, request: SignedIn) -> dict[str, Any]:
        waiting = in_review(request.user).count()
        return super().get_context(request) | {"count": waiting}


@hooks.register("register_admin_menu_item")
def queue_item() -> MenuItem:
    return _QueueItem(
        gettext_lazy("Review"),
        reverse_lazy("cases_editor:queue"),
        name="review",
        icon_name="tasks",
        order=150,
    )
