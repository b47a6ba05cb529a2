"""How fast an index is made: the site's own rebuild from the database, next to bare tantivy."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy
from tqdm import tqdm

from benchmarks.measuring import Clock, peak_mb
from cases.models import CasePage
from search.documents import CaseDocument
from search.engines import get_engine
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.schema import CODE_FIELDS, TEXT_FIELDS, fresh_days
from search.facets import TERM_FACETS
from search.stored import all_documents, documents_of

_HEAP = 120_000_000  # that of the site's own rebuild
_ENTRY = Path(__file__).with_name("finder.py")


def rebuild_apart(cases: int, data_dir: Path) -> dict[str, Any]:
    """`rebuild` in a process of its own, whose memory is nobody else's."""
    command = [
        sys.executable,
        str(_ENTRY),
        "--only-rebuild",
        "--cases",
        str(cases),
        "--data-dir",
        str(data_dir),
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def rebuild() -> dict[str, Any]:
    """From the database to an index that serves, as `rebuild_search_index` does it."""
    before, total = peak_mb(), CasePage.objects.count()
    progress = tqdm(all_documents(), total=total, desc="Índice desde la base", disable=None)
    clock = Clock()
    documents = get_engine().rebuild(progress, documents_of)
    return {**clock.rate(documents), "peak_mb": peak_mb(), "peak_mb_before": before}


def ready(documents: Sequence[CaseDocument], folder: Path) -> dict[str, Any]:
    """The site's engine given documents that are in memory: no database and no rules of evidence."""
    engine, fresh = EmbeddedEngine(folder), [_unhashed(document) for document in documents]
    progress = tqdm(fresh, desc="Índice desde la memoria", disable=None)
    clock = Clock()
    return clock.rate(engine.rebuild(progress, lambda changed: iter(())))


def raw(documents: Sequence[CaseDocument], folder: Path) -> dict[str, Any]:
    """Bare tantivy: the same texts, facets, codes and payloads from memory, and its own Spanish analysis."""
    folder.mkdir()
    index, schema = _raw_index(folder)
    values = [_raw_values(document) for document in documents]
    progress = tqdm(values, desc="tantivy a secas", disable=None)
    clock = Clock()
    writer = index.writer(_HEAP, 1)
    for one in progress:
        writer.add_document(tantivy.Document.from_dict(one, schema))
    writer.commit()
    writer.wait_merging_threads()
    return clock.rate(len(values))


def _raw_index(folder: Path) -> tuple[tantivy.Index, tantivy.Schema]:
    """The fields of the site's index, with the text left to tantivy: stems in three fields, exact in one."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True, indexed=True, fast=True)
    builder.add_bytes_field("payload", stored=True)
    for name in (*TEXT_FIELDS, "exact"):
        analysis = "exact" if name == "exact" else "stems"
        builder.add_text_field(name, tokenizer_name=analysis, index_option="freq")
    for name in (*(facet.field for facet in TERM_FACETS), *CODE_FIELDS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name not in CODE_FIELDS)
    builder.add_unsigned_field("freshest", indexed=True, fast=True)
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    lower = tantivy.Filter.lowercase()
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(lower)
    index.register_tokenizer("exact", words.build())
    stems = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(lower)
    stems = stems.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.stemmer("spanish"))
    index.register_tokenizer("stems", stems.build())
    return index, schema


def _raw_values(document: CaseDocument) -> dict[str, object]:
    title = " ".join((document.title, *document.topic_names))
    return {
        "pk": document.pk,
        "payload": json.dumps(document.payload, ensure_ascii=False).encode(),
        "title": title,
        "text": document.text,
        "rest": document.rest,
        "exact": "\n".join((title, document.text, document.rest)),
        "freshest": fresh_days(document),
        **{facet.field: list(document.values(facet.field)) for facet in TERM_FACETS},
        **{name: list(document.values(name)) for name in CODE_FIELDS},
    }


def _unhashed(document: CaseDocument) -> CaseDocument:
    """The same document, with nothing worked out yet."""
    return CaseDocument(**{name: getattr(document, name) for name in CaseDocument.__dataclass_fields__})
