"""Bring cases in from files of the open format."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from cases.case_files import ImportReport, Problem, Unreadable, import_document, read

SHOWN = 100  # problems per file; the rest are counted


class Command(BaseCommand):
    help = "Imports case files (docs/formato-de-casos.md). Repeatable: a case is known by its id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--trust-confirmations",
            action="store_true",
            help="Declared confirmations, objections and acceptances count, with the file as their source.",
        )
        parser.add_argument("--draft", action="store_true", help="Save the stories without publishing them.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [Path(name) for name in options["files"]]
        several = len(paths) > 1
        reports: list[tuple[Path, ImportReport]] = []
        for path in _bar(paths) if several else paths:
            reports.append((path, self.report_of(path, options, bar=not several)))
        for path, report in reports:
            self.tell(path.name, report, options["verbosity"])
        self.summarise([report for _path, report in reports], options)

    def report_of(self, path: Path, options: dict[str, Any], bar: bool) -> ImportReport:
        try:
            document = read(path)
        except Unreadable as error:
            return ImportReport(errors=[Problem("$", str(error))])
        return import_document(
            document,
            trust=options["trust_confirmations"],
            source=path.name,
            draft=options["draft"],
            dry_run=options["dry_run"],
            progress=_bar if bar else iter,
        )

    def tell(self, name: str, report: ImportReport, verbosity: int) -> None:
        for problem in report.errors[:SHOWN]:
            self.stderr.write(self.style.ERROR(f"{name}: {problem}"))
        if len(report.errors) > SHOWN:
            rest = len(report.errors) - SHOWN
            self.stderr.write(_("%(name)s: and %(rest)d errors more.") % {"name": name, "rest": rest})
        if verbosity:
            for problem in report.warnings[:SHOWN]:
                self.stderr.write(self.style.WARNING(f"{name}: {problem}"))

    def summarise(self, reports: list[ImportReport], options: dict[str, Any]) -> None:
        """One line with the totals. Raises CommandError when anything was left out."""
        values = {
            "created": sum(len(report.created) for report in reports),
            "updated": sum(len(report.updated) for report in reports),
            "unchanged": sum(len(report.unchanged) for report in reports),
        }
        if options["verbosity"]:
            line = _("Cases: %(created)d new, %(updated)d updated, %(unchanged)d unchanged.") % values
            self.stdout.write(
                f"{line} {_('Nothing was written: this was a trial.')}" if options["dry_run"] else line
            )
            if ignored := sum(report.ignored for report in reports):
                self.stdout.write(
                    ngettext(
                        "%(n)d declared confirmation was not counted; --trust-confirmations counts it.",
                        "%(n)d declared confirmations were not counted; --trust-confirmations counts them.",
                        ignored,
                    )
                    % {"n": ignored}
                )
        errors = sum(len(report.errors) for report in reports)
        if errors:
            message = ngettext(
                "%(n)d error: what has errors was left out whole; the rest is in.",
                "%(n)d errors: what has errors was left out whole; the rest is in.",
                errors,
            )
            raise CommandError(message % {"n": errors})


def _bar(items: list[Any]) -> Iterable[Any]:
    """A progress bar for whatever takes over two seconds, where someone is looking."""
    return tqdm(items, desc=_("Importing cases"), unit="", delay=2, disable=None, file=sys.stderr)
