"""The press, run for real: what it makes, what it refuses, and what it never opens."""

import http.server
import threading
import urllib.request
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader
from wagtail.images.tests.utils import get_test_image_file

from playbooks import pdf as press
from playbooks.pdf import Refused, Unavailable, pdf
from playbooks.press.child import Bundled

MAKES = [
    "<img alt=x src='{}'>",
    "<link rel=stylesheet href='{}'>",
    "<link rel=attachment href='{}'>",
    "<svg width=9 height=9><image href='{}'/></svg>",
    "<svg width=9 height=9><use href='{}#a'/></svg>",
    "<p style='background: url({})'>x</p>",
    "<object data='{}'></object>",
    "<embed src='{}'>",
    "<style>@import url({});</style>",
    "<style>@font-face {{ font-family: X; src: url({}) }} p {{ font-family: X }}</style>",
]
TABLE = "<table><thead><tr><th scope=col>Año</th></tr></thead><tbody><tr><td>2026</td></tr></tbody></table>"


def read(data):
    return PdfReader(BytesIO(data))


@pytest.fixture(scope="module")
def made():
    return pdf(f"<h1>Guía de reclamos</h1><p>Acordá el ñandú «público» €.</p>{TABLE}", "Guía & <reclamos>")


def test_it_is_tagged_and_says_that_it_is_accessible(made):
    root = read(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_object().get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp or b'pdfuaid:part="1"' in xmp


def test_it_says_its_language_and_its_title(made):
    document = read(made)
    assert document.trailer["/Root"]["/Lang"] == "es-AR"
    assert document.metadata.title == "Guía & <reclamos>"


def test_its_text_can_be_read_back(made):
    text = read(made).pages[0].extract_text()
    assert "Acordá el ñandú «público» €." in text
    assert "Guía & <reclamos>" in text


def test_headings_and_tables_keep_their_roles(made):
    assert {"/H1", "/P", "/Table", "/TH", "/TD"} <= roles(read(made).trailer["/Root"]["/StructTreeRoot"])


def roles(node):
    found = {node["/S"]} if "/S" in node else set()
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(child, "get"):
            found |= roles(child)
    return found


def test_only_the_bundled_letters_are_used(made):
    names = set()
    for page in read(made).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert names and all(name.startswith("Pares") for name in names)


def test_pages_are_numbered():
    pages = read(pdf("<p>Uno</p><p style='break-before: page'>Dos</p>", "Dos hojas")).pages
    assert "1 de 2" in pages[0].extract_text() and "2 de 2" in pages[1].extract_text()


class Listener(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *args):
        pass


def test_nothing_is_asked_of_the_network():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        assert pdf("".join(make.format(f"{address}/{n}") for n, make in enumerate(MAKES)), "Red")
        assert Listener.asked == []
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/proof").close()
        assert Listener.asked == ["/proof"]
    finally:
        server.shutdown()
        server.server_close()


def test_no_file_of_the_machine_is_opened(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'el secreto' }")
    links = [
        f"file://{secret}",
        str(secret),
        f"file://localhost{secret}",
        "fonts/" + "../" * 12 + str(secret)[1:],
    ]
    tags = [f"<link rel=stylesheet href='{link}'><link rel=attachment href='{link}'>" for link in links]
    made = pdf("".join([*tags, "<p>Hola</p>"]), "Archivos")
    assert "el secreto" not in read(made).pages[0].extract_text()
    assert read(made).attachments == {}


def test_the_pictures_of_the_site_are_printed_with_what_they_show(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("images/plaza.png", get_test_image_file(filename="plaza.png"))
    shown = read(pdf('<p><img alt="La plaza" src="/media/images/plaza.png"></p>', "Con foto"))
    assert len(shown.pages[0].images) == 1
    assert "/Figure" in roles(shown.trailer["/Root"]["/StructTreeRoot"])


@pytest.mark.parametrize("name", ["no-esta.png", "../secreto.png", "%2e%2e/secreto.png", "nota.txt"])
def test_a_picture_that_is_not_one_of_the_site_leaves_what_it_says(settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path / "media"
    default_storage.save("images/nota.txt", ContentFile(b"x"))
    (tmp_path / "secreto.png").write_bytes(get_test_image_file().read())
    made = read(pdf(f'<p><img alt="La plaza" src="/media/images/{name}"> y nada más</p>', "Sin foto"))
    assert len(made.pages[0].images) == 0
    assert "y nada más" in made.pages[0].extract_text()


def test_pictures_have_a_bound(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("images/plaza.png", get_test_image_file(filename="plaza.png"))
    monkeypatch.setattr(press, "PICTURE_BYTES", default_storage.size("images/plaza.png"))
    two = '<p><img alt="La plaza" src="/media/images/plaza.png"></p>' * 2
    assert len(read(pdf(two, "Una sola")).pages[0].images) == 1


def test_the_stylesheet_of_a_file_would_have_shown_it():
    """The same rule inside the document does: the test above looks where it should."""
    made = pdf("<style>p::after { content: 'el secreto' }</style><p>Hola</p>", "Estilo")
    assert "el secreto" in read(made).pages[0].extract_text()


def test_addresses_of_the_cloud_are_refused_by_name():
    """Each is refused before anything is opened, so no request has to be waited for."""
    for url in (
        "http://169.254.169.254/latest/",
        "https://[::1]/",
        "ftp://a/",
        "data:text/css,p{}",
        "file:///etc/passwd",
    ):
        with pytest.raises(ValueError, match="bundled"):
            Bundled().fetch(url)


def test_what_is_too_long_is_refused_before_it_is_laid_out():
    with pytest.raises(Refused):
        pdf("<p>a</p>" * 100_000, "Largo")


def test_what_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(press, "SECONDS", 0.05)
    with pytest.raises(Refused):
        pdf("<p>a</p>" * 20_000, "Lento")


def test_what_nests_too_deep_breaks_the_child_and_nobody_else():
    with pytest.raises(Refused):
        pdf("<div>" * 3_000, "Hondo")


def test_a_machine_without_pango_says_so(monkeypatch, tmp_path):
    for name in ("libpango-1.0.so.0", "libpango-1.0.so", "libpango-1.0-0"):
        (tmp_path / name).write_bytes(b"not a library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(Unavailable):
        pdf("<p>Hola</p>", "Sin pango")


def test_when_every_press_is_busy_it_says_so(monkeypatch):
    monkeypatch.setattr(press, "QUEUE_SECONDS", 0)
    monkeypatch.setattr(press, "_presses", threading.BoundedSemaphore(1))
    with press._presses, pytest.raises(Unavailable):
        pdf("<p>Hola</p>", "Ocupado")
    assert pdf("<p>Hola</p>", "Libre").startswith(b"%PDF-")


def test_keys_of_the_site_do_not_reach_the_child(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "SECRET_KEY" not in press._environment()


@pytest.mark.parametrize("odd", ["\ud800", "\x00\x01\x0b", "🏛️👩‍👧", "مرحبا", "𝕏 ≥ →", "\ue000\U000f0000"])
def test_an_odd_character_does_not_spoil_the_rest_for_who_listens(odd):
    text = read(pdf(f"<p>Acordá {odd} el año</p>", f"Guía {odd}</style></body>")).pages[0].extract_text()
    assert "Acordá" in text and "el año" in text and "Guía" in text
