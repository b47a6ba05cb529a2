"""Wagtail's own search over real pages, with `.facet()` once for each facet, on the site's database."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from modelsearch.backends.base import BaseSearchResults
from modelsearch.index import FilterField
from modelsearch.query import MATCH_ALL
from wagtail.search.backends import get_search_backend

from benchmarks.filling import fill
from cases.models import CasePage
from search.documents import CaseDocument
from search.engines.base import PAGE_SIZE, Reader
from search.query import SearchQuery

Chosen = Mapping[str, tuple[str, ...]]
FIELDS = {
    "tema": "topics__slug",
    "area": "area",
    "tecnologia": "tagged_technologies__tag__slug",
    "fase": "implementations__phase",
    "pais": "implementations__municipality__country",
    "provincia": "implementations__municipality__province__code",
    "red": "implementations__municipality__networks__slug",
    "lente": "indicators__definition__lens",
}
"""The facets that a column of the database can give. Evidence, sizes and costs have to be worked out."""


class Wagtail:
    """What is public, by Wagtail's search; selections of facets by the ORM."""

    leaves_out = (
        "order for the reader, “proven at your size”, evidence level, size, cost and reusable as facets;"
        " a case with several attempts counts several times in a facet; stems and accents"
    )

    def __init__(self, size: int) -> None:
        self._size = size
        listed = {field.field_name for field in CasePage.search_fields}
        CasePage.search_fields += [FilterField(name) for name in FIELDS.values() if name not in listed]

    def build(self, documents: Iterable[CaseDocument]) -> None:
        """The same cases as pages of the site: `documents` are not read."""
        fill(self._size)
        call_command("rebuild_modelsearch_index", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # nobody does it by default, and it makes this search five times faster

    def documents(self) -> int:
        pages = CasePage.objects.count()
        return pages if pages == self._size and self._search("", {}).count() == pages else 0

    def answer(self, query: SearchQuery, reader: Reader) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        chosen = {name: values for name, values in query.facets if name in FIELDS}
        found = self._search(query.words, chosen)
        total = found.count()
        list(found[:PAGE_SIZE])
        counts = {}
        for name, field in FIELDS.items():
            others = {other: values for other, values in chosen.items() if other != name}
            counts[name] = dict(self._search(query.words, others, ranked=False).facet(field))
        return total, counts

    def disk_mb(self) -> float:
        """The whole database of the site."""
        return round(Path(connection.settings_dict["NAME"]).stat().st_size / 2**20, 1)

    def _search(self, words: str, chosen: Chosen, ranked: bool = True) -> BaseSearchResults:
        pages = CasePage.objects.live()
        for name, values in chosen.items():
            having = CasePage.objects.filter(**{f"{FIELDS[name]}__in": _stored(name, values)})
            pages = pages.filter(pk__in=having.values("pk"))
        operator = "and" if words else None
        return get_search_backend().search(
            words or MATCH_ALL, pages, operator=operator, order_by_relevance=ranked
        )


def _stored(name: str, values: Iterable[str]) -> list[str]:
    """A province is a country and a code in the site's addresses, and a code in its column."""
    return [value.partition("-")[2] if name == "provincia" else value for value in values]
