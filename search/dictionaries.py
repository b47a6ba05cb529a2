"""One dictionary for each engine, made beside the questions and kept while the words do not change."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from weakref import WeakKeyDictionary

from cases.models import Topic
from search.engines.base import Searcher, SearchUnavailable
from search.models import SynonymGroup
from search.spelling import Dictionary

logger = logging.getLogger(__name__)

KEPT_SECONDS = 60.0
PATIENCE_SECONDS = 0.5
"""How long a question waits for the first dictionary of its process. Without it nothing is corrected."""

_maker = ThreadPoolExecutor(1, "dictionary")
_keepers: WeakKeyDictionary[Searcher, "_Keeper"] = WeakKeyDictionary()


def dictionary_of(engine: Searcher, names: Callable[[], Iterable[str]]) -> Dictionary | None:
    """The words of that engine as they were a minute ago at most; the old ones while they are read anew.

    `names` gives texts, such as those of the register, whose words are right even if no case has them.
    """
    return _keepers.setdefault(engine, _Keeper()).dictionary(engine, names, PATIENCE_SECONDS)


def begin(engine: Searcher, names: Callable[[], Iterable[str]]) -> None:
    """Starts making the first dictionary of an engine, for whoever needs it later."""
    keeper = _keepers.setdefault(engine, _Keeper())
    if not keeper.ready:
        keeper.dictionary(engine, names, patience=0)


class _Keeper:
    def __init__(self) -> None:
        self._kept: Dictionary | None = None
        self._making: Future[Dictionary] | None = None
        self._due = 0.0

    @property
    def ready(self) -> bool:
        return self._kept is not None

    def dictionary(
        self, engine: Searcher, names: Callable[[], Iterable[str]], patience: float
    ) -> Dictionary | None:
        if self._making is None and monotonic() >= self._due:
            self._due = monotonic() + KEPT_SECONDS
            # The database is read here: a thread would need a connection of its own.
            self._making = _maker.submit(_make, engine, self._kept, tuple(names()), tuple(_topical()))
        making = self._making
        if making is not None:
            try:
                self._kept = making.result(0 if self._kept else patience)
            except TimeoutError:
                return self._kept
            except SearchUnavailable as error:
                logger.warning("No dictionary: %s", error)
            self._making = None
        return self._kept


def _make(
    engine: Searcher, old: Dictionary | None, names: tuple[str, ...], topical: tuple[str, ...]
) -> Dictionary:
    cases = engine.vocabulary()
    if old is not None and old.source == (cases, names, topical):
        return old
    return Dictionary(cases, names, topical)


def _topical() -> Iterable[str]:
    """What cases are about: the topics, and what the coordinators say that they are also called."""
    yield from Topic.objects.values_list("name", flat=True)
    for words, narrower in SynonymGroup.objects.filter(active=True).values_list("words", "narrower"):
        yield from (words, narrower)
