"""Whoever coordinates a network curates the playbooks (design.md §8)."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models.signals import post_save
from wagtail.models import GroupPagePermission

from accounts import groups
from accounts.models import NetworkRole
from playbooks.models import Clause, JurisdictionCheck, PlaybookIndexPage, Step, Template

CURATE = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")

PARTS = (Step, Template, Clause, JurisdictionCheck)
"""What playbooks are made of. Nobody but an administrator deletes one: a plan may name it."""


def connect() -> None:
    """Called once, when every model is loaded."""
    post_save.connect(_of_network_role, sender=NetworkRole)
    post_save.connect(_of_new_index, sender=PlaybookIndexPage)


def grant(role: NetworkRole) -> None:
    """The coordinators' group curates under the index of playbooks."""
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=CURATE)
    groups.of_network(role.network).permissions.add(*_of_parts())
    for index in PlaybookIndexPage.objects.all():
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(
                group=groups.of_network(role.network), page=index, permission=permission
            )


def _of_parts() -> models.QuerySet[Permission]:
    names = [f"{verb}_{part._meta.model_name}" for part in PARTS for verb in ("add", "change")]
    names += [f"{verb}_{Step._meta.model_name}" for verb in ("publish", "lock", "unlock")]
    return Permission.objects.filter(content_type__app_label="playbooks", codename__in=names)


def _of_network_role(instance: NetworkRole, **kwargs: Any) -> None:
    grant(instance)


def _of_new_index(created: bool, **kwargs: Any) -> None:
    for role in NetworkRole.objects.select_related("network") if created else ():
        grant(role)
