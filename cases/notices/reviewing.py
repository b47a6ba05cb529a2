"""Who is told of what happens in a review, in place of Wagtail's own mails.

Ours have HTML, our words, one action and a way to have no more of them, and leave by the queue of the others.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.admin.views.pages import edit
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from accounts import mail
from accounts.models import User
from cases.editor.page_form import HTML_NAMES
from cases.models import CasePage, ReviewState
from cases.notices import review_letters as letters
from cases.notices.mailing import Kind, tell

_group_of = GroupApprovalTaskStateSubmissionEmailNotifier()


def connect() -> None:
    """Called once, when every model is loaded. Under Wagtail's names, so that its own mails are not sent."""
    for signal, sender, receiver, name in (
        (task_submitted, TaskState, tell_reviewers, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, _tell_nobody, "workflow_state_submitted_email_notification"),
        (workflow_approved, WorkflowState, tell_approved, "workflow_state_approved_email_notification"),
        (workflow_rejected, WorkflowState, tell_sent_back, "workflow_state_rejected_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(receiver, sender=sender, dispatch_uid=name)
    task_submitted.connect(tell_reviewers, sender=ReviewState)
    # The one mail that no signal sends. Wagtail's would also cut the page when the mail server is down.
    edit.send_notification = tell_of_comments


def tell_reviewers(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    """Coordinators of the city of a case, or administrators where there is none. Else, the task's group."""
    about, by = instance.workflow_state.content_object, instance.workflow_state.requested_by
    place = ""
    if isinstance(instance, ReviewState):
        page = getattr(about, "specific", about)
        city = page.municipality if isinstance(page, CasePage) else None
        found = User.objects.filter(network_roles__network__members=city, is_active=True) if city else ()
        people = set(found) or set(User.objects.filter(is_superuser=True, is_active=True))
        place = city.name if city else ""
    else:
        people = set(_group_of.get_recipient_users(instance, user=user))
    letter = letters.submitted(_title(about), place, str(by or ""), _edit_address(about))
    _tell(people - {user}, letter, "submitted")


def tell_approved(instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    about, author = instance.content_object, instance.requested_by
    letter = letters.approved(_title(about), _said(instance), _public_address(about) or _edit_address(about))
    _tell({author} - {user, None}, letter, "approved")


def tell_sent_back(instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    """With the reason, and a link to the first comment that waits beside a field."""
    about, author = instance.content_object, instance.requested_by
    waiting = list(_comments(about))
    address = _edit_address(about, waiting[0] if waiting else None)
    comments = [_beside(one, about) for one in waiting]
    letter = letters.sent_back(_title(about), _said(instance), comments, address)
    _tell({author} - {user, None}, letter, "")


def tell_of_comments(recipients: Iterable[User], notification: str, context: dict[str, Any]) -> bool:
    """What Wagtail's `send_notification` would tell those who follow the comments of a page."""
    page, new = context["page"], context["new_comments"]
    answered = [(one["comment"], reply) for one in context["replied_comments"] for reply in one["replies"]]
    said = [_beside(one, page) for one in new]
    said += [
        _("Answer to “%(text)s”: %(reply)s") % {"text": one.text, "reply": to.text} for one, to in answered
    ]
    for closed in (*context["resolved_comments"], *context["deleted_comments"]):
        said.append(_("Closed: %(text)s") % {"text": closed.text})
    first = next(iter([*new, *(one for one, _reply in answered)]), None)
    letter = letters.commented(_title(page), str(context["editor"]), said, _edit_address(page, first))
    _tell(recipients, letter, notification)
    return True


def _tell(people: Iterable[User], letter: letters.Letter, notification: str) -> None:
    """Who asked the admin for no such mails gets none. Without a `notification` it is not a choice."""
    wanted = [
        one.email
        for one in people
        if one.is_active
        and (not notification or getattr(UserProfile.get_for_user(one), f"{notification}_notifications"))
    ]
    kind = Kind.REVIEW if notification else ""
    if not mail.silenced():  # the commit may come when the silence is over
        transaction.on_commit(partial(tell, sorted(wanted), letter, kind), robust=True)


def _tell_nobody(**kwargs: Any) -> None:
    """Wagtail tells every administrator of each submission. Reviewers are told by their task."""


def _title(about: models.Model) -> str:
    return str(about.get_admin_display_title() if isinstance(about, Page) else about)


def _public_address(about: models.Model) -> str:
    """As it stands now: the record of the review may hold the page of before it was published."""
    page = Page.objects.live().filter(pk=about.pk).first() if isinstance(about, Page) else None
    return str(page.full_url or "") if page else ""


def _edit_address(about: models.Model, comment: Comment | None = None) -> str:
    """Where it is edited: at that comment and its field, if there is one."""
    address = settings.BASE_URL.rstrip("/") + (AdminURLFinder().get_edit_url(about) or "")
    if comment is None:
        return address
    field = comment.contentpath.partition(".")[0]
    return f"{address}?comment={comment.pk}#id_{HTML_NAMES.get(field, field)}"


def _said(state: WorkflowState) -> str:
    task = state.current_task_state
    return str(task.specific.get_comment()).strip() if task else ""


def _comments(about: models.Model) -> Iterable[Comment]:
    """Those that wait, oldest first."""
    if not isinstance(about, Page):
        return ()
    return getattr(about, COMMENTS_RELATION_NAME).filter(resolved_at=None).order_by("pk")


def _beside(comment: Comment, about: models.Model) -> str:
    """A comment after the name of its field."""
    model = CasePage if isinstance(about, Page) and about.specific_class is CasePage else type(about)
    try:
        field = model._meta.get_field(comment.contentpath.partition(".")[0])
    except FieldDoesNotExist:
        return str(comment.text)
    name = str(getattr(field, "verbose_name", ""))
    return f"{name[:1].upper()}{name[1:]}: {comment.text}" if name else str(comment.text)
