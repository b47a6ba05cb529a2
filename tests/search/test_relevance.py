"""The judged queries against the demo: a change that makes the answers worse does not get in."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from benchmarks import judged
from cases.models import CasePage
from search.outbox import rebuild

BASELINE = Path(__file__).parent / "relevancia_base.json"
TOLERANCE = 0.01
TYPES = {
    "literal",
    "sinónimo",
    "coloquial",
    "sin acentos",
    "error de tipeo",
    "plural/verbo",
    "identificador",
    "frase",
    "lugar",
    "varias palabras",
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0)
        call_command("load_demo", verbosity=0)
        call_command("load_synonyms", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def queries() -> list[judged.Judged]:
    return judged.read()


def assert_not_worse(system: str, queries: list[judged.Judged]) -> None:
    rebuild()
    found = judged.measure(judged.finder(), queries).ndcg10
    kept = json.loads(BASELINE.read_text(encoding="utf-8"))[system]
    assert found >= kept * (1 - TOLERANCE), (
        f"nDCG@10 fell from {kept} to {found}: `benchmarks/relevance.py --queries` says where."
    )


def test_the_embedded_engine_answers_no_worse_than_the_baseline(
    demo: None, db: None, settings: Any, tmp_path: Path, queries: list[judged.Judged]
) -> None:
    settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
    assert_not_worse("entre-pares embedded", queries)


def test_elasticsearch_answers_no_worse_than_the_baseline(
    demo: None, db: None, settings: Any, queries: list[judged.Judged]
) -> None:
    url = os.environ.get("SEARCH_URL_TEST")
    if not url:
        if os.environ.get("ENTRE_PARES_CI"):
            pytest.fail("SEARCH_URL_TEST is unset, and .ci/run sets it")
        pytest.skip("SEARCH_URL_TEST names no Elasticsearch")
    settings.SEARCH_URL = url
    assert_not_worse("entre-pares elasticsearch", queries)


def test_every_judged_case_is_in_the_demo(demo: None, db: None, queries: list[judged.Judged]) -> None:
    published = set(CasePage.objects.live().values_list("identifier", flat=True))
    assert {case for query in queries for case in query.grades} - published == set()


def test_the_set_keeps_its_shape(queries: list[judged.Judged]) -> None:
    kinds = Counter(query.kind for query in queries if query.grades)
    assert set(kinds) == TYPES
    assert {grade for query in queries for grade in query.grades.values()} == {1, 2, 3}
    assert all(3 in query.grades.values() for query in queries if query.grades)
    assert sum(kinds.values()) >= 130
    assert sum(not query.grades for query in queries) >= 5
