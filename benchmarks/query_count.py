"""How many times a page of results asks the database, by how many results it shows."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.questions import address
from search.engines.base import PAGE_SIZE, SearchResult
from search.query import SearchQuery


def query_counts(asked: Sequence[tuple[SearchQuery, SearchResult]]) -> dict[str, Any]:
    """The first and the last page of the same questions: about ten results against twenty.

    Both pages show the same facets, so any difference would come from the results.
    """
    half = PAGE_SIZE // 2
    several = [(query, result) for query, result in asked if result.total > PAGE_SIZE]
    near_half = sorted(several, key=lambda pair: abs(pair[1].total % PAGE_SIZE - half))[:10]
    counts = [(_count(query), _count(query.with_page(result.pages))) for query, result in near_half]
    return {
        "constant": all(full == short for full, short in counts),
        "at_20": sorted({full for full, _short in counts}),
        "at_10": sorted({short for _full, short in counts}),
        "results_on_the_short_page": sorted({result.total % PAGE_SIZE for _query, result in near_half}),
    }


def _count(query: SearchQuery) -> int:
    """The fewest of three times: what a process keeps for a second may be read again in any of them."""
    client = Client()
    client.get(address(query))
    return min(_count_once(client, query) for _time in range(3))


def _count_once(client: Client, query: SearchQuery) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address(query))
    if response.status_code != 200:
        raise SystemExit(f"{address(query)}: {response.status_code}")
    return len(captured)
