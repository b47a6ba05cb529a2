"""Whoever coordinates a network curates the playbooks (design.md §8)."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import post_save
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from accounts import groups
from accounts.models import NetworkRole
from playbooks.models import Clause, JurisdictionCheck, PlaybookIndexPage, Step, Template

CURATE = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")

PARTS = (Step, Template, Clause, JurisdictionCheck)
"""What playbooks are made of. Nobody but an administrator deletes one: a plan may name it."""

READING = "Segunda lectura"


def connect() -> None:
    """Called once, when every model is loaded."""
    post_save.connect(_of_network_role, sender=NetworkRole)
    post_save.connect(_of_new_index, sender=PlaybookIndexPage)


def grant(role: NetworkRole) -> None:
    """The coordinators' group curates under the index of playbooks, and reads what another one wrote."""
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=CURATE)
    group = groups.of_network(role.network)
    group.permissions.add(*_of_parts())
    indexes = PlaybookIndexPage.objects.all()
    for index in indexes:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=index, permission=permission)
    for task in GroupApprovalTask.objects.filter(workflow_tasks__workflow__workflow_pages__page__in=indexes):
        task.groups.add(group)


def build_second_reading() -> None:
    """A workflow for playbooks and steps: another coordinator reads, then publishes or returns with comments.

    Nobody must: whoever curates may publish alone. One that an administrator chose stays.
    """
    index = PlaybookIndexPage.objects.get()
    if WorkflowPage.objects.filter(page=index).exists() or Workflow.objects.filter(name=READING).exists():
        return
    workflow = Workflow.objects.create(name=READING)
    task = GroupApprovalTask.objects.create(name=READING)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(page=index, workflow=workflow)
    step = ContentType.objects.get_for_model(Step)
    WorkflowContentType.objects.get_or_create(content_type=step, defaults={"workflow": workflow})
    for role in NetworkRole.objects.select_related("network"):
        grant(role)


def _of_parts() -> models.QuerySet[Permission]:
    names = [f"{verb}_{part._meta.model_name}" for part in PARTS for verb in ("add", "change")]
    names += [f"{verb}_{Step._meta.model_name}" for verb in ("publish", "lock", "unlock")]
    return Permission.objects.filter(content_type__app_label="playbooks", codename__in=names)


def _of_network_role(instance: NetworkRole, **kwargs: Any) -> None:
    grant(instance)


def _of_new_index(created: bool, **kwargs: Any) -> None:
    for role in NetworkRole.objects.select_related("network") if created else ():
        grant(role)
