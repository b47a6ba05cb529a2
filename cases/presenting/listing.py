"""The list of every published case, a page at a time, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.paginator import Page as Chunk
from django.core.paginator import Paginator

from cases.wording import level_label
from municipalities.models import Municipality

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from cases.models import CasePage
    from cases.querysets import CasePageQuerySet

CASES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Listed:
    page: "CasePage"
    level: int
    name: "StrPromise"


@dataclass(frozen=True, slots=True)
class Listing:
    """`chunk` is the page of the list that was asked for, or the nearest one that exists."""

    cases: tuple[Listed, ...]
    chunk: Chunk


def list_cases(cases: "CasePageQuerySet", number: str, today: date) -> Listing:
    """Cases by title. `number` is what the address asked for; nonsense gives the first page."""
    chunk = Paginator(cases.with_facts().order_by("title", "pk"), CASES_A_PAGE).get_page(number)
    pages = list(chunk.object_list)
    fill_in_origins(pages)
    return Listing(tuple(_listed(page, today) for page in pages), chunk)


def _listed(page: "CasePage", today: date) -> Listed:
    level = page.assessment(today).level
    return Listed(page, int(level), level_label(level))


def fill_in_origins(pages: Sequence["CasePage"]) -> None:
    """The origin of each page, in one query: it is the municipality of the page above."""
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    places = Municipality.objects.filter(cases_page__path__in=set(above.values()))
    found = {one.cases_page.path: one for one in places.select_related("province", "cases_page")}
    for page in pages:
        page.municipality = found[above[page.pk]]
