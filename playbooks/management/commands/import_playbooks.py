"""Bring playbooks in from Markdown files: ours, or anybody's."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from playbooks.markdown.importing import import_sources
from playbooks.markdown.reading import from_paths
from playbooks.markdown.report import FileReport


class Command(BaseCommand):
    help = (
        "Imports Markdown files or folders (docs/formato-de-guias.md). Ours come back as what they were; "
        "any other becomes the draft of a playbook. Repeatable: each is known by its short name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--publish", action="store_true", help="Publish those of our own format.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, change nothing.")
        parser.add_argument("--json", action="store_true", help="Write the report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = list(from_paths(map(Path, options["paths"])))
        bar = tqdm(sources, desc=_("Reading files"), unit="", delay=2, disable=None, file=sys.stderr)
        reports = import_sources(bar, publish=options["publish"], dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps([one.as_dict() for one in reports], ensure_ascii=False, indent=1))
        else:
            self.tell(reports, options["verbosity"], options["dry_run"])
        if all(one.outcome == "refused" for one in reports):
            raise CommandError(_("Nothing could be read."))

    def tell(self, reports: list[FileReport], verbosity: int, dry_run: bool) -> None:
        for one in reports:
            if one.outcome == "refused":
                self.stderr.write(self.style.ERROR(f"{one.file}: {one.said}. {one.error}"))
            elif verbosity and (one.notes or verbosity > 1):
                self.stdout.write(f"{one.file}: {one.said}, {one.kind} {one.slug}.")
            for note in one.notes if verbosity else ():
                self.stdout.write(f"    {note}")
        if not verbosity:
            return
        totals = Counter(one.outcome for one in reports)
        values = {name: totals[name] for name in ("created", "updated", "unchanged", "refused")}
        line = (
            _("%(created)d new, %(updated)d updated, %(unchanged)d unchanged, %(refused)d left out.") % values
        )
        self.stdout.write(f"{line} {_('Nothing was written: this was a trial.')}" if dry_run else line)
