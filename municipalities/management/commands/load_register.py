"""Load the shipped tables: Argentina's register and the municipalities of other countries."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from design.formats import number
from municipalities.argentina import INDEC_SOURCE
from municipalities.countries import DATA
from municipalities.importing import import_rows
from municipalities.models import Municipality
from municipalities.provinces import load_provinces
from municipalities.reading import read

TABLES = [("argentina.csv", "AR", INDEC_SOURCE), ("otros_paises.csv", "", "")]


class Command(BaseCommand):
    help = "Add what is missing of the shipped register. What somebody edited stays, unless --refresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--refresh", action="store_true", help="bring edited facts back to the table's")

    def handle(self, *args: Any, **options: Any) -> None:
        load_provinces()
        created = updated = 0
        for name, country, source in TABLES:
            reading = read(DATA / name, "csv", country, source)
            report = import_rows(reading, fill_only=not options["refresh"])
            created += report.created
            updated += report.updated
        total = Municipality.objects.real().count()
        counts = {"total": number(total), "created": created, "updated": updated}
        if not created and not updated:
            message = _("The register was already loaded: %(total)s municipalities.") % counts
        else:
            message = (
                _("Register loaded: %(total)s municipalities (%(created)d new, %(updated)d completed).")
                % counts
            )
        self.stdout.write(message)
