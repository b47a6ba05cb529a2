"""Write playbooks, steps, templates and clauses as Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playbooks.markdown.exporting import tree


class Command(BaseCommand):
    help = "Exports the published playbooks and all that they use as Markdown (docs/formato-de-guias.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="DIR")
        parser.add_argument(
            "--drafts", action="store_true", help="Also what is not published yet, as it is now."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        try:
            for name, text in tree(drafts=options["drafts"]):
                path = Path(options["directory"]) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                number += 1
        except OSError as error:
            message = _("The files cannot be written: %(reason)s") % {"reason": error.strerror}
            raise CommandError(message) from error
        if options["verbosity"]:
            self.stdout.write(ngettext("%(n)d file written.", "%(n)d files written.", number) % {"n": number})
