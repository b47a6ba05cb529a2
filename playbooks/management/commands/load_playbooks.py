"""`manage.py load_playbooks`: the playbooks that ship with the product. Repeatable."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from playbooks.loading import load


class Command(BaseCommand):
    help = "Loads the playbooks of playbooks/data that are not there yet, and links their cases."

    def handle(self, *args: Any, **options: Any) -> None:
        reports = load()
        refused = [one for one in reports if one.outcome == "refused"]
        if refused:
            raise CommandError("\n".join(f"{one.file}: {one.error}" for one in refused))
        if options["verbosity"]:
            self.stdout.write(_("Playbooks and their parts loaded: %(n)d.") % {"n": len(reports)})
