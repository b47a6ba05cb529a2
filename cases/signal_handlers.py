"""The last guard of the evidence, for whoever deletes pages without the admin."""

from typing import Any

from django.db.models.signals import pre_delete

from cases.models import CasePage
from cases.protection import refuse_to_delete


def connect() -> None:
    """Called once, when every model is loaded."""
    pre_delete.connect(_keep_replicated, sender=CasePage)


def _keep_replicated(instance: CasePage, **kwargs: Any) -> None:
    refuse_to_delete(instance)
