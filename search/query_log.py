"""What people ask of the finder, and nothing of who asks: the coordinators' list of what is missing.

Rows wait in the memory of the process and are written together, by a thread of their own: a question never
waits for a writer of the database. A process that is killed loses the last few: it is no account.
"""

import logging
import re
import threading
from collections.abc import Iterable
from datetime import timedelta
from time import monotonic
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cases.editor.personal_data import personal_data
from municipalities.reader import Reader
from municipalities.size_bands import size_band
from search.engines.base import SearchResult
from search.models import LoggedQuery
from search.query import SearchQuery

logger = logging.getLogger(__name__)

MOST_WAITING = 50
LONGEST_WAIT = 30.0  # seconds
_ROBOT = re.compile(r"bot|crawl|spider|slurp|archiver|preview", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d .\-]{5,}\d")
_lock = threading.Lock()
_waiting: list[LoggedQuery] = []
_written = 0.0


def asked_by_a_person(request: HttpRequest) -> bool:
    """Not by a robot, nor by a browser that looks ahead, nor by who tries what the list of these says."""
    headers = request.headers
    return (
        request.method == "GET"
        and "prefetch" not in headers.get("Sec-Purpose", "")
        and not _ROBOT.search(headers.get("User-Agent", ""))
        and reverse("search_status") not in headers.get("Referer", "")
    )


def log(query: SearchQuery, result: SearchResult, reader: Reader | None, seconds: float, engine: str) -> None:
    """Keeps a question for the list. Never raises, never waits.

    Only a question that asks for something, words or facets, and not again when somebody who has the answer
    turns its pages or orders it otherwise.
    """
    again = query.page > 1 or query.chosen_sort
    if not settings.QUERY_LOG_DAYS or again or not (query.words or query.facets):
        return
    row = LoggedQuery(
        # By the hour: the exact moment could be matched with a server's own log.
        asked=timezone.now().replace(minute=0, second=0, microsecond=0),
        words=without_personal_data(query.words),
        facets=urlencode(query.active)[:500],
        results=result.total,
        size_band=size_band(reader.population) if reader else "",
        milliseconds=round(seconds * 1000),
        engine="standby" if result.standby else engine,
    )
    with _lock:
        _waiting.append(row)
        due = len(_waiting) >= MOST_WAITING or monotonic() - _written > LONGEST_WAIT
    if due:
        threading.Thread(target=_write_apart, name="query-log", daemon=True).start()


def without_personal_data(words: str) -> str:
    """The words, with what looks like an address or a number of a person masked."""
    for one in personal_data(words):
        words = words.replace(one.words, "…")
    return _NUMBER.sub("…", words)


def write() -> int:
    """Writes what waits and forgets what is too old. Returns how many rows it wrote."""
    global _written
    with _lock:
        rows, _written = list(_waiting), monotonic()
        _waiting.clear()
    if not settings.QUERY_LOG_DAYS:
        return 0
    try:
        LoggedQuery.objects.bulk_create(rows)
        oldest = timezone.now() - timedelta(days=settings.QUERY_LOG_DAYS)
        LoggedQuery.objects.filter(asked__lt=oldest).delete()
    except DatabaseError as error:
        logger.warning("%d questions were not logged: %s", len(rows), type(error).__name__)
        return 0
    return len(rows)


def forget(rows: Iterable[LoggedQuery] = ()) -> None:
    """Nothing waits any more. For tests."""
    with _lock:
        _waiting[:] = rows


def _write_apart() -> None:
    try:
        write()
    finally:
        connections.close_all()
