from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from design.formats import number
from search.drift import Drift, drift, hashes_now
from search.drift import repair as mend
from search.engines import get_engines
from search.engines.base import Engine, IndexBusy, SearchUnavailable


class Command(BaseCommand):
    help = "Compares the search index with the database, the calendar included. Fails when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Mend what differs, then compare again.")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        engines, wanted = get_engines(), hashes_now()
        for engine in engines:
            if len(engines) > 1:
                self.stdout.write(engine.name)
            self._check(engine, wanted, repair)

    def _check(self, engine: Engine, wanted: Mapping[int, str], repair: bool) -> None:
        found = drift(engine, wanted)
        self._report(found)
        if found.none:
            return
        if not repair:
            raise CommandError(_("The index differs from the database. Run it again with --repair."))
        try:
            mend(engine, found)
        except IndexBusy:
            raise CommandError(_("Somebody else is writing the index now.")) from None
        except SearchUnavailable as error:
            raise CommandError(_("The index cannot be used: %(problem)s.") % {"problem": error}) from None
        after = drift(engine)
        self._report(after)
        if not after.none:
            raise CommandError(_("The index still differs from the database."))

    def _report(self, found: Drift) -> None:
        if found.problem:
            self.stdout.write(_("The index cannot be used: %(problem)s.") % {"problem": found.problem})
        if found.none:
            message = _("Index and database agree on %(n)s cases.") % {"n": number(found.documents)}
            self.stdout.write(self.style.SUCCESS(message))
            return
        for label, cases in (
            (_("Waiting in the outbox"), found.pending),
            (_("Missing in the index"), found.missing),
            (_("In the index and not public any more"), found.extra),
            (_("Out of date"), found.outdated),
        ):
            listed = ", ".join(str(pk) for pk in sorted(cases)[:20])
            line = f"{label}: {number(len(cases))}"
            self.stdout.write(f"{line} ({listed})" if listed else line)
