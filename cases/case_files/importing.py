"""A document of case files → pages and records, case by case: each one goes in whole or not at all."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from cases.case_files.checking import case_errors, envelope_errors, odd_values, plain_texts
from cases.case_files.problems import ImportReport, Problem
from cases.case_files.records import write_records
from cases.case_files.references import references_of
from cases.case_files.rules import rule_errors
from cases.case_files.stories import story_of
from cases.case_files.work import Work
from cases.models import CasePage
from cases.notices.silence import silent

Progress = Callable[[list[Any]], Iterable[Any]]


class _Refused(Exception):
    """Undoes what was written of a case that has errors."""


def import_document(
    document: Any,
    *,
    trust: bool,
    source: str,
    draft: bool = False,
    dry_run: bool = False,
    progress: Progress = iter,
) -> ImportReport:
    """Bring the cases of a document in. A case that is here already, by its id, is brought up to date.

    `trust`: declared confirmations, objections and acceptances count, with `source` (the file's name) as
    their provenance. `draft`: stories are saved and not published. Importing the same document again
    changes nothing. Nothing that the file leaves out is deleted: see docs/formato-de-casos.md.
    """
    report = ImportReport(errors=envelope_errors(document))
    if report.errors:
        return report
    with silent(), transaction.atomic() if dry_run else nullcontext():
        known = references_of(document["cases"])
        seen: set[str] = set()
        for number, raw in enumerate(progress(document["cases"])):
            work = Work(f"$.cases[{number}]", trust, source, draft, known)
            _import_case(raw, work, report, seen)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import_case(raw: Any, work: Work, report: ImportReport, seen: set[str]) -> None:
    case = _checked(raw, work)
    outcome: list[str] | None = None
    if case is not None:
        if case["id"] in seen:
            work.error(f"{work.path}.id", _("Another case of this file has this id."))
        else:
            outcome = _write(case, work, report)
        seen.add(case["id"])
    report.warnings += work.warnings
    report.errors += work.errors
    if work.errors or outcome is None:
        report.refused += 1
        return
    report.ignored += work.ignored
    outcome.append(case["id"] if case else "")


def _checked(raw: Any, work: Work) -> dict[str, Any] | None:
    """The case with plain texts, or None once its errors are noted."""
    work.errors += odd_values(raw, work.path)
    if work.errors:
        return None
    case = plain_texts(raw, work.path, work.warnings)
    work.errors += case_errors(case, work.path)
    if not work.errors:
        work.errors += rule_errors(case, work.path, work.known)
    return None if work.errors else case


def _write(case: dict[str, Any], work: Work, report: ImportReport) -> list[str] | None:
    """Write one case. Returns the list of the report in which it belongs; None when it was refused."""
    try:
        with transaction.atomic():
            new = not CasePage.objects.filter(identifier=case["id"]).exists()
            story = story_of(case, work)
            if story:
                write_records(case, story.page, work)
            if story is None or work.errors:
                raise _Refused
            story.publish()
    except _Refused:
        return None
    except ValidationError as error:
        work.refuse(error, CasePage, work.path)
        return None
    except DatabaseError as error:
        work.errors.append(Problem(work.path, _("The database refused it: %(why)s") % {"why": error}))
        return None
    if new:
        return report.created
    return report.updated if work.changed else report.unchanged
