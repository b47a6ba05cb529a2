"""The documents of the benchmark are those that the site would make, and counting them by hand is right."""

from dataclasses import replace

import pytest
from django.utils.timezone import localdate

from benchmarks.counting import Wanted, count_range
from benchmarks.filling import fill
from benchmarks.generating import Documents
from benchmarks.synthetic import NETWORKS
from home.management.commands.build_site import build_tree
from municipalities.models import Network
from municipalities.sizes import cell
from search.case_documents import make_documents
from search.engines.base import Reader
from search.engines.embedded import EmbeddedEngine
from search.query import SearchQuery
from search.stored import published_keys
from search.words import concepts
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> None:
    """A register of a few municipalities instead of the shipped one."""
    places = [
        make_municipality(population=population) for population in (900, 8_000, 31_000, 90_000, 400_000)
    ]
    for slug, place in zip(NETWORKS, [*places, places[0]], strict=True):
        network = Network.objects.create(slug=slug, name=slug)
        network.members.add(place)
    build_tree()


@pytest.mark.usefixtures("register")
def test_a_generated_document_is_that_of_the_page() -> None:
    fill(12)
    stored = {document.id: document for document in make_documents(published_keys())}
    generated = [replace(document, pk=stored[document.id].pk) for document in Documents(12, localdate())]
    assert generated == list(stored.values())


@pytest.mark.usefixtures("register")
def test_counting_by_hand_agrees_with_the_engine() -> None:
    documents, engine, reader = Documents(60), EmbeddedEngine(), Reader(cell=cell(30_000))
    engine.rebuild(documents, lambda changed: iter(()))
    word = max(documents[7].text.split(), key=len)
    query = SearchQuery.make(words=word, population=30_000, facets={"pais": ["AR"], "nivel": ["2", "3"]})
    [counted] = count_range(documents, [Wanted(concepts(word), query.facets, reader.cell)], 0, 60)
    found = engine.search(query, reader)
    given = {name: {value: n for value, n in held.items() if n} for name, held in found.facets.items()}
    total, facets = counted.plain()
    assert total == found.total > 0
    assert facets == {name: held for name, held in given.items() if held}
