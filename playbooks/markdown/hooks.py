"""What the admin shows of Markdown. Imported by `playbooks.wagtail_hooks`."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.second_factor import SignedIn


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("guias/", include("playbooks.markdown.urls"))]


class _FilesItem(MenuItem):
    def is_shown(self, request: SignedIn) -> bool:
        return request.user.can("curate")


@hooks.register("register_admin_menu_item")
def files_item() -> MenuItem:
    address = reverse_lazy("playbook_files:import")
    return _FilesItem(
        _("Playbooks in files"), address, name="playbook-files", icon_name="doc-full", order=320
    )
