"""What the audit trail keeps of cases: publishing, reviews, confirmations and objections."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from accounts.audit import Action, record
from accounts.models import User
from cases.models import Change, Implementation

_REVIEWS = (
    (workflow_submitted, Action.SUBMITTED),
    (workflow_approved, Action.APPROVED),
    (workflow_rejected, Action.RETURNED),
    (workflow_cancelled, Action.WITHDRAWN),
)


class _Noted:
    """A receiver that writes an entry about a step of a review."""

    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
        state = instance.current_task_state
        comment = state.get_comment() if state else ""
        details: dict[str, Any] = {"comment": comment} if comment else {}
        record(self.action, user, instance.content_object, **details)


_noted = [(signal, _Noted(action)) for signal, action in _REVIEWS]  # signals keep weak references


def connect() -> None:
    """Called once, when every model is loaded."""
    for signal, receiver in _noted:
        signal.connect(receiver)
    page_published.connect(_published)
    page_unpublished.connect(_unpublished)
    post_save.connect(_changed, sender=Change)


def _published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    record(Action.PUBLISHED, None, instance, revision=revision.pk if revision else None)


def _unpublished(instance: Any, **kwargs: Any) -> None:
    record(Action.UNPUBLISHED, None, instance)


def _changed(instance: Change, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """What changed in the word of a city, or against it. The rest is in the history of the record."""
    if raw or not created or instance.model != Implementation._meta.model_name:
        return
    before, after = instance.before or {}, instance.after
    action = _act(before, after)
    if action is None:
        return
    stands = after or before
    details: dict[str, Any] = {
        "via": instance.origin,
        "case": stands.get("case_id"),
        "phase": stands.get("phase"),
    }
    if action == Action.OBJECTED:
        details["reason"] = stands.get("objection")
    about = Implementation.objects.filter(pk=instance.object_id).first() or instance.label
    record(action, instance.user, about, implementation=instance.object_id, **details)


def _act(before: dict[str, Any], after: dict[str, Any] | None) -> str | None:
    if after is None:
        return Action.REFUSED
    if after.get("confirmed_on") and (
        before.get("confirmed_on") != after["confirmed_on"]
        or before.get("confirmed_by_id") != after.get("confirmed_by_id")
    ):
        return Action.CONFIRMED
    if bool(before.get("objected_on")) != bool(after.get("objected_on")):
        return Action.OBJECTED if after.get("objected_on") else Action.OBJECTION_WITHDRAWN
    return None
