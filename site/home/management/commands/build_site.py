"""Build the pages that every installation has: home, cases and playbooks."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page, Site, Workflow, WorkflowPage, WorkflowTask

from cases.models import CaseIndexPage, CoordinatorReview
from home.models import HomePage, StandardPage
from municipalities.models import Municipality, Network
from playbooks.models import PlaybookIndexPage
from playbooks.page_permissions import build_second_reading

ACCESSIBILITY = Path(__file__).resolve().parents[2] / "data" / "accesibilidad.txt"

# Founders as signed on 27 November 2024 (ciiar.org, call for cities).
CIIAR_FOUNDERS = [
    "060252",
    "060638",
    "060840",
    "100140",
    "140077",
    "500007",
    "580056",
    "660063",
    "820210",
    "900014",
]


class Command(BaseCommand):
    help = "Builds the home page, the index of cases and of playbooks, catalogue and networks. Repeatable."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        home = build_tree()
        build_review()
        build_second_reading()
        call_command("load_catalogue", verbosity=0)
        call_command("load_synonyms", verbosity=0)
        call_command("load_playbooks", verbosity=0)
        build_networks()
        if options["verbosity"] > 1:
            self.stdout.write(f"{home.url}")


def build_tree() -> HomePage:
    """The home page under the root, its indexes, the accessibility page and the Wagtail site."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        Page.objects.filter(depth=2, slug="home").delete()  # Wagtail's own welcome page
        root = Page.objects.get(pk=root.pk)
        home = root.add_child(instance=HomePage(title="Entre Pares", slug="inicio"))
    for model, title, slug in ((CaseIndexPage, "Casos", "casos"), (PlaybookIndexPage, "Guías", "guias")):
        if not model.objects.exists():
            home.add_child(instance=model(title=title, slug=slug, show_in_menus=True))
            home.refresh_from_db()
    if not StandardPage.objects.filter(slug="accesibilidad").exists():
        body = ACCESSIBILITY.read_text(encoding="utf-8")
        home.add_child(instance=StandardPage(title="Accesibilidad", slug="accesibilidad", body=body))
        home.refresh_from_db()
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    place = {"hostname": address.hostname or "localhost", "port": port}
    Site.objects.update_or_create(
        is_default_site=True, defaults={**place, "root_page": home, "site_name": "Entre Pares"}
    )
    Site.clear_site_root_paths_cache()
    return home


def build_review() -> None:
    """The workflow of cases: one step, in which a coordinator of a network of the city decides.

    The one that Wagtail brings, on the root of the tree, is nobody's here and would be offered beside it.
    Where an administrator put it on a page of the site, it stays.
    """
    brought = Workflow.objects.active().filter(name="Moderators approval")
    for unused in brought.exclude(workflow_pages__page__depth__gt=1):
        unused.deactivate()
    workflow, _new = Workflow.objects.get_or_create(name="Revisión de la red")
    task = CoordinatorReview.objects.first() or CoordinatorReview.objects.create(name="Revisión de la red")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=CaseIndexPage.objects.get(), defaults={"workflow": workflow})


def build_networks() -> None:
    """The two networks whose facts are public. Members are those that a source names."""
    ciiar, new = Network.objects.get_or_create(
        slug="ciiar",
        defaults={"name": "CIIAR, Coalición de Ciudades por la IA", "url": "https://ciiar.org"},
    )
    if new:
        ciiar.members.set(Municipality.objects.filter(country="AR", code__in=CIIAR_FOUNDERS))
    Network.objects.get_or_create(
        slug="ril",
        defaults={"name": "RIL, Red de Innovación Local", "url": "https://www.redinnovacionlocal.org"},
    )
