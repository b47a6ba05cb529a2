"""The engines that SEARCH_URL and SEARCH_STANDBY_URL name.

`embedded://PATH` keeps its files in PATH; `embedded://`, in memory. `elasticsearch://` and `elasticsearchs://`
name a server (see `elasticsearch.client`).
"""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine, Searcher
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.client import server_at
from search.engines.embedded import EmbeddedEngine
from search.engines.failover import Failover


def get_searcher() -> Searcher:
    """What answers questions: the engine, or its standby while it does not answer."""
    if settings.SEARCH_STANDBY_URL:
        return _failover(settings.SEARCH_URL, settings.SEARCH_STANDBY_URL)
    return get_engine()


def get_engines() -> tuple[Engine, ...]:
    """Every index that follows the database, the one that answers first."""
    urls = filter(None, (settings.SEARCH_URL, settings.SEARCH_STANDBY_URL))
    return tuple(engine_at(url) for url in urls)


def get_engine() -> Engine:
    """The engine that SEARCH_URL names, one object a process. Raises ImproperlyConfigured."""
    return engine_at(settings.SEARCH_URL)


@cache
def _failover(url: str, standby_url: str) -> Failover:
    return Failover(engine_at(url), engine_at(standby_url))


@cache
def engine_at(url: str) -> Engine:
    """The engine of an address, one object a process. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme in ("elasticsearch", "elasticsearchs"):
        return ElasticsearchEngine(server_at(url, settings.SEARCH_API_KEY, settings.SEARCH_CA_FILE))
    if parts.scheme != "embedded":
        raise ImproperlyConfigured(
            f"SEARCH_URL={parts.scheme}://…: it must begin with embedded:// or elasticsearch://"
        )
    path = unquote(parts.netloc + parts.path)
    return EmbeddedEngine(Path(path) if path else None)
