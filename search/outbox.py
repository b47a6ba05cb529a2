"""From a change in the database to the index: written down with the change, carried out after it.

Each configured index has its own rows. Whoever fails to carry one out leaves it for the next change, for the
next question, or for `check_search_index --repair`. Order and duplicates do not matter: a drain reads what a
case says *now*.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from time import monotonic
from weakref import WeakKeyDictionary

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from search.documents import CaseDocument
from search.engines import get_engine, get_engines, get_searcher
from search.engines.base import Engine, IndexBusy, SearchUnavailable
from search.engines.failover import Failover
from search.models import IndexState, PendingChange, StoredDocument
from search.stored import all_documents, documents_of

logger = logging.getLogger(__name__)

WAIT_SECONDS = 2.0
"""How long a person who just published may wait for somebody else's writing to end."""

_BATCH = 200
_BY_A_QUESTION = 10
Row = tuple[int, int, str]
_followed: WeakKeyDictionary[Engine, date] = WeakKeyDictionary()
_paused: ContextVar[bool] = ContextVar("search_outbox_paused", default=False)


def enqueue(cases: Iterable[int]) -> None:
    """Writes down that these cases changed, in the present transaction, and drains after it commits."""
    cases = set(cases)
    if cases:
        StoredDocument.objects.outdate(cases)
        for engine in get_engines():
            PendingChange.objects.enqueue(engine.name, cases)
        transaction.on_commit(_drain_after_commit, robust=True)


def drain(engine: Engine | None = None, wait: float = WAIT_SECONDS, at_most: int | None = None) -> int:
    """Brings the index up to date with the rows of the outbox, all or `at_most`. Returns how many it did.

    Builds the index first when there is none, or when another version of the code made it. Raises IndexBusy
    when somebody else writes for longer than `wait` seconds, and SearchUnavailable.
    """
    engine = engine or get_engine()
    pending = PendingChange.objects.filter(index=engine.name)
    if not pending.exists():
        return 0
    status = engine.status()
    if status.problem and (status.unreachable or at_most is not None):
        raise SearchUnavailable(status.problem)  # nobody who asks a question waits for a whole new index
    if status.problem:
        rebuild(engine)
    done, failed = 0, set[int]()
    batch = min(at_most or _BATCH, _BATCH)
    while rows := list(pending.exclude(pk__in=failed).values_list("pk", "case", "stamp")[:batch]):
        carried_out = _carry_out(engine, rows, wait)
        with transaction.atomic():
            for pk, _case, stamp in carried_out:
                PendingChange.objects.filter(pk=pk, stamp=stamp).delete()
        done += len(carried_out)
        failed |= {row[0] for row in rows} - {row[0] for row in carried_out}
        if at_most is not None and done + len(failed) >= at_most:
            break
    return done


def _carry_out(engine: Engine, rows: list[Row], wait: float) -> list[Row]:
    """The rows that were carried out: all at once, or one by one when one of them cannot be."""
    try:
        engine.write([case for _pk, case, _stamp in rows], documents_of, wait)
    except (IndexBusy, SearchUnavailable):
        raise
    except Exception:
        if len(rows) == 1:
            # One case that cannot be read must not keep all others out of the index. Its row stays.
            logger.exception("Case %s could not be indexed", rows[0][1])
            return []
        return [row for row in rows if _carry_out(engine, [row], wait)]
    return rows


def rebuild(engine: Engine | None = None, everything: Iterable[CaseDocument] | None = None) -> int:
    """A new index from the database, while the present one serves. Returns its documents.

    `everything`: the documents of all cases, when the caller wants to watch them go by.
    """
    engine, began = engine or get_engine(), monotonic()
    documents = engine.rebuild(all_documents() if everything is None else everything, documents_of)
    took = {"rebuilt": timezone.now(), "seconds": round(monotonic() - began)}
    IndexState.objects.update_or_create(index=engine.name, defaults=took)
    return documents


def follow_calendar(engine: Engine | None = None, today: date | None = None) -> int:
    """Brings up to date the cases that only the passing of time changed. Returns how many."""
    engine = engine or get_engine()
    late = engine.due(today or localdate())
    if late:
        PendingChange.objects.enqueue(engine.name, late)
        drain(engine, wait=0)
    return len(late)


def keep_up() -> None:
    """What a question does for the index, so that a site without a worker needs none. Never raises.

    The first question of a day, in each process, follows the calendar. What a change could not carry out (the
    engine was down, somebody else was writing) is carried out a few cases at a time.
    """
    today = localdate()
    for engine in get_engines():
        if is_resting(engine):
            continue
        try:
            if _followed.get(engine) != today:
                follow_calendar(engine, today)
                _followed[engine] = today
            drain(engine, wait=0, at_most=_BY_A_QUESTION)
        except (IndexBusy, SearchUnavailable, DatabaseError) as error:
            _behind(engine, error)


@contextmanager
def paused() -> Iterator[None]:
    """For imports: changes are written down one by one and carried out once, at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
        transaction.on_commit(_drain_after_commit, robust=True)


def _drain_after_commit() -> None:
    """Publishing must never fail because of the index: what is not carried out now stays written down."""
    if _paused.get():
        return
    for engine in get_engines():
        if is_resting(engine):
            continue
        try:
            drain(engine)
        except (IndexBusy, SearchUnavailable) as error:
            _behind(engine, error)


def is_resting(engine: Engine) -> bool:
    """Whether this engine did not answer a moment ago: nobody waits for it again."""
    searcher = get_searcher()
    return isinstance(searcher, Failover) and engine is searcher.primary and searcher.resting


def _behind(engine: Engine, error: Exception) -> None:
    logger.warning("The search index %s is behind: %s", engine.name, error or type(error).__name__)
    searcher = get_searcher()
    if isinstance(error, SearchUnavailable) and isinstance(searcher, Failover) and engine is searcher.primary:
        searcher.rest()
