"""Put the groups of teams and networks right, with their permissions on pages."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cases import page_permissions


class Command(BaseCommand):
    help = "Gives each team's and each network's group exactly the permissions that follow from the roles."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        page_permissions.sync()
