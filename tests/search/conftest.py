import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from search import dictionaries, places
from search.documents import CaseDocument
from search.engines import get_engine
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.client import server_at
from search.engines.embedded import EmbeddedEngine
from tests.search.plain_search import SYNONYMS


@pytest.fixture(params=["memory", "disk", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Every engine that meets the contract. Another engine is one more parameter here."""
    monkeypatch.setattr("search.words.site_synonyms", lambda: SYNONYMS)
    if request.param == "elasticsearch":
        return request.getfixturevalue("elasticsearch")
    engine = EmbeddedEngine(None if request.param == "memory" else tmp_path / "index")
    engine.rebuild(iter(()), lambda keys: iter(()))
    return engine


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a real server, with a name of its own for the indices of this run."""
    url = os.environ.get("SEARCH_URL_TEST", "")
    if not url:
        assert os.environ.get("ENTRE_PARES_CI") != "1", "CI tests every engine: set SEARCH_URL_TEST"
        pytest.skip("SEARCH_URL_TEST is not set: there is no Elasticsearch to test (make elasticsearch)")
    name = f"prueba-{uuid4().hex[:12]}"
    yield f"{url.rstrip('/')}/{name}"
    client = client_at(url)
    for index in client.indices.get(index=f"{name}-*"):
        client.indices.delete(index=index)
    for template in client.indices.get_index_template(name=f"{name}-*")["index_templates"]:
        client.indices.delete_index_template(name=template["name"])


@pytest.fixture
def elasticsearch(elasticsearch_url: str) -> Engine:
    """An empty index in a real server."""
    engine = ElasticsearchEngine(server_at(elasticsearch_url))
    engine.rebuild(iter(()), lambda keys: iter(()))
    return engine


def client_at(url: str) -> Elasticsearch:
    """The server behind an engine's back."""
    parts = urlsplit(url)
    return Elasticsearch(f"http://{parts.netloc}", request_timeout=30)


@pytest.fixture
def site_engine(settings, tmp_path: Path) -> Engine:
    """The engine of the site, empty, for tests that go through the database."""
    settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
    engine = get_engine()
    engine.rebuild(iter(()), lambda keys: iter(()))
    return engine


@pytest.fixture
def put() -> Callable[..., None]:
    """put(engine, documents, gone=[]): as a drain would write them."""

    def put(engine: Engine, documents: Iterable[CaseDocument], gone: Iterable[int] = ()) -> None:
        by_key = {document.pk: document for document in documents}

        def documents_of(keys: Iterable[int]) -> Iterator[CaseDocument]:
            return (by_key[key] for key in keys if key in by_key)

        engine.write([*by_key, *gone], documents_of, wait=5)

    return put


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine gets its dictionary too, and no test reads the names that another one made up."""
    monkeypatch.setattr(dictionaries, "PATIENCE_SECONDS", 60.0)
    places.forget()
