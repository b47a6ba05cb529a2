"""Where the site of a smoke test keeps its index, and that nothing of it stays."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from elasticsearch import Elasticsearch


@contextmanager
def index(engine: str, folder: Path) -> Iterator[str]:
    """The SEARCH_URL. On a server, SEARCH_URL_TEST's, the names of the indices are of this process alone."""
    if engine == "embedded":
        yield f"embedded://{folder}/data/index"
        return
    server = urlsplit(os.environ["SEARCH_URL_TEST"])
    name = f"smoke-{os.getpid()}"
    try:
        yield server._replace(path=f"/{name}").geturl()
    finally:
        _forget(Elasticsearch(f"http://{server.netloc}"), name)


def _forget(client: Elasticsearch, name: str) -> None:
    for one in client.indices.get(index=f"{name}-*"):
        client.indices.delete(index=one)
    client.options(ignore_status=404).indices.delete_index_template(name=f"{name}-*")
