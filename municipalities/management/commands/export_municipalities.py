"""Export the register as CSV: the public form, or the table of a country that we ship."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from municipalities.exporting import write_public, write_table
from municipalities.models import Municipality
from municipalities.signals import register_exported


class Command(BaseCommand):
    help = "Export the official municipalities as CSV, ordered by country and code; never the examples."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, help="the file; without it, standard output")
        parser.add_argument("--country", default="", help="two letters; without it, every country")
        parser.add_argument(
            "--table", action="store_true", help="the shipped table: populations 2010 and 2022"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        places = Municipality.objects.real().with_province().order_by("country", "code")
        if options["country"]:
            places = places.filter(country=options["country"].upper())
        write = write_table if options["table"] else write_public
        if options["output"] is None:
            text = StringIO()
            count = write(places.iterator(), text)
            self._tell(count, options["country"])
            self.stdout.write(text.getvalue(), ending="")
            return
        with options["output"].open("w", encoding="utf-8", newline="") as file:
            count = write(places.iterator(), file)
        self._tell(count, options["country"])
        message = _("%(count)d municipalities in %(file)s") % {"count": count, "file": options["output"].name}
        self.stdout.write(message)

    def _tell(self, count: int, country: str) -> None:
        register_exported.send(
            type(self), rows=count, filters=f"country={country.upper()}" if country else ""
        )
