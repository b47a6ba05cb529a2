"""Import official municipalities: INDEC's XLSX, REFEGLO's CSV or the public CSV (docs/registro.md)."""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from municipalities.exporting import safe
from municipalities.importing import Report, import_rows
from municipalities.reading import FORMS, read
from municipalities.rows import Problem, Row
from municipalities.tables import Unreadable

SHOWN = 50


class Command(BaseCommand):
    help = "Import official municipalities from FILE. Running it twice changes nothing the second time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=sorted(FORMS), help="guessed from the file when not given")
        parser.add_argument("--country", default="", help="two letters, for a CSV without that column")
        parser.add_argument("--source", default="", help="who published the populations of a CSV")
        parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")
        parser.add_argument("--prune", action="store_true", help="delete what the file does not list")
        parser.add_argument(
            "--add", action="store_true", default=None, help="add unknown codes even from REFEGLO"
        )
        parser.add_argument("--report", type=Path, help="write every bad row and column to this CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = read(options["file"], options["format"], options["country"].upper(), options["source"])
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Read as %(form)s.") % {"form": reading.form})
        report = import_rows(
            reading,
            dry_run=options["dry_run"],
            prune=options["prune"],
            add=options["add"],
            progress=self._progress,
        )
        if options["report"]:
            write_problems(options["report"], report.problems)
        self._say(report, dry_run=options["dry_run"])
        if report.problems and not (report.changed or report.unchanged):
            raise CommandError(_("No row could be read."))

    def _progress(self, rows: list[Row]) -> Iterable[Row]:
        return tqdm(rows, desc=_("Municipalities"), unit="", file=sys.stderr, disable=None, leave=False)

    def _say(self, report: Report, *, dry_run: bool) -> None:
        for note in report.notes:
            self.stdout.write(f"· {note}")
        for problem in report.problems[:SHOWN]:
            line = _("Row %(row)d, column %(column)s: %(reason)s (it says “%(value)s”)") % {
                "row": problem.row,
                "column": problem.column,
                "reason": problem.reason,
                "value": problem.value,
            }
            self.stderr.write(line)
        if len(report.problems) > SHOWN:
            more = len(report.problems) - SHOWN
            self.stderr.write(_("… and %(more)d more: see them all with --report FILE.") % {"more": more})
        for name, times in sorted(report.changes.items()):
            self.stdout.write(f"  {name}: {times}")
        self.stdout.write(self.style.SUCCESS(summary(report, dry_run=dry_run)))


def summary(report: Report, *, dry_run: bool) -> str:
    """One sentence with the counts."""
    counts = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "pruned": report.pruned,
        "bad": len({problem.row for problem in report.problems}),
    }
    if dry_run:
        return (
            _(
                "Nothing was written. It would add %(created)d, change %(updated)d, leave %(unchanged)d "
                "as they are and delete %(pruned)d; %(bad)d bad rows."
            )
            % counts
        )
    changes = report.changed
    text = ngettext("%(changes)d change", "%(changes)d changes", changes) % {"changes": changes}
    details = (
        _(
            "added %(created)d, changed %(updated)d, as they were %(unchanged)d, deleted %(pruned)d, "
            "bad rows %(bad)d"
        )
        % counts
    )
    return f"{text}: {details}"


def write_problems(path: Path, problems: list[Problem]) -> None:
    """Every bad row and column, for whoever mends the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "column", "value", "reason"])
        writer.writerows([item.row, item.column, safe(item.value), item.reason] for item in problems)
