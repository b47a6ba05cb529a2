"""What Markdown becomes."""

import pytest
from django.test import override_settings

from playbooks.markdown.child import html_of
from playbooks.markdown.rendering import (
    Heading,
    Refused,
    anchored,
    contents,
    plain,
    reading_minutes,
    render,
    render_many,
)
from tests.playbooks.markdown.test_sanitising import WORDS


def html(text: str) -> str:
    return html_of(text, WORDS)


def flat(text: str) -> str:
    return html(text).replace("\n", "")


def test_the_child_says_the_same() -> None:
    text = "# Título\n\n- uno\n- [x] dos\n\n| a |\n|---|\n| [b](https://c.test) |"
    with override_settings(BASE_URL="https://ejemplo.test"):
        out = render(text)
    assert 'id="titulo"' in out and 'class="scroll"' in out and 'class="external"' in out


def test_headings_have_anchors_that_last() -> None:
    out = html("# Ñandúes y agüero\n\n## ¿Qué?\n\n## ¿Qué?\n\n### «»")
    assert contents(out) == [
        Heading(2, "nandues-y-aguero", "Ñandúes y agüero"),
        Heading(2, "que", "¿Qué?"),
        Heading(2, "que-2", "¿Qué?"),
        Heading(3, "seccion", "«»"),
    ]
    assert html("Antes.\n\n## ¿Qué?").endswith('<h2 id="que">¿Qué?</h2>')


@pytest.mark.parametrize(("text", "first", "second"), [("1. a\n- b", "ol", "ul"), ("- a\n1. b", "ul", "ol")])
def test_another_mark_begins_another_list(text: str, first: str, second: str) -> None:
    assert flat(text) == f"<{first}><li>a</li></{first}><{second}><li>b</li></{second}>"


def test_a_link_finds_its_heading_however_it_was_written() -> None:
    assert 'href="#planificacion"' in html("[ir](#planificación)\n\n## Planificación")


def test_tables_scroll_and_say_what_they_are() -> None:
    out = html("## Costos\n\n| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Tabla 1: Costos"><table>' in out
    assert '<th scope="col" class="n">b</th>' in out and '<td class="n">2</td>' in out
    assert '<div class="scroll"' in html("<table><tr><td>cruda</td></tr></table>")


def test_links_to_other_sites_are_marked() -> None:
    out = html("[a](https://otro.test/x) [b](https://ejemplo.test/y) [c](/guias/) [d](mailto:a@b.test)")
    assert '<a href="https://otro.test/x" class="external" rel="external noopener noreferrer">' in out
    assert out.count("otro sitio") == 1 and out.count("rel=") == 1


def test_boxes_say_whether_they_are_ticked() -> None:
    out = flat("- [ ] falta\n- [x] está")
    assert '<li class="task"><span aria-hidden="true">☐ </span>falta</li>' in out
    assert '☑ </span><span class="vh">Hecho: </span>está' in out


def test_pictures_of_others_are_what_they_say_of_themselves() -> None:
    assert html("![un mapa](https://otro.test/x.png)") == "<p>un mapa</p>"
    assert "<img" in html("![un mapa](/media/images/x.png)")


def test_notes_go_and_come_back() -> None:
    out = html("Dato[^f].\n\n[^f]: Fuente.")
    assert '<sup id="llamada"><a href="#nota">1</a></sup>' in out
    assert '<li id="nota">' in out and '<a href="#llamada" title="Volver">' in out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lista:\n- a\n- b", "<p>Lista:</p><ul><li>a</li><li>b</li></ul>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("1. a\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("Son\n2. no es lista", "<p>Son2. no es lista</p>"),
        ("- a\n\n  sigue\n\nfin", "<ul><li><p>a</p><p>sigue</p></li></ul><p>fin</p>"),
        ("* * *", "<hr>"),
        ("- a\n# T", '<ul><li>a</li></ul><h2 id="t">T</h2>'),
        ("```\n- a\n```", '<pre tabindex="0"><code>- a</code></pre>'),
        ("texto - no\n-no", "<p>texto - no-no</p>"),
        ("Término\n: Definición", "<dl><dt>Término</dt><dd>Definición</dd></dl>"),
    ],
)
def test_lists_are_read_as_people_type_them(text: str, expected: str) -> None:
    assert flat(text) == expected


def test_a_table_may_follow_a_paragraph() -> None:
    assert "<td>1</td>" in html("Texto\n| a | b |\n|---|---|\n| 1 | 2 |")


def test_anchors_with_a_prefix_stay_together() -> None:
    out = anchored(html('[ir](#que) [fuera](https://x.test/#que) «id="q"» \n\n## Que'), "paso-1")
    assert 'href="#paso-1-que"' in out and 'id="paso-1-que"' in out
    assert 'href="https://x.test/#que"' in out and '«id="q"»' in out


def test_plain_words_for_searching() -> None:
    assert plain(html("## Uno\n\n- [x] dos & [tres](https://x.test)<!-- no -->")) == "Uno dos & tres"


def test_reading_time() -> None:
    assert [reading_minutes(text) for text in ("", "a " * 200, "a " * 201)] == [1, 1, 2]


def test_one_that_is_refused_does_not_take_the_others() -> None:
    first, refused, last = render_many(["uno", "[" * 500, "dos"])
    assert (first, last) == ("<p>uno</p>", "<p>dos</p>")
    assert isinstance(refused, Refused)
    assert render_many(["", " \n"]) == ["", ""]
