"""`make run` calls this: everything between a fresh clone and a first page, in one process."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from wagtail.models import Site

from cases.models import CaseIndexPage


class Command(BaseCommand):
    help = "Migrates, loads register and demo the first time, checks the index."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Load no example cases on a new database.")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        self.step(_("Preparing the database (half a minute the first time)…"))
        call_command("migrate", verbosity=0)
        if not CaseIndexPage.objects.exists():
            self.first_time(demo=not options["no_demo"])
        call_command("load_synonyms", verbosity=0)  # those that an update brought
        call_command("check_search_index", repair=True, verbosity=0)
        self.step(
            _("Ready in %(seconds)d s. Data in %(folder)s")
            % {
                "seconds": time.monotonic() - began,
                "folder": settings.DATA_DIR,
            }
        )

    def first_time(self, demo: bool) -> None:
        self.step(_("Loading the register of municipalities…"))
        call_command("load_register")
        self.step(_("Building the site…"))
        call_command("load_demo" if demo else "build_site")
        self.step(_("Indexing the cases…"))
        call_command("rebuild_search_index")
        Site.clear_site_root_paths_cache()

    def step(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()
