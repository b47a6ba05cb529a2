"""Short-lived writers. Whoever calls holds the index's lock, or writes a generation that nobody reads yet."""

from collections.abc import Iterable, Sequence

import tantivy

from search.documents import CaseDocument
from search.engines.base import DocumentsOf, IndexBusy
from search.engines.embedded.queries import term
from search.engines.embedded.schema import to_tantivy

_HEAP = 30_000_000
_REBUILD_HEAP = 120_000_000


def write(index: tantivy.Index, changed: Sequence[int], documents_of: DocumentsOf) -> None:
    """Replaces those cases by what `documents_of` gives for them, in one commit."""
    if not changed:
        return
    documents = [to_tantivy(document) for document in documents_of(changed)]
    writer = _writer(index, _HEAP)
    for pk in changed:
        # tantivy 0.27's delete_documents_by_term finds nothing in an unsigned field, and says nothing.
        writer.delete_documents_by_query(term("pk", pk))
    for document in documents:
        writer.add_document(document)
    _commit(writer)


def add_all(index: tantivy.Index, documents: Iterable[CaseDocument]) -> None:
    """Fills an empty generation, one document at a time."""
    writer = _writer(index, _REBUILD_HEAP)
    for document in documents:
        writer.add_document(to_tantivy(document))
    _commit(writer)


def _writer(index: tantivy.Index, heap: int) -> tantivy.IndexWriter:
    try:
        return index.writer(heap, 1)
    except ValueError as error:
        # Nobody else can be writing: this one was killed a moment ago, or its threads are still ending.
        raise IndexBusy(str(error)) from error


def _commit(writer: tantivy.IndexWriter) -> None:
    writer.commit()
    writer.wait_merging_threads()  # also frees tantivy's own lock for the next writer
