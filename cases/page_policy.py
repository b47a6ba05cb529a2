"""Wagtail's permissions on pages, asked in conditions as few as the depths of the tree.

Wagtail writes several conditions for each page on which somebody has permissions, one inside the other.
SQLite refuses more than a thousand of those, which is fewer than a network of 280 municipalities needs.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import In
from wagtail.models import Page, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

if TYPE_CHECKING:
    from accounts.models import User

_ANY = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


class PagePolicy(PagePermissionPolicy):
    """The same answers as Wagtail's, for any number of pages."""

    def instances_user_has_any_permission_for(self, user: "User", actions: Iterable[str]) -> PageQuerySet:
        whole: PageQuerySet | None = self._base_queryset_for_user(user)
        return _pages(self._reach(user, set(actions))) if whole is None else whole

    def explorable_instances(self, user: "User") -> PageQuerySet:
        """Where they may do anything, and the pages that lead there from the first one that those share."""
        whole: PageQuerySet | None = self._base_queryset_for_user(user)
        if whole is not None:
            return whole
        held = [one.page for one in self.get_cached_permissions_for_user(user)]
        leading = {one.path[:end] for one in held for end in range(one.steplen, len(one.path), one.steplen)}
        top = Page.objects.first_common_ancestor_of(held)
        reached = self._reach(user, set(_ANY)) | Q(path__in=leading)
        return _pages(reached & Q(path__startswith=top.path))

    def _reach(self, user: "User", actions: set[str]) -> Q:
        """With "add" alone one changes what one began, and nothing of the others."""
        codenames = self._get_permission_codenames(actions)
        held = self.get_cached_permissions_for_user(user)
        reached = _under(one.page.path for one in held if one.permission.codename in codenames)
        if "change" in actions and "add" not in actions:
            adds = self._get_permission_codename("add")
            own = _under(one.page.path for one in held if one.permission.codename == adds)
            reached |= own & Q(owner=user.pk)
        return reached


def _pages(condition: Q) -> PageQuerySet:
    """By their numbers: the search of the admin takes no function of a field."""
    return Page.objects.filter(pk__in=Page.objects.filter(condition).values("pk"))


def _under(paths: Iterable[str]) -> Q:
    """At or below any of these pages."""
    by_length: dict[int, set[str]] = defaultdict(set)
    for path in paths:
        by_length[len(path)].add(path)
    found = Q(pk__in=[])
    for length, same in by_length.items():
        found |= Q(In(Left(F("path"), length), sorted(same)))
    return found
