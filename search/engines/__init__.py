"""The engine that SEARCH_URL names. `embedded://PATH` keeps its files in PATH; `embedded://`, in memory."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


def get_engine() -> Engine:
    """One engine a process. Raises ImproperlyConfigured for an address that names none."""
    return engine_at(settings.SEARCH_URL)


@cache
def engine_at(url: str) -> Engine:
    """The engine of an address, one object a process. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme != "embedded":
        raise ImproperlyConfigured(f"SEARCH_URL={url!r}: it must begin with embedded://")
    path = unquote(parts.netloc + parts.path)
    return EmbeddedEngine(Path(path) if path else None)
