"""Load the demo: real cases told with their sources, and invented examples marked as such."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from cases.notices.silence import silent
from demo import desk, network
from search.outbox import paused


class Command(BaseCommand):
    help = "Loads the demo through the case file format. Repeatable: it updates what it loaded."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        # Each page would reach the index several times; once, at the end, is enough.
        with paused(), silent():
            call_command("build_site")
            example = network.load_municipalities()
            network.load_people(example)
            call_command(
                "import_cases",
                *[str(path) for path in network.case_files()],
                trust_confirmations=True,
                verbosity=options["verbosity"],
            )
            call_command("load_playbooks", verbosity=0)  # now that the cases that prove them are there
            network.load_playbooks(example)
            desk.load()
