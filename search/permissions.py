"""Whoever coordinates a network keeps the synonyms (design.md §8)."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models.signals import post_save

from accounts import groups
from accounts.models import NetworkRole

CURATE = ("add_synonymgroup", "change_synonymgroup", "view_synonymgroup")


def connect() -> None:
    """Called once, when every model is loaded."""
    post_save.connect(_of_network_role, sender=NetworkRole)


def _of_network_role(instance: NetworkRole, **kwargs: Any) -> None:
    found = Permission.objects.filter(content_type__app_label="search", codename__in=CURATE)
    groups.of_network(instance.network).permissions.add(*found)
