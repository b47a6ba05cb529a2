"""One small document that every process of the site shares: a clock, and who is making a new index.

The clock only goes forward, whatever the clocks of the machines say: who reads it before reading the database
knows that an earlier reading saw no newer state. Each change of the document is one atomic call.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, time
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from search.engines.base import IndexBusy, SearchUnavailable
from search.engines.elasticsearch.client import Patience, Server, answering
from search.engines.elasticsearch.mapping import METADATA

LEASE_SECONDS = 120
"""A rebuild that says nothing for so long is dead, and another one may begin."""

CALL_SECONDS = 10
_STATE = "state"
_MICROSECONDS = 1_000_000
_MADE_BY = " ".join(METADATA.values())
_TICK = "ctx._source.clock = Math.max(ctx._source.clock + 1, params.now);"
_BEGIN = f"""
if (ctx._source.until > params.now) {{ ctx.op = 'noop' }}
else {{ {_TICK} ctx._source.until = params.until; ctx._source.index = params.index;
        ctx._source.made_by = params.made_by }}
"""
_RENEW = """
if (ctx._source.index == params.index) { ctx._source.until = params.until } else { ctx.op = 'noop' }
"""
_END = """
if (ctx._source.index == params.index) { ctx._source.index = ''; ctx._source.until = 0 }
else { ctx.op = 'noop' }
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A reading of the clock, in microseconds, and the index that is being made then, or ""."""

    version: int
    building: str


class Lease:
    """The right to make a new index, from that reading of the clock on."""

    def __init__(self, control: "Control", index: str, version: int) -> None:
        self.index = index
        self.version = version
        self._control = control
        self._renewed = monotonic()

    def renew(self) -> None:
        """Costs nothing when it was renewed a moment ago. Raises IndexBusy when it was lost."""
        if monotonic() - self._renewed > LEASE_SECONDS / 10:
            self._control.hold(_RENEW, self.index)
            self._renewed = monotonic()


class Control:
    """The shared document of a site's indices."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._index = f"{server.name}-control"

    def tick(self, patience: Patience) -> Moment:
        """Raises SearchUnavailable while code that writes other documents makes a new index."""
        state = self._change(_TICK, patience)
        if not state["index"] or state["until"] <= _now():
            return Moment(state["clock"], "")
        if state["made_by"] != _MADE_BY:
            raise SearchUnavailable(_("another version of the code is making a new index"))
        return Moment(state["clock"], state["index"])

    @contextmanager
    def rebuilding(self) -> Iterator[Lease]:
        """Raises IndexBusy when another rebuild is running."""
        index = f"{self._server.name}-cases-{uuid4().hex}"
        lease = Lease(self, index, self.hold(_BEGIN, index))
        try:
            yield lease
        finally:
            self._change(_END, self._server.within(CALL_SECONDS), index=index)

    def hold(self, script: str, index: str) -> int:
        """The clock, once that index is the one that is being made. Raises IndexBusy when another one is."""
        until = _now() + LEASE_SECONDS * _MICROSECONDS
        patience = self._server.within(CALL_SECONDS)
        state = self._change(script, patience, index=index, until=until, made_by=_MADE_BY)
        if state["index"] != index:
            raise IndexBusy
        return int(state["clock"])

    def _change(self, script: str, patience: Patience, **params: object) -> dict[str, Any]:
        """The document as that script leaves it."""
        now = _now()
        with answering():
            answer = patience.insist(
                lambda client: client.update(
                    index=self._index,
                    id=_STATE,
                    script={"source": script, "params": {"now": now, **params}},
                    upsert={"clock": now, "index": "", "until": 0, "made_by": ""},
                    scripted_upsert=True,
                    source=True,
                    retry_on_conflict=50,
                )
            )
            return dict(answer["get"]["_source"])


def _now() -> int:
    return int(time() * _MICROSECONDS)
