"""Writes: each says when it began to read the database, and an older one never wins over a newer one."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from elasticsearch import Elasticsearch
from elasticsearch.dsl.query import MatchAll, Terms

from search.documents import CaseDocument
from search.engines.base import DocumentsOf, SearchUnavailable
from search.engines.elasticsearch.client import READ_SECONDS, NoAnswer, Patience, Server, answering
from search.engines.elasticsearch.control import CALL_SECONDS, Control, Lease
from search.engines.elasticsearch.mapping import MAPPINGS, SETTINGS, to_source
from search.engines.elasticsearch.reading import Index

CHUNK = 300
REBUILD_SECONDS = 300.0
"""How long a rebuild insists on each of its calls while the server is busy or away."""

_DONE = frozenset((200, 201, 409))
_BUSY = frozenset((429, 503))
Operation = Mapping[str, Any]


class DocumentRefused(ValueError):
    """The server takes writes, but not this document: writing others goes on without it."""


class Writer:
    """What changes the indices of a site."""

    def __init__(self, server: Server, index: Index) -> None:
        self._server = server
        self._index = index
        self._control = Control(server)

    def write(self, changed: Sequence[int], documents_of: DocumentsOf, wait: float) -> None:
        """Replaces those cases in the index that serves, and in the one that is being made."""
        patience = self._server.within(READ_SECONDS + wait)
        self._index.check(self._index.metadata(patience))
        if not changed:
            return
        now = self._control.tick(patience)
        for keys in _chunks(changed, CHUNK):
            documents = list(documents_of(keys))
            operations = _operations(keys, documents, now.version)
            patience = self._server.within(READ_SECONDS + wait)
            if now.building:
                _bulk(patience, operations, now.building, absent_is_fine=True)
            _bulk(patience, operations, self._index.alias, refresh=True, require_alias=True)

    def rebuild(self, everything: Iterable[CaseDocument], documents_of: DocumentsOf) -> int:
        """A new index in the place of the one that serves, once it was verified. Returns its documents."""
        with self._control.rebuilding() as lease:
            try:
                self._create(lease.index)
                keys = self._fill(lease, everything)
                self._verify(lease, keys, documents_of)
                documents = self._serve(lease.index)
            except BaseException:
                self._remove(lease.index)
                raise
        return documents

    def _create(self, name: str) -> None:
        """Also removes the indices that do not serve: the last one was kept for who was reading it."""
        pattern = f"{self._index.alias}-cases-*"
        patience = self._server.within(REBUILD_SECONDS)
        with answering():
            found = patience.insist(lambda client: client.indices.get_alias(index=pattern))
            old = [one for one, held in found.items() if self._index.alias not in held["aliases"]]
            for one in old:
                patience.client.indices.delete(index=one, ignore_unavailable=True)
            # Never made by a late write: an index without these fields would hold nonsense.
            template = {"settings": SETTINGS, "mappings": MAPPINGS}
            patience.insist(
                lambda client: client.indices.put_index_template(
                    name=f"{self._index.alias}-cases",
                    index_patterns=[pattern],
                    template=template,
                    allow_auto_create=False,
                )
            )
            patience.client.indices.create(index=name)

    def _fill(self, lease: Lease, everything: Iterable[CaseDocument]) -> "array[int]":
        """Writes every document as of the beginning of the rebuild. Returns their keys."""
        keys = array("q")
        for documents in _chunks(everything, CHUNK):
            lease.renew()
            held = [document.pk for document in documents]
            operations = _operations(held, documents, lease.version)
            _bulk(self._server.within(REBUILD_SECONDS), operations, lease.index)
            keys.extend(held)
        return keys

    def _verify(self, lease: Lease, keys: "array[int]", documents_of: DocumentsOf) -> None:
        """Every document is there, but those that somebody changed or deleted meanwhile.

        What is missing is written again as it is now. Raises SearchUnavailable when it still is missing.
        """
        patience = self._server.within(REBUILD_SECONDS)
        with answering():
            patience.insist(lambda client: client.indices.refresh(index=lease.index))
        written = Terms("written", [lease.version])
        new = Index(lease.index)
        if new.counts(patience, [written])[0] == len(keys):
            return
        missing = sorted(set(keys) - {pk for (pk,) in new.rows(patience, MatchAll(), ())})
        again = self._control.tick(patience).version
        expected = set[int]()
        for some in _chunks(missing, CHUNK):
            documents = list(documents_of(some))
            expected |= {document.pk for document in documents}
            _bulk(patience, _operations(some, documents, again), lease.index, refresh=True)
        if lost := expected - {pk for (pk,) in new.rows(patience, MatchAll(), ())}:
            raise SearchUnavailable(_("the new index lacks %(n)s cases") % {"n": len(lost)})

    def _serve(self, name: str) -> int:
        """From now on every process reads this index. Returns its documents."""
        actions: list[Operation] = [
            {
                "remove": {
                    "index": f"{self._index.alias}-cases-*",
                    "alias": self._index.alias,
                    "must_exist": False,
                }
            },
            {"add": {"index": name, "alias": self._index.alias}},
        ]
        patience = self._server.within(REBUILD_SECONDS)
        with answering():
            patience.insist(lambda client: client.indices.update_aliases(actions=actions))
            return int(patience.client.count(index=name)["count"])

    def _remove(self, name: str) -> None:
        """What an interrupted rebuild leaves. If it cannot be done now, the next one does it."""
        try:
            with answering():
                patience = self._server.within(CALL_SECONDS)
                patience.client.indices.delete(index=name, ignore_unavailable=True)
        except SearchUnavailable:
            return


def _operations(keys: Sequence[int], documents: Sequence[CaseDocument], version: int) -> list[Operation]:
    """For each case, what makes the index say what its document says, or nothing of it."""
    held = {document.pk: document for document in documents}
    return [
        {"pk": pk, "version": version, "source": to_source(held[pk], version) if pk in held else None}
        for pk in keys
    ]


def _bulk(
    patience: Patience,
    operations: Sequence[Operation],
    index: str,
    refresh: bool = False,
    require_alias: bool = False,
    absent_is_fine: bool = False,
) -> None:
    """Carries them out. What the server is too busy for is sent again, later each time.

    Raises SearchUnavailable, and DocumentRefused after everything else was carried out.
    """
    refused: list[str] = []
    for attempt in range(1_000):
        items = _sent(patience, operations, index, refresh, require_alias)
        if absent_is_fine and all(item["status"] == 404 for item in items):
            return
        busy = [one for one, item in zip(operations, items, strict=True) if item["status"] in _BUSY]
        refused += [reason for item in items if (reason := _refusal(item))]
        if not busy:
            break
        if not patience.pause(attempt):
            raise NoAnswer(_("it is too busy to write"))
        operations = busy
    if refused:
        raise DocumentRefused("; ".join(refused[:3]))


def _sent(
    patience: Patience, operations: Sequence[Operation], index: str, refresh: bool, require_alias: bool
) -> list[dict[str, Any]]:
    lines: list[Mapping[str, Any]] = []
    for one in operations:
        kind = "delete" if one["source"] is None else "index"
        lines.append({kind: {"_id": one["pk"], "version": one["version"], "version_type": "external"}})
        if one["source"] is not None:
            lines.append(one["source"])

    def send(client: Elasticsearch) -> Any:
        return client.bulk(index=index, operations=lines, refresh=refresh, require_alias=require_alias)

    with answering():
        items = [next(iter(item.values())) for item in patience.insist(send)["items"]]
        if len(items) != len(operations):
            raise ValueError(len(items))
    return items


def _refusal(item: Mapping[str, Any]) -> str:
    """Why the document was not taken, or "". Raises SearchUnavailable when none would be."""
    with answering():
        status, error = item["status"], item.get("error")
        # A version that is not newer is no mistake, nor is deleting what is not there.
        if status in _DONE or status in _BUSY or error is None:
            return ""
        reason = f"{item['_id']}: {error['type']}, {error.get('reason', '')}"[:300]
    if status == 404:
        raise SearchUnavailable(_("there is no index yet"))
    if status == 400:
        return reason
    raise NoAnswer(_("it refuses (%(error)s)") % {"error": reason})


def _chunks(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    remaining = iter(values)
    while chunk := list(islice(remaining, size)):
        yield chunk
