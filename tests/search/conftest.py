from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from search.documents import CaseDocument
from search.engines import get_engine
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


@pytest.fixture(params=["memory", "disk"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Every engine that meets the contract. Another engine is one more parameter here."""
    engine = EmbeddedEngine(None if request.param == "memory" else tmp_path / "index")
    engine.rebuild(iter(()), lambda keys: iter(()))
    return engine


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
