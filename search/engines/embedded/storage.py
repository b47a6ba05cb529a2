"""Where the index lives: generations of files, a pointer to the one that serves, one lock, one journal.

<root>/current            the name of the generation that serves
<root>/<generation>/      tantivy's files, and metadata.json
<root>/lock               held while writing
<root>/rebuild.lock       held while rebuilding
<root>/rebuild.journal    what was written meanwhile, to be written again into the new generation
"""

import fcntl
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import tantivy
from django.utils.translation import gettext as _

from search.analysis import ANALYSIS_VERSION
from search.documents import SCHEMA_VERSION
from search.engines.base import IndexBusy, SearchUnavailable
from search.engines.embedded.schema import schema

METADATA = {
    "schema": SCHEMA_VERSION,
    "analysis": ANALYSIS_VERSION,
    "engine": f"tantivy {version('tantivy')}",
}
_POLL_SECONDS = 0.02


class MemoryStorage:
    """An index in memory, for tests. Each generation is an object instead of a directory."""

    metadata: Mapping[str, str] = METADATA

    def __init__(self) -> None:
        self._index = _in_memory()
        self._lock = threading.Lock()
        self._journal: list[int] | None = None
        self._writes = 0

    def open(self) -> tantivy.Index:
        return self._index

    def stamp(self) -> Hashable:
        """Another one after every write."""
        return self._writes

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """Raises IndexBusy when the lock is not had within `wait` seconds."""
        if not self._lock.acquire(timeout=max(wait, 0)):
            raise IndexBusy
        try:
            yield
        finally:
            self._writes += 1
            self._lock.release()

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        self._journal = []
        try:
            yield
        finally:
            self._journal = None

    def create(self) -> tuple[str, tantivy.Index]:
        return "memory", _in_memory()

    def note(self, changed: Iterable[int]) -> None:
        if self._journal is not None:
            self._journal.extend(changed)

    def noted(self) -> list[int]:
        return list(self._journal or ())

    def serve(self, name: str, index: tantivy.Index) -> None:
        self._index = index


class DirectoryStorage:
    """An index on disk, shared by every process of the machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._opened: tuple[str, tantivy.Index] | None = None

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the serving generation was made with; empty when there is none or it cannot be read."""
        try:
            stored = json.loads((self.root / self._current() / "metadata.json").read_text())
        except (OSError, ValueError, SearchUnavailable):
            return {}
        return stored if isinstance(stored, dict) else {}

    def open(self) -> tantivy.Index:
        """The serving generation. Raises SearchUnavailable when there is none that this code can read."""
        name = self._current()
        if self._opened is None or self._opened[0] != name:
            self._opened = name, self._open(name)
        return self._opened[1]

    def stamp(self) -> Hashable:
        """Another one after every commit of any process. Raises SearchUnavailable as `open` does."""
        name = self._current()
        try:
            # tantivy replaces this file, whole, at each commit.
            meta = (self.root / name / "meta.json").stat()
        except OSError as error:
            raise SearchUnavailable(_("it cannot be opened (%(error)s)") % {"error": error}) from error
        return name, meta.st_ino, meta.st_mtime_ns

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """Raises IndexBusy when the lock is not had within `wait` seconds. A killed holder frees it."""
        with self._locked("lock", wait):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Raises IndexBusy when another rebuild is running."""
        with self._locked("rebuild.lock", 1):
            with self._locked("lock", 60):
                self._journal.write_text("")
            try:
                yield
            finally:
                self._journal.unlink(missing_ok=True)

    def create(self) -> tuple[str, tantivy.Index]:
        """A new, empty generation that does not serve yet. Removes all others but the serving one.

        So the generation before the present one is kept until the next rebuild: a request that opened it just
        before the swap can finish.
        """
        current = self._current() if (self.root / "current").exists() else ""
        for path in self.root.iterdir():
            if path.is_dir() and path.name != current:
                shutil.rmtree(path, ignore_errors=True)
        name = uuid.uuid4().hex
        (self.root / name).mkdir()
        index = tantivy.Index(schema(), path=str(self.root / name))
        _write_atomically(self.root / name / "metadata.json", json.dumps(METADATA))
        return name, index

    def note(self, changed: Iterable[int]) -> None:
        """Inside `writing`: remembers what changed when a rebuild is under way."""
        if not self._journal.exists():
            return
        try:
            with self._locked("rebuild.lock", 0):
                self._journal.unlink()  # whoever was rebuilding died
        except IndexBusy:
            with self._journal.open("a") as journal:
                journal.writelines(f"{pk}\n" for pk in changed)

    def noted(self) -> list[int]:
        return [int(line) for line in self._journal.read_text().split()] if self._journal.exists() else []

    def serve(self, name: str, index: tantivy.Index) -> None:
        """Inside `writing`: from now on every process reads this generation."""
        _write_atomically(self.root / "current", name)

    @property
    def _journal(self) -> Path:
        return self.root / "rebuild.journal"

    def _current(self) -> str:
        try:
            return (self.root / "current").read_text().strip()
        except OSError:
            raise SearchUnavailable(_("there is no index yet")) from None

    def _open(self, name: str) -> tantivy.Index:
        if self.metadata != METADATA:
            raise SearchUnavailable(_("another version of the code made it"))
        try:
            index = tantivy.Index.open(str(self.root / name))
            index.config_reader("manual")
        except (ValueError, OSError) as error:
            raise SearchUnavailable(_("it cannot be opened (%(error)s)") % {"error": error}) from error
        return index

    @contextmanager
    def _locked(self, name: str, wait: float) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + wait
        with (self.root / name).open("a") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise IndexBusy from None
                    time.sleep(_POLL_SECONDS)
            yield  # closing the file frees the lock


Storage = MemoryStorage | DirectoryStorage


def _in_memory() -> tantivy.Index:
    index = tantivy.Index(schema())
    index.config_reader("manual")
    return index


def _write_atomically(path: Path, text: str) -> None:
    """Whoever reads it sees the old text or the new one, whole, even after a power cut."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with beside.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
