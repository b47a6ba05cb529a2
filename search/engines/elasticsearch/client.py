"""The server: how to reach it, how long to wait for it, and what it means that it does not answer.

elasticsearch://[user:password@]host:port[/name]    http
elasticsearchs://…                                  https, its certificate verified

`name` is what the indices of this site begin with, when several sites share a server.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from random import uniform
from time import monotonic, sleep
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.engines.base import SearchUnavailable

READ_SECONDS = 1.5
"""What one question may take, however many calls it needs: the standby answers after that."""

DEFAULT_NAME = "entre-pares"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_PORT = 9200
_THREADS = 64
_PASSING = frozenset((429, 502, 503, 504))
_MOST_SECONDS = 10.0
Answer = TypeVar("Answer")


class NoAnswer(SearchUnavailable):
    """The server says nothing, or nothing that makes sense: what its index holds is not known."""


class Server:
    """One server and the name of a site's indices in it. Safe to share between threads."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self.name = name
        # A connection that the server closed since the last question is opened again, once.
        patient = client.options(max_retries=1, retry_on_status=(), retry_on_timeout=False)
        self._within = lru_cache(maxsize=32)(lambda seconds: patient.options(request_timeout=seconds))

    def within(self, seconds: float) -> "Patience":
        return Patience(self._within, seconds)


class Patience:
    """The server for so many seconds in all, whatever the number of calls."""

    def __init__(self, within: Callable[[float], Elasticsearch], seconds: float) -> None:
        self._within = within
        self._end = monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - monotonic()

    @property
    def client(self) -> Elasticsearch:
        """For one call, which ends when the patience does. Raises NoAnswer when none is left."""
        if self.left <= 0:
            raise NoAnswer(_("it takes too long to answer"))
        return self._within(max(round(min(self.left, 60.0), 1), 0.1))

    def insist(self, call: Callable[[Elasticsearch], Answer]) -> Answer:
        """The answer to a call that may be repeated: a server that is busy or away is asked again."""
        attempt = 0
        while True:
            try:
                return call(self.client)
            except (ApiError, TransportError) as error:
                if not _passes(error) or not self.pause(attempt):
                    raise
            attempt += 1

    def pause(self, attempt: int) -> bool:
        """Waits, longer each time, and not as long as others do. False when there is no time left for it."""
        seconds = uniform(0.5, 1) * min(0.1 * 2 ** min(attempt, 10), _MOST_SECONDS)  # noqa: S311
        if seconds >= self.left:
            return False
        sleep(seconds)
        return True


def server_at(url: str, api_key: str = "", ca_file: str = "") -> Server:
    """The server of an address. Connects to nothing yet. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    name = parts.path.strip("/") or DEFAULT_NAME
    if not parts.hostname or not _NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"SEARCH_URL={parts.scheme}://…{parts.path}: write elasticsearch://host:port, and after a slash"
            " at most one name of small letters, digits and hyphens."
        )
    secure = parts.scheme == "elasticsearchs"
    options: dict[str, object] = {"connections_per_node": _THREADS}
    if secure and ca_file:
        options["ca_certs"] = ca_file
    if api_key:
        options["api_key"] = api_key
    elif parts.username:
        options["basic_auth"] = (unquote(parts.username), unquote(parts.password or ""))
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    address = f"{'https' if secure else 'http'}://{host}:{parts.port or _PORT}"
    return Server(Elasticsearch(address, **options), name)  # type: ignore[arg-type]


@contextmanager
def answering() -> Iterator[None]:
    """Around calls and the reading of their answers: whatever goes wrong there is SearchUnavailable."""
    try:
        yield
    except NotFoundError as error:
        raise SearchUnavailable(_("there is no index yet")) from error
    except ApiError as error:
        raise NoAnswer(_("it refuses (%(error)s)") % {"error": _short(error)}) from error
    except TransportError as error:
        raise NoAnswer(_("it does not answer (%(error)s)") % {"error": type(error).__name__}) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NoAnswer(_("its answer makes no sense")) from error


def _passes(error: ApiError | TransportError) -> bool:
    return not isinstance(error, ApiError) or error.status_code in _PASSING


def _short(error: ApiError) -> str:
    return f"{error.status_code}, {error.message}"[:200]
