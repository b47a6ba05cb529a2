"""A server that is down, slow, another one, or mad: the engine says so, and soon."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from search.documents import CaseDocument
from search.engines import get_searcher
from search.engines.base import IndexStatus, Reader, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.client import READ_SECONDS, server_at
from search.engines.elasticsearch.mapping import METADATA
from search.finder import find
from search.models import PendingChange
from search.query import SearchQuery
from search.synonyms import Synonyms
from tests.factories import make_case

Answers = dict[str, tuple[int, str | bytes | Iterator[str] | None]]
"""Status and body by the end of the path; the empty end is every other one. None: it never answers."""

BUDGET = 2.0
BLOCKED = '{"error":{"type":"cluster_block_exception","reason":"FORBIDDEN/8/index write"},"status":403}'
BUSY = '{"error":{"type":"es_rejected_execution_exception","reason":"queue"},"status":429}'
WRONG_VERSION = (
    '{"error":{"type":"media_type_header_exception","reason":"Invalid media-type value on headers"},'
    '"status":400}'
)
MAPPING = json.dumps({"prueba-cases-1": {"mappings": {"_meta": METADATA}}})
STATE = '{"result":"updated","get":{"_source":{"clock":1,"index":"","until":0,"made_by":""}}}'


@pytest.fixture(autouse=True)
def no_synonyms(monkeypatch):
    monkeypatch.setattr("search.words.site_synonyms", Synonyms)


class Mad(BaseHTTPRequestHandler):
    """Answers with what its server has for a path."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        name = next((name for name in self.server.answers if path.endswith(name)), "")
        status, body = self.server.answers[name]
        if isinstance(body, Iterator):
            body = next(body)
        if body is None:
            self.server.leave.wait(30)
            self.close_connection = True
            return
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        if self.server.product:
            self.send_header("X-Elastic-Product", self.server.product)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def log_message(self, *args: object) -> None:
        """Nothing: it is expected to fail."""


@dataclass(frozen=True)
class Running:
    port: int

    @property
    def engine(self) -> ElasticsearchEngine:
        return ElasticsearchEngine(server_at(f"elasticsearch://127.0.0.1:{self.port}/prueba"))


@contextmanager
def mad_server(
    answers: Answers,
    product: str = "Elasticsearch",
    prepare: Callable[[ThreadingHTTPServer], None] | None = None,
) -> Iterator[Running]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mad)
    server.daemon_threads = True
    server.answers, server.product, server.leave = answers, product, threading.Event()
    if prepare:
        prepare(server)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield Running(server.server_address[1])
    finally:
        server.leave.set()
        server.shutdown()
        server.server_close()


def questions(engine: ElasticsearchEngine) -> Iterator[tuple[str, object]]:
    reader = Reader(cell=300, steps={"AR-1": 3}, distances={"AR-1": 3})
    query = SearchQuery.make(words="agua turnos", municipality="AR-000001", facets={"nivel": ["5"]})
    yield "search", lambda: engine.search(query, reader)
    yield "drop_suggestions", lambda: engine.drop_suggestions(query, reader)
    yield "nearest", lambda: engine.nearest(query, reader)
    yield "suggest", lambda: engine.suggest("agua", 5)
    yield "write", lambda: engine.write([1], lambda keys: iter([CaseDocument(id="a", pk=1)]), wait=0)


def assert_unavailable(engine: ElasticsearchEngine) -> None:
    for name, ask in questions(engine):
        began = time.monotonic()
        with pytest.raises(SearchUnavailable) as caught:
            ask()
        assert time.monotonic() - began < BUDGET, name
        assert str(caught.value), f"{name} says why"
    began = time.monotonic()
    assert engine.status().unreachable and engine.status().problem
    assert time.monotonic() - began < 2 * BUDGET


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert_unavailable(Running(port).engine)


def test_it_takes_the_connection_and_never_answers():
    with mad_server({"": (200, None)}) as mad:
        assert_unavailable(mad.engine)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, '{"error":{"type":"boom"},"status":500}'),
        (503, '{"error":{"type":"no_shard_available_action_exception"},"status":503}'),
        (502, "<html>bad gateway</html>"),
        (401, '{"error":{"type":"security_exception"},"status":401}'),
        (403, BLOCKED),
        (429, BUSY),
        (400, WRONG_VERSION),
        (200, "this is not JSON"),
        (200, b"\xff\xfe\x00"),
        (200, ""),
        (200, "[]"),
        (200, "{}"),
        (200, "null"),
        (200, '{"responses":[]}'),
        (200, '{"responses":[{"status":200,"hits":{"total":{"value":"many"}},"aggregations":{}}]}'),
        (200, '{"responses":[{"status":503,"error":{"type":"search_phase_execution_exception"}}]}'),
    ],
)
def test_it_answers_something_else(status, body):
    with mad_server({"": (status, body)}) as mad:
        assert_unavailable(mad.engine)


def test_it_is_another_product():
    with mad_server({"": (200, MAPPING)}, product="") as mad:
        assert_unavailable(mad.engine)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_it_reads_but_does_not_write(status):
    refused = {"_id": "1", "status": status, "error": {"type": "no", "reason": "no"}}
    item = json.dumps({"items": [{"index": refused}]})
    answers = {
        "/_mapping": (200, MAPPING),
        "/_update/state": (200, STATE),
        "/_bulk": (200, item),
        "": (500, ""),
    }
    with mad_server(answers) as mad:
        began = time.monotonic()
        with pytest.raises(SearchUnavailable):
            mad.engine.write([1], lambda keys: iter([CaseDocument(id="a", pk=1)]), wait=0)
        assert time.monotonic() - began < BUDGET


def test_writing_waits_while_it_is_busy_and_repeats_only_what_was_refused():
    first = '{"items":[{"delete":{"_id":"1","status":404}},{"delete":{"_id":"2","status":429}}]}'
    again = '{"items":[{"delete":{"_id":"2","status":200}}]}'
    bodies = iter([first, again])
    answers = {
        "/_mapping": (200, MAPPING),
        "/_update/state": (200, STATE),
        "/_bulk": (200, bodies),
        "": (500, ""),
    }
    with mad_server(answers) as mad:
        mad.engine.write([1, 2], lambda keys: iter(()), wait=2)
    assert next(bodies, None) is None


@pytest.mark.parametrize(
    "url",
    [
        "elasticsearch://",
        "elasticsearch:///name",
        "elasticsearch://host/UPPER",
        "elasticsearch://host/a/b",
        "elasticsearch://host/_all",
    ],
)
def test_an_address_that_names_no_server_or_no_index_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured):
        server_at(url)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody else signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    built = built.add_extension(address, critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path / "certificate.pem"
    path.write_bytes(signed + private)
    return path


def test_a_certificate_is_verified_against_the_authority_that_was_given(certificate):
    def speak_tls(server: ThreadingHTTPServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)

    count = '{"responses":[{"status":200,"hits":{"total":{"value":7}}}]}'
    answers = {"/_mapping": (200, MAPPING), "/_msearch": (200, count)}
    with mad_server(answers, prepare=speak_tls) as plain:
        url = f"elasticsearchs://127.0.0.1:{plain.port}/prueba"
        assert plain.engine.status().unreachable, "http is not understood"
        assert ElasticsearchEngine(server_at(url)).status().unreachable, "nobody vouches for it"
        trusting = ElasticsearchEngine(server_at(url, ca_file=str(certificate)))
        assert trusting.status() == IndexStatus(7, "", METADATA)


def test_it_says_who_asks(monkeypatch):
    said: list[str | None] = []
    monkeypatch.setattr(Mad, "version_string", lambda self: said.append(self.headers["Authorization"]) or "x")
    with mad_server({"": (500, "")}) as mad:
        for url, key in (("user:p%40ss@127.0.0.1", ""), ("127.0.0.1", "a-key"), ("127.0.0.1", "")):
            ElasticsearchEngine(server_at(f"elasticsearch://{url}:{mad.port}", api_key=key)).status()
    assert said == ["Basic dXNlcjpwQHNz", "ApiKey a-key", None]


@pytest.mark.django_db
@pytest.mark.parametrize("body", [None, "garbage"], ids=["silent", "mad"])
def test_a_page_is_answered_by_the_standby_and_publishing_goes_on(
    body, settings, tmp_path, django_capture_on_commit_callbacks
):
    with mad_server({"": (200, body)}) as mad:
        settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{mad.port}"
        settings.SEARCH_STANDBY_URL = f"embedded://{tmp_path / 'standby'}"
        with django_capture_on_commit_callbacks(execute=True):
            case = make_case(title="Semáforos inteligentes")
        assert PendingChange.objects.filter(index="elasticsearch", case=case.pk).exists()
        get_searcher()._resting_until = 0.0  # a while later
        began = time.monotonic()
        found = find(SearchQuery.make(words="semáforos"))
        assert time.monotonic() - began < 2 * READ_SECONDS, "nobody waits twice"
        assert found.result.standby and [hit.pk for hit in found.result.hits] == [case.pk]
