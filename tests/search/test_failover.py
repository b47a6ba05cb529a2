"""A standby answers while the engine does not, and nobody waits twice for the same silence."""

import pytest

from search import outbox
from search.engines import get_engines, get_searcher
from search.engines.base import SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.failover import REST_SECONDS, Failover
from search.finder import find
from search.models import PendingChange
from search.query import SearchQuery
from tests.factories import make_case

pytestmark = pytest.mark.django_db


class Unplugged:
    """An engine whose plug can be pulled. Everything else is the embedded engine's own doing."""

    name = "unplugged"

    def __init__(self):
        self.engine, self.down, self.asked = EmbeddedEngine(), False, 0

    def __getattr__(self, method):
        def ask(*args, **kwargs):
            self.asked += 1
            if self.down:
                raise SearchUnavailable("no answer")
            return getattr(self.engine, method)(*args, **kwargs)

        return ask


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("search.engines.failover.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def pair(settings, tmp_path, monkeypatch, clock):
    """The engine and its standby, as the site would have them."""
    settings.SEARCH_URL, settings.SEARCH_STANDBY_URL = "unplugged://", f"embedded://{tmp_path}"
    primary, standby = Unplugged(), EmbeddedEngine(tmp_path)
    known = {"unplugged://": primary, settings.SEARCH_STANDBY_URL: standby}
    failover = Failover(primary, standby)
    monkeypatch.setattr("search.engines.engine_at", known.__getitem__)
    monkeypatch.setattr("search.engines._failover", lambda *urls: failover)
    for engine in (primary, standby):
        engine.rebuild(iter(()), lambda keys: iter(()))
    assert get_engines() == (primary, standby) and get_searcher() is failover
    return primary, standby


def publish(django_capture_on_commit_callbacks, **values):
    with django_capture_on_commit_callbacks(execute=True):
        return make_case(**values)


def test_a_change_reaches_every_index(pair, django_capture_on_commit_callbacks):
    case = publish(django_capture_on_commit_callbacks)
    assert all(set(engine.contents()) == {case.pk} for engine in pair)
    assert not PendingChange.objects.exists()


def test_the_standby_answers_and_says_so(pair, django_capture_on_commit_callbacks):
    publish(django_capture_on_commit_callbacks, title="Semáforos")
    assert not find(SearchQuery.make(words="semáforos")).result.standby
    pair[0].down = True
    finding = find(SearchQuery.make(words="semáforos"))
    assert finding.result.total == 1 and finding.result.standby and not finding.unavailable


def test_a_silent_engine_is_asked_once_and_then_left_alone(pair, clock):
    pair[0].down, pair[0].asked = True, 0
    for _ in range(3):
        find(SearchQuery.make(words="nada"))
    assert pair[0].asked == 1
    clock[0] += REST_SECONDS + 1
    find(SearchQuery.make())
    assert pair[0].asked == 2


def test_publishing_works_while_it_is_down_and_the_outbox_drains_when_it_is_back(
    pair, clock, django_capture_on_commit_callbacks
):
    primary, standby = pair
    primary.down = True
    case = publish(django_capture_on_commit_callbacks)
    assert set(standby.contents()) == {case.pk}
    assert list(PendingChange.objects.values_list("index", "case")) == [(primary.name, case.pk)]
    primary.down = False
    clock[0] += REST_SECONDS + 1
    assert find(SearchQuery.make()).result.total == 1
    assert not PendingChange.objects.exists() and set(primary.contents()) == {case.pk}


def test_a_question_carries_out_a_few_pending_changes_only(pair):
    for _ in range(outbox._BY_A_QUESTION + 3):
        make_case()
    outbox.keep_up()
    for engine in pair:
        assert PendingChange.objects.filter(index=engine.name).count() == 3


def test_when_neither_answers_the_page_says_so(pair, monkeypatch):
    pair[0].down = True

    def broken(*args, **kwargs):
        raise SearchUnavailable("broken")

    for method in ("search", "due"):
        monkeypatch.setattr(pair[1], method, broken)
    assert find(SearchQuery.make()).unavailable
