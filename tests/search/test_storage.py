"""The index on disk: several processes, swaps while serving, and sudden death."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search.documents import CaseDocument
from search.engines.base import IndexBusy, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.query import SearchQuery
from search.synonyms import Synonyms

WRITER = """
import sys
from pathlib import Path
import django
django.setup()
from search.documents import CaseDocument
from search.engines.embedded import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]))
pk = int(sys.argv[2])
print("ready", flush=True)
while True:
    pk += 1
    document = CaseDocument(id=f"c{pk}", pk=pk, title=f"agua {pk}", text="palabra " * 500)
    engine.write([pk], lambda keys: iter([document]), wait=10)
    print(pk, flush=True)
"""


@pytest.fixture(autouse=True)
def no_synonyms(monkeypatch):
    """The index needs no database; the site's synonyms do."""
    monkeypatch.setattr("search.words.site_synonyms", Synonyms)


def none(keys):
    return iter(())


def start_writer(root: Path, first: int) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["DJANGO_SETTINGS_MODULE"] = "config.test_settings"
    command = [sys.executable, "-c", WRITER, str(root), str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    EmbeddedEngine(tmp_path / "index").rebuild(iter(()), none)
    return tmp_path / "index"


def test_killing_the_writer_loses_nothing_that_was_acknowledged(root):
    reader = EmbeddedEngine(root)
    acknowledged = 0
    for survived in (0.05, 0.17, 0.31):
        process = start_writer(root, acknowledged)
        assert process.stdout.readline() == "ready\n"
        time.sleep(survived)
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().split()
        process.wait()
        acknowledged = max([acknowledged, *map(int, lines)])
        contents = reader.contents()
        assert set(range(1, acknowledged + 1)) <= contents.keys(), "another process sees every commit"
        for pk in (1, acknowledged):
            expected = CaseDocument(id=f"c{pk}", pk=pk, title=f"agua {pk}", text="palabra " * 500)
            assert contents.get(pk) == expected.content_hash or acknowledged == 0
        acknowledged = max([acknowledged, *contents])
        # The dead writer's locks are free at once.
        reader.write([10_000], lambda keys: iter([CaseDocument(id="x", pk=10_000)]), wait=0)
        reader.write([10_000], none, wait=0)
    assert acknowledged > 3


def test_a_second_writer_waits_and_then_says_that_the_index_is_busy(root):
    engine, other = EmbeddedEngine(root), EmbeddedEngine(root)
    inside, leave = threading.Event(), threading.Event()

    def slowly(keys):
        inside.set()
        leave.wait(10)
        return iter([CaseDocument(id="a", pk=1)])

    thread = threading.Thread(target=engine.write, args=([1], slowly, 1))
    thread.start()
    assert inside.wait(5)
    with pytest.raises(IndexBusy):
        other.write([2], none, wait=0.1)
    threading.Timer(0.2, leave.set).start()
    other.write([2], lambda keys: iter([CaseDocument(id="b", pk=2)]), wait=10)
    thread.join()
    assert set(other.contents()) == set(engine.contents()) == {1, 2}


@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_what_is_written_during_a_rebuild_is_not_lost_and_the_old_index_serves_meanwhile(root, kind):
    engine = EmbeddedEngine(root if kind == "disk" else None)
    writer = EmbeddedEngine(root) if kind == "disk" else engine
    now = {pk: CaseDocument(id=f"c{pk}", pk=pk, title="viejo") for pk in range(1, 6)}

    def present(keys):
        return (now[key] for key in keys if key in now)

    engine.rebuild(iter(list(now.values())), present)

    def everything():
        yield from list(now.values())[:3]
        # Read already, or not yet: changed, deleted and added in the middle.
        now[1] = CaseDocument(id="c1", pk=1, title="nuevo")
        now[6] = CaseDocument(id="c6", pk=6, title="nuevo")
        del now[2]
        writer.write([1, 2, 6], present, wait=1)
        assert writer.search(SearchQuery.make(words="nuevo")).total == 2, "what serves is up to date"
        yield CaseDocument(id="c4", pk=4, title="viejo")
        yield CaseDocument(id="c5", pk=5, title="viejo")

    engine.rebuild(everything(), present)
    assert engine.contents() == {pk: document.content_hash for pk, document in now.items()}
    assert writer.contents() == engine.contents()


def test_readers_answer_all_along_many_swaps(root):
    engine, reader = EmbeddedEngine(root), EmbeddedEngine(root)
    documents = [CaseDocument(id=f"c{pk}", pk=pk, title="agua") for pk in range(1, 30)]
    engine.rebuild(iter(documents), none)
    stop, totals = threading.Event(), []

    def read():
        while not stop.is_set():
            totals.append(reader.search(SearchQuery.make(words="agua")).total)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        engine.rebuild(iter(documents), none)
    stop.set()
    for thread in threads:
        thread.join()
    assert totals and set(totals) == {29}
    assert len([path for path in root.iterdir() if path.is_dir()]) <= 2, "old generations do not pile up"


def test_a_rebuild_that_died_leaves_the_index_as_it_was(root):
    engine = EmbeddedEngine(root)
    engine.rebuild(iter([CaseDocument(id="a", pk=1)]), none)

    def dies():
        yield CaseDocument(id="b", pk=2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(dies(), none)
    assert set(engine.contents()) == {1}
    (root / "rebuild.journal").write_text("7\n")  # what a killed process leaves
    engine.write([3], lambda keys: iter([CaseDocument(id="c", pk=3)]), wait=0)
    assert not (root / "rebuild.journal").exists()
    engine.rebuild(iter([CaseDocument(id="d", pk=4)]), none)
    assert set(engine.contents()) == {4}


def test_without_an_index_the_engine_says_so(tmp_path):
    engine = EmbeddedEngine(tmp_path / "nothing")
    assert engine.status().problem
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery())
    with pytest.raises(SearchUnavailable):
        engine.write([1], none, wait=0)
