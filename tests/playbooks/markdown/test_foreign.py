"""Markdown of other tools: a draft, with everything that was changed or dropped in the report."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from playbooks.markdown import reading
from playbooks.markdown.foreign import as_playbook
from playbooks.markdown.importing import import_sources
from playbooks.markdown.reading import Source, Unreadable, decoded, from_upload
from playbooks.models import PlaybookPage
from tests.playbooks.markdown.building import make_playbook_index
from tests.playbooks.markdown.payloads import ALL

QUIRKS = {
    "a comment": ("a <!-- b\nc --> d", "a  d"),
    "a script": ("a\n\n<script>\nx < y\n</script>\n\nb", "a\n\n\n\nb"),
    "Jekyll": ("{% include a.html %}a {{ site.name }}b\n{: .clase}", "a b"),
    "Hugo": ('{{< figure src="x" >}}a{{% aviso %}}b', "ab"),
    "attributes": ("## A {#a .b}\n\nb\n{: #x}", "## A\n\nb"),
    "permalinks": ("[¶](#a) A\n===\n\nb", "A\n===\n\nb"),
    "contents": ("[[toc]]\n\n[TOC]\n\na", "a"),
    "wiki links": ("a [[Página|texto]] [[Otra]]", "a texto Otra"),
    "MkDocs": (
        '!!! note "Ojo"\n    Uno.\n\n    - dos\n\ntres',
        "> **Ojo**\n>\n> Uno.\n>\n> - dos\n>\n\ntres",
    ),
    "MkDocs without a title": ("!!! warning\n    Uno.", "> **Warning**\n>\n> Uno."),
    "GitHub": ("> [!NOTE]\n> Uno.", "> **Note**\n> Uno."),
    "Docusaurus": (":::tip Ojo\nUno.\n:::\nDos.", "**Ojo**\n\nUno.\n\nDos."),
    "a table": (
        "<table class=x><tr><th>a</th><th>b|c</th></tr>"
        "<tr><td>1<br>2</td><td><a href='https://x.test'>d</a></td></tr></table>",
        "| a | b\\|c |\n| --- | --- |\n| 1<br>2 | [d](https://x.test) |",
    ),
    "a table without names": ("<table><tr><td>a</td></tr></table>", "|  |\n| --- |\n| a |"),
    "merged cells": (
        "<table><tr><th colspan=2>a</th></tr>"
        "<tr><td rowspan=2>b</td><td>c</td></tr><tr><td>d</td></tr></table>",
        "| a |  |\n| --- | --- |\n| b | c |\n|  | d |",
    ),
    "a table with a caption": (
        "<table><caption>Así</caption><tr><td><p>a</p><ul><li>b</li></ul></td></tr></table>",
        "**Así**\n\n|  |\n| --- |\n| a<br>• b |",
    ),
    "a table that is not closed": ("a <table><tr><td>b", "a <table><tr><td>b"),
    "links in HTML": ("<a class='x' href=\"https://x.test\">a</a> <a>b</a>", "[a](https://x.test) b"),
    "wrappers": ("<div class='x'>\n\na\n\n</div>", "a"),
    "what is no tag": ("El <Etapa 1> y <android>", "El &lt;Etapa 1> y &lt;android>"),
    "what is no tag, in code": ("`<Etapa>`\n\n    <Etapa>\n\n```\n<Etapa> {{ x }}\n```", None),
    "pictures": ("a ![un mapa](../img/x.png) ![](https://x.test/y.png)", "a un mapa"),
    "our pictures": ("![a](/media/images/x.png)", None),
    "a picture that links": ("[![mapa](x.png)](https://x.test)", "[mapa](https://x.test)"),
    "a picture in HTML": ("<p align=center><img src='x' alt='un mapa'></p>", "<p align=center>un mapa</p>"),
    "code stays": ("```\n<!-- a --> {{ b }} <div>\n```\n\n`{% c %}`", None),
    "addresses stay": ("<https://x.test> <a@b.test> [a](https://x.test/b_(c)) [d](#e)", None),
}


def body(text: str, **facts: str) -> tuple[str, list[str]]:
    values, notes = as_playbook("carpeta/archivo.md", {"title": "T", **facts}, text)
    return values["body"].strip(), notes


@pytest.mark.parametrize("name", QUIRKS)
def test_quirks(name: str) -> None:
    text, expected = QUIRKS[name]
    result, notes = body(text)
    assert result == (text if expected is None else expected.strip())
    assert bool(notes) == (expected is not None and expected != text and name != "what is no tag")


@pytest.mark.parametrize(
    ("name", "facts", "text", "title", "slug"),
    [
        ("a.md", {"title": "Del *frente*"}, "# Otra\n\nx", "Del frente", "del-frente"),
        ("a.md", {}, "# El [título](x) de `arriba` #\n\nx", "El título de arriba", "el-titulo-de-arriba"),
        ("a.md", {}, "Con raya\n========\n\nx", "Con raya", "con-raya"),
        ("a.md", {}, "x\n\n## Después", "Después", "despues"),
        ("una_guía-vieja.md", {}, "x", "Una guía vieja", "una-guia-vieja"),
        ("guias/compras/README.md", {}, "x", "Compras", "compras"),
        ("a.md", {"title": ["lista"]}, "x", "A", "a"),
        ("¿?.md", {"title": "¿?"}, "x", "¿?", "guia"),
    ],
)
def test_the_title(name: str, facts: dict[str, object], text: str, title: str, slug: str) -> None:
    values, _notes = as_playbook(name, facts, text)
    assert (values["title"], values["slug"]) == (title, slug)


def test_the_title_is_not_said_twice() -> None:
    assert body("# T\n\nx")[0] == "x"
    assert body("# Otra\n\nx")[0] == "# Otra\n\nx"


def test_facts_that_we_do_not_have_are_told() -> None:
    assert "autor, tags" in body("x", tags="", autor="")[1][0]


@pytest.mark.parametrize(
    "data",
    [
        "Año: “ñandú”".encode(),
        b"\xef\xbb\xbf" + "Año: “ñandú”".encode(),
        "Año: “ñandú”".encode("utf-16"),
        "Año: “ñandú”".encode("utf-16-be"),
        "Año: “ñandú”".encode("utf-16-le"),
        "Año: “ñandú”".encode("utf-32"),
        "Año: “ñandú”".encode("cp1252"),
    ],
)
def test_usual_encodings(data: bytes) -> None:
    assert decoded(data)[0] == "Año: “ñandú”"


def test_line_ends_and_what_cannot_be_seen() -> None:
    assert decoded(b"a\r\nb\rc\x0bd\x07\n")[0] == "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", b"\xff\xfe\x00", b"\x00" * 50]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(data)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_whatever_comes_is_a_text_or_unreadable(data: bytes) -> None:
    try:
        text, _how = decoded(data)
    except Unreadable:
        return
    values, _notes = as_playbook("a.md", {}, text)
    assert values["title"] and values["slug"]


@pytest.mark.django_db
class TestDrafts:
    @pytest.fixture(autouse=True)
    def index(self, db: None) -> None:
        make_playbook_index()

    def bring(self, **files: str) -> list[str]:
        sources = [Source(f"{name.replace('__', '/')}.md", text.encode()) for name, text in files.items()]
        reports = import_sources(sources, publish=True)
        assert [one.error for one in reports if one.error] == []
        return [f"{one.outcome} {one.slug}" for one in reports]

    def text(self, slug: str) -> str:
        return PlaybookPage.objects.get(slug=slug).get_latest_revision_as_object().body

    def test_it_is_a_draft(self) -> None:
        assert self.bring(uno="# Una\n\nHola.") == ["created una"]
        page = PlaybookPage.objects.get()
        assert not page.live and page.body == "Hola."

    def test_again_it_updates_its_draft(self) -> None:
        self.bring(uno="# Una\n\nHola.")
        assert self.bring(uno="# Una\n\nChau.") == ["updated una"]
        assert self.bring(uno="# Una\n\nChau.") == ["unchanged una"]
        assert self.text("una") == "Chau." and PlaybookPage.objects.count() == 1

    def test_what_was_published_is_not_touched(self) -> None:
        self.bring(uno="# Una\n\nHola.")
        PlaybookPage.objects.get().get_latest_revision().publish()
        assert self.bring(uno="# Una\n\nChau.") == ["created una-2"]
        assert PlaybookPage.objects.get(slug="una").body == "Hola."

    def test_two_of_one_title_are_two(self) -> None:
        files = {"a": "# Una\n\nx", "b": "# Una\n\ny"}
        assert self.bring(**files) == ["created una", "created una-2"]
        assert self.bring(**files) == ["unchanged una", "unchanged una-2"]

    def test_links_between_files_follow_them(self) -> None:
        text = "# Una\n\n[b](sub/b.md#parte) [c](no-vino.md) [raíz](/decide/) [d](#x) [e][1] [f][2]\n\n"
        self.bring(a=text + "[1]: sub/b.md\n[2]: otra.md 'x'\n", sub__b="# Otra\n\n[vuelve](../a.md)")
        assert self.text("una") == ("[b](/guias/otra/#parte) c raíz [d](#x) [e][1] f\n\n[1]: /guias/otra/")
        assert self.text("otra") == "[vuelve](/guias/una/)"

    def test_nothing_that_a_file_holds_breaks_it(self) -> None:
        sources = [Source(f"{number}.md", text.encode()) for number, text in enumerate(ALL)]
        reports = import_sources(sources)
        assert {one.outcome for one in reports} <= {"created", "refused"}
        assert all(one.error for one in reports if one.outcome == "refused")


def zipped(files: dict[str, bytes]) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return SimpleUploadedFile("guias.zip", buffer.getvalue())


def test_a_zip_is_read_without_writing_anything() -> None:
    sources = from_upload(
        zipped({"a/b.md": b"# B", "../../c.md": b"# C", "d.png": b"x", "__MACOSX/a.md": b"x"})
    )
    assert [(one.name, one.data) for one in sources[:2]] == [("a/b.md", b"# B"), ("../../c.md", b"# C")]
    assert [(one.name, type(one.data)) for one in sources[2:]] == [("d.png", Unreadable)]


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_CONTENT", 100_000)
    with pytest.raises(Unreadable):
        from_upload(zipped({"a.md": b"a" * 100_001}))
    with pytest.raises(Unreadable):
        from_upload(zipped({f"{number}.md": b"a" * 20_000 for number in range(6)}))
    with pytest.raises(Unreadable):
        from_upload(zipped({f"{number}.md": b"a" for number in range(reading.MOST_FILES + 1)}))


def test_a_size_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)
    file = zipped({"a.md": b"a" * 5000})
    assert isinstance(from_upload(file)[0].data, Unreadable)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.zip", b"no es un zip"),
        SimpleUploadedFile("a.zip", b"PK\x03\x04" + b"\x00" * 40),
        SimpleUploadedFile("a.exe", b"MZ"),
        SimpleUploadedFile("a", b"texto"),
    ],
)
def test_other_uploads_are_refused(file: SimpleUploadedFile) -> None:
    with pytest.raises(Unreadable):
        from_upload(file)
