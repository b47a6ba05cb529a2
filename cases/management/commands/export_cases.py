"""Write the public cases in the open format."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from accounts.audit import Action, record
from cases.case_files import dump, export_document
from cases.models import CasePage


class Command(BaseCommand):
    help = (
        "Exports the public cases, with their accepted figures, as one case file (docs/formato-de-casos.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", metavar="FILE", help="Where to write. By default, standard output.")
        parser.add_argument("--only", nargs="+", metavar="ID", help="Only the cases with these ids.")

    def handle(self, *args: Any, **options: Any) -> None:
        cases = CasePage.objects.published()
        if options["only"]:
            cases = cases.filter(identifier__in=options["only"])
            missing = set(options["only"]) - set(cases.values_list("identifier", flat=True))
            if missing:
                which = ", ".join(sorted(missing))
                raise CommandError(_("No public case has this id: %(which)s") % {"which": which})
        bar = {"total": cases.count(), "unit": "", "delay": 2, "disable": None, "file": sys.stderr}
        document = export_document(cases, lambda pages: tqdm(pages, desc=_("Exporting cases"), **bar))
        text = dump(document)
        record(Action.EXPORTED, None, _("public cases"), rows=len(document["cases"]))
        if not options["output"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["output"]).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            message = _("The file cannot be written: %(reason)s") % {"reason": error.strerror}
            raise CommandError(message) from error
