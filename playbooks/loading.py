"""The playbooks that ship with the product, loaded once and never over what a coordinator changed."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cases.models import CasePage
from playbooks.markdown import front_matter
from playbooks.markdown.importing import import_sources
from playbooks.markdown.reading import Source, from_paths
from playbooks.markdown.report import FileReport
from playbooks.models import Clause, JurisdictionCheck, PlaybookPage, Step, Template

SHIPPED = Path(__file__).parent / "data"
KNOWN: dict[str, Any] = {"playbook": PlaybookPage, "step": Step, "template": Template, "clause": Clause}


@transaction.atomic
def load(folder: Path = SHIPPED) -> list[FileReport]:
    """What is not there yet, published; and the links to cases that have come since. One report a file."""
    sources = list(from_paths([folder]))
    reports = import_sources(_missing(sources), publish=True)
    for source in sources:
        _link_cases(source)
    _load_checks(folder / "cumplimiento.csv")
    return reports


def _missing(sources: Iterable[Source]) -> list[Source]:
    return [one for one in sources if not KNOWN[_facts(one)["type"]].objects.filter(slug=_facts(one)["slug"])]


def _facts(source: Source) -> dict[str, Any]:
    if not isinstance(source.data, bytes):
        raise source.data
    return front_matter.split(source.data.decode())[0]


def _link_cases(source: Source) -> None:
    """Add the cases that a file names and that were not there when it was loaded."""
    facts = _facts(source)
    if facts["type"] not in ("playbook", "step"):
        return
    item: PlaybookPage | Step = KNOWN[facts["type"]].objects.get(slug=facts["slug"])
    named = CasePage.objects.filter(identifier__in=facts["cases"])
    missing = named.exclude(pk__in=item.cases.values_list("pk", flat=True))
    if missing and item.has_unpublished_changes is False:
        item.cases.add(*missing)
        item.save_revision().publish()


def _load_checks(file: Path) -> None:
    for slug, row in _rows(file):
        JurisdictionCheck.objects.get_or_create(slug=slug, defaults=row)


def _rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = f"{row['jurisdiction']} {row['norm']}"
            digest = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
            facts: dict[str, Any] = {**row, "checked_on": date.fromisoformat(row["checked_on"])}
            facts["check_text"] = facts.pop("check")
            facts["scope"] = JurisdictionCheck.Scope[row["scope"].upper()]
            yield f"{slugify(name)[:80]}-{digest}", facts
