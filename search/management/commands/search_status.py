import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from design.formats import longdate, number
from search import query_log
from search.status import Asked, IndexReport, status


class Command(BaseCommand):
    help = (
        "How the search is doing: indices, pending changes, slowest questions, questions without an answer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drift", action="store_true", help="Compare every case too: it takes a while.")
        parser.add_argument("--json", action="store_true", help="Print it for a program.")

    def handle(self, *args: Any, drift: bool = False, **options: Any) -> None:
        query_log.write()
        found = status(with_drift=drift)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), default=_plain, ensure_ascii=False, indent=2))
            return
        for one in found.indices:
            self._index(one)
        self._questions(_("Slowest questions of the last day"), found.slowest)
        self._questions(_("Questions of the week that found nothing"), found.unanswered)

    def _index(self, one: IndexReport) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"{one.name} · {one.address}"))
        self.stdout.write(f"  {one.version}")
        if one.problem:
            self.stdout.write(self.style.ERROR(f"  {one.problem}"))
        cases = _("%(n)s cases, %(pending)s changes waiting") % {
            "n": number(one.documents),
            "pending": number(one.pending),
        }
        self.stdout.write(f"  {cases}")
        if one.rebuilt:
            day = {"day": longdate(one.rebuilt.date()), "seconds": one.rebuilt_seconds}
            self.stdout.write("  " + _("Rebuilt on %(day)s in %(seconds)s s") % day)
        if one.drift is not None:
            agrees = _("It agrees with the database") if one.drift.none else _("It differs from the database")
            self.stdout.write(f"  {agrees}")

    def _questions(self, title: str, asked: tuple[Asked, ...]) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(title))
        if not asked:
            self.stdout.write("  " + _("None."))
        for one in asked:
            self.stdout.write(f"  {one.times} × «{one.label}» · {one.results} · {one.milliseconds} ms")


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else str(value)
