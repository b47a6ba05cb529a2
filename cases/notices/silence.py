"""Files and the demo bring old news: nothing of it is announced, and what comes later is, from there on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from accounts import mail
from cases.models.followups import AnnouncedStanding

_touched: ContextVar[set[int] | None] = ContextVar("cases_touched_in_silence", default=None)


@contextmanager
def silent() -> Iterator[None]:
    """No notice of what happens inside."""
    outer = _touched.get()
    touched: set[int] = set() if outer is None else outer
    token = _touched.set(touched)
    try:
        with mail.silent():
            yield
    finally:
        _touched.reset(token)
    if outer is None:
        keys = list(touched)
        for start in range(0, len(keys), 500):
            AnnouncedStanding.objects.filter(case__in=keys[start : start + 500]).delete()


def in_silence(case: int) -> bool:
    """Whether nobody is to be told of it. What was announced of that case is forgotten."""
    touched = _touched.get()
    if touched is not None:
        touched.add(case)
    return touched is not None
