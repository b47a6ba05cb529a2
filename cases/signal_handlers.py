"""What cases do when something happens to them: the last guard of the evidence, and the steps of a review."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import task_submitted, workflow_approved

from cases.editor.moderation import SubmittedNotifier, accept_on_approval
from cases.models import CasePage, ReviewState
from cases.protection import refuse_to_delete


def connect() -> None:
    """Called once, when every model is loaded."""
    pre_delete.connect(_keep_replicated, sender=CasePage)
    workflow_approved.connect(accept_on_approval)
    task_submitted.connect(_tell_coordinators, sender=ReviewState)


_tell_coordinators = SubmittedNotifier()


def _keep_replicated(instance: CasePage, **kwargs: Any) -> None:
    refuse_to_delete(instance)
