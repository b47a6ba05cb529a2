"""What cases do when something happens to them: the last guard of the evidence, and what a review accepts."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import workflow_approved

from cases.editor.moderation import accept_on_approval
from cases.models import CasePage
from cases.protection import refuse_to_delete


def connect() -> None:
    """Called once, when every model is loaded."""
    pre_delete.connect(_keep_replicated, sender=CasePage)
    workflow_approved.connect(accept_on_approval)


def _keep_replicated(instance: CasePage, **kwargs: Any) -> None:
    refuse_to_delete(instance)
