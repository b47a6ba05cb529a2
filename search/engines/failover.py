"""Answers from a standby while the engine that should answer does not.

The standby is an index of its own, with its own rows in the outbox: as fresh as the other one.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from search.engines.base import (
    PAGE_SIZE,
    Hit,
    Reader,
    Searcher,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)
from search.query import SearchQuery

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

REST_SECONDS = 15.0
"""How long an engine that did not answer is left alone. Then one question tries it, while others do not."""


class Failover:
    """Two engines behind one door. Raises SearchUnavailable only when neither answers."""

    def __init__(self, primary: Searcher, standby: Searcher) -> None:
        self.primary = primary
        self.standby = standby
        self._resting_until = 0.0

    @property
    def resting(self) -> bool:
        """Whether the primary failed so recently that nobody should wait for it."""
        return time.monotonic() < self._resting_until

    def search(self, query: SearchQuery, reader: Reader | None = None, size: int = PAGE_SIZE) -> SearchResult:
        result, standby = self._first(lambda engine: engine.search(query, reader, size))
        return replace(result, standby=True) if standby else result

    def drop_suggestions(self, query: SearchQuery, reader: Reader | None = None) -> list[Suggestion]:
        return self._first(lambda engine: engine.drop_suggestions(query, reader))[0]

    def nearest(self, query: SearchQuery, reader: Reader) -> Hit | None:
        return self._first(lambda engine: engine.nearest(query, reader))[0]

    def suggest(self, words: str, size: int) -> list[Hit]:
        return self._first(lambda engine: engine.suggest(words, size))[0]

    def vocabulary(self) -> Mapping[str, int]:
        return self._first(lambda engine: engine.vocabulary())[0]

    def _first(self, ask: Callable[[Searcher], Answer]) -> tuple[Answer, bool]:
        """The primary's answer, or the standby's and True."""
        if not self.resting:
            recovering = self._resting_until > 0
            if recovering:
                self.rest()  # the others do not wait for this try
            try:
                answer = ask(self.primary)
            except SearchUnavailable as error:
                self.rest()
                logger.error("The search engine does not answer, its standby does: %s", error)
            else:
                self._resting_until = 0.0
                if recovering:
                    logger.warning("The search engine answers again")
                return answer, False
        return ask(self.standby), True

    def rest(self) -> None:
        """From now on, for a while, nobody waits for the primary."""
        self._resting_until = time.monotonic() + REST_SECONDS
