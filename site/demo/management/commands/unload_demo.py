"""Remove the examples of the demo, and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.protection import ReplicatedCase
from demo import network


class Command(BaseCommand):
    help = "Removes example municipalities, cases, playbooks and accounts. Real cases stay."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            removed = network.unload()
        except ReplicatedCase as refusal:
            raise CommandError(refusal.args[0]) from refusal
        self.stdout.write(
            _("Removed: %(cases)d cases, %(municipalities)d municipalities, %(playbooks)d playbooks.")
            % removed
        )
