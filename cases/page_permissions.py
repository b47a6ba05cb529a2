"""Wagtail's permissions on pages follow from who works for whom (design.md §8). Nobody edits them by hand.

A team may add and change under its municipality's page: drafts, and submitting them, never publishing. Its
pictures are in a collection of its own.
Whoever coordinates a network moderates under the pages of its members: publishing and unpublishing, neither
writing nor deleting (docs/decisions/coordinacion-no-escribe.md).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.text import slugify
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts import groups
from accounts.models import Membership, NetworkRole
from cases.models import CaseIndexPage, IndicatorDefinition, MunicipalityCasesPage, Topic
from municipalities.models import GovernmentChange, Municipality, Network

WRITE = ("add_page", "change_page")  # with "add" alone a colleague could not mend a colleague's draft
PICTURES = ("add_image", "choose_image")
MODERATE = ("publish_page", "lock_page", "unlock_page")  # and the editor, only while a case is in review
CURATED = (Topic, IndicatorDefinition, Municipality, GovernmentChange, Network)


def connect() -> None:
    """Called once, when every model is loaded."""
    post_save.connect(_of_membership, sender=Membership)
    post_save.connect(_of_network_role, sender=NetworkRole)
    post_save.connect(_of_new_page, sender=MunicipalityCasesPage)
    m2m_changed.connect(_of_members, sender=Network.members.through)
    post_delete.connect(_forget_team, sender=Municipality)
    post_delete.connect(_forget_network, sender=Network)


def grant_team(municipality: Municipality) -> None:
    """The team's group may add under its page, which is made if it has none."""
    page, group = cases_page_of(municipality), groups.of_team(municipality)
    if page is not None:
        _grant(group, [page], WRITE)
    collection = pictures_of(municipality)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=PICTURES
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def grant_network(network: Network) -> None:
    """The coordinators' group moderates under the pages of the members, and curates what everybody shares."""
    group = groups.of_network(network)
    _grant(group, MunicipalityCasesPage.objects.filter(municipality__networks=network), MODERATE)
    curating = Permission.objects.filter(
        content_type__app_label__in={model._meta.app_label for model in CURATED},
        codename__in=[f"{verb}_{model._meta.model_name}" for verb in ("add", "change") for model in CURATED],
    )
    group.permissions.add(*curating)


def sync() -> None:
    """Put every group right: for a database from before this module, or edited by hand."""
    for tie in (*Membership.objects.all(), *NetworkRole.objects.all()):
        tie.save()  # its signals do the work, playbooks' included


def cases_page_of(municipality: Municipality) -> MunicipalityCasesPage | None:
    """The page under which a municipality tells its cases. None before the site has an index of cases."""
    page = MunicipalityCasesPage.objects.filter(municipality=municipality).first()
    index = CaseIndexPage.objects.first()
    if page is None and index is not None:
        slug = slugify(municipality.slug)
        page = MunicipalityCasesPage(title=municipality.name, slug=slug, municipality=municipality)
        index.add_child(instance=page)
    return page


def pictures_of(municipality: Municipality) -> Collection:
    """Where its team puts pictures: those of another city's drafts are not shown to choose from."""
    name = f"{municipality.name} ({municipality.key})"
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _grant(group: Group, pages: Iterable[Page], codenames: tuple[str, ...]) -> None:
    """Exactly these permissions on exactly these cities' pages, whatever the group had on others."""
    wanted = {
        (page.pk, permission)
        for page in pages
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        ).values_list("pk", flat=True)
    }
    cities = MunicipalityCasesPage.objects.all()
    held = {
        (one.page_id, one.permission_id): one
        for one in GroupPagePermission.objects.filter(group=group, page__in=cities)
    }
    for pair, one in held.items():
        if pair not in wanted:
            one.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in wanted - held.keys()
    )


def _of_membership(instance: Membership, **kwargs: Any) -> None:
    grant_team(instance.municipality)


def _of_network_role(instance: NetworkRole, **kwargs: Any) -> None:
    grant_network(instance.network)


def _of_new_page(instance: MunicipalityCasesPage, created: bool, **kwargs: Any) -> None:
    if not created:
        return
    if instance.municipality.memberships.exists():
        grant_team(instance.municipality)
    for network in instance.municipality.networks.filter(coordinators__isnull=False).distinct():
        grant_network(network)


def _of_members(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    if not action.startswith("post_"):
        return
    if not reverse:
        networks = [instance]
    elif pk_set is None:  # a municipality left every network, and Django does not say which
        networks = list(Network.objects.all())
    else:
        networks = list(Network.objects.filter(pk__in=pk_set))
    for network in networks:
        if network.coordinators.exists():
            grant_network(network)


def _forget_team(instance: Municipality, **kwargs: Any) -> None:
    groups.forget(instance)


def _forget_network(instance: Network, **kwargs: Any) -> None:
    groups.forget(instance)
