"""Add the topics and indicators that ship with the product and are missing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from cases.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Adds the topics and indicators of the catalogue that are missing. Edited ones stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_catalogue()
        if options["verbosity"]:
            message = ngettext("%(n)d entry added.", "%(n)d entries added.", added)
            self.stdout.write(message % {"n": added})
