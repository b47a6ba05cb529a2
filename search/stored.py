"""Documents kept beside their cases: made once, read by every index until something in them changes.

Whoever changes a case calls `outdate` in the same transaction (the outbox does). A document is kept only if
nobody did so while it was being made, and it is read only while the code that made it is the code that runs
and its next-change date has not come. `check_search_index` never reads it: it makes every document anew.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from cases.models import CasePage
from search.case_documents import make_documents
from search.documents import CaseDocument
from search.models import StoredDocument

_CHUNK = 200
_KEYS = 2_000
_ROOT = Path(__file__).resolve().parent.parent


def all_documents() -> Iterator[CaseDocument]:
    """Every public case, kept or made now, by key: memory does not grow with the number of cases."""
    return documents_of(published_keys())


def published_keys() -> Iterator[int]:
    """Primary keys of the public cases in order, a page of them at a time."""
    last = 0
    published = CasePage.objects.published().order_by("pk")
    while keys := list(published.filter(pk__gt=last).values_list("pk", flat=True)[:_KEYS]):
        yield from keys
        last = keys[-1]


def documents_of(cases: Iterable[int]) -> Iterator[CaseDocument]:
    """Documents of those cases as they are now. One that is not public any more gives none."""
    remaining = iter(cases)
    while chunk := list(islice(remaining, _CHUNK)):
        rows = StoredDocument.objects.in_bulk(chunk)
        kept = {pk: row for pk, row in rows.items() if row.holds(rules(), localdate())}
        public = CasePage.objects.published().filter(pk__in=kept).order_by("pk").values_list("pk", flat=True)
        yield from (CaseDocument.from_json(kept[pk].content) for pk in public)
        if missing := [pk for pk in chunk if pk not in kept]:
            made = list(make_documents(missing))
            _keep(made, {pk: row.counter for pk, row in rows.items()})
            yield from made


@cache
def rules() -> str:
    """A digest of the code that makes documents: after an upgrade none that older code made is read."""
    digest = hashlib.blake2b(digest_size=16)
    own = [_ROOT / "search" / f"{name}.py" for name in ("case_documents", "documents", "facets")]
    for module in sorted([*(_ROOT / "cases").rglob("*.py"), *own]):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def _keep(made: Iterable[CaseDocument], counters: Mapping[int, int]) -> None:
    """Keeps what was made, unless its case changed meanwhile. An index is never refused for want of this."""
    held = {
        one.pk: {"content": one.to_json(), "rules": rules(), "next_change": one.next_change} for one in made
    }
    new = [StoredDocument(case=pk, **values) for pk, values in held.items() if pk not in counters]
    try:
        with transaction.atomic():
            StoredDocument.objects.bulk_create(new, ignore_conflicts=True)
            for pk in held.keys() & counters.keys():
                StoredDocument.objects.filter(case=pk, counter=counters[pk]).update(**held[pk])
    except DatabaseError:
        return
