"""Our own files: what is written is read back, whatever the prose holds."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.markdown import front_matter
from playbooks.markdown.layout import BY_NAME, CHECKLIST, KINDS, Kind, read, tidy, written

PIECES = (
    *(
        "## Propósito",
        "## propósito ##",
        "##  Otro",
        "# Uno",
        "### Tres",
        "   ## Lista de control",
        "    ## código",
    ),
    *(
        "```",
        "~~~~",
        "````md",
        "  ```",
        "---",
        "===",
        "- [ ] a",
        "- b",
        "texto",
        "ñ «é»",
        "",
        "\t",
        "<!--",
        "-->",
    ),
    *("a\r\nb", "\rc", "\x0c", "\u2028", "\x00", "\ufeff", "## En localidades chicas", "type: step", "+++"),
)
prose = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12).map("\n".join)
line = st.text(max_size=20) | st.sampled_from(
    ("no", "2026-03-02", "1", "", "a: b", "- a", "'", '"', "#", "~", "&a")
)
slugs = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), max_size=3)
BY_TYPE = {
    "text": line,
    "number": st.integers(0, 9999),
    "number?": st.none() | st.integers(0, 9999),
    "date": st.none() | st.dates(),
    "list": slugs,
}


@st.composite
def files(draw: st.DrawFn) -> tuple[Kind, dict[str, Any]]:
    kind = draw(st.sampled_from(KINDS))
    values: dict[str, Any] = {name: draw(BY_TYPE[what]) for name, what in kind.keys.items()}
    return kind, values | {name: draw(prose) for name in ("body", *kind.sections)}


def again(kind: Kind, text: str) -> tuple[dict[str, Any], list[str]]:
    facts, body = front_matter.split(text)
    assert facts["type"] == kind.name
    return read(kind, facts, body)


@given(files())
def test_written_read_and_written_again_is_the_same(file: tuple[Kind, dict[str, Any]]) -> None:
    kind, values = file
    text = written(kind, values)
    back, notes = again(kind, tidy(text))
    assert notes == []
    assert written(kind, back) == text
    for name, what in kind.keys.items():
        value = values[name]
        assert back[name] == (tidy(value) if what == "text" else value)


@given(files())
def test_no_word_changes_its_field(file: tuple[Kind, dict[str, Any]]) -> None:
    kind, values = file
    back, _notes = again(kind, written(kind, values))
    for name in ("body", *kind.sections):
        said = tidy(values[name]).split()
        if name == CHECKLIST or "```" in values[name] or "~~~" in values[name]:
            continue
        assert [one.lstrip("#") for one in back[name].split()] == [one.lstrip("#") for one in said]


def test_a_playbook_is_written_as_documented() -> None:
    values = {
        "title": "Una guía",
        "slug": "una-guia",
        "licence": "CC BY 4.0",
        "reviewed_on": date(2026, 3, 2),
        "sizes": ["a"],
        "steps": ["medir"],
        **{name: [] for name in ("indicators", "cases", "clauses", "templates")},
        "purpose": "Para algo.\n\n## Con título",
        "body": "Antes.\n\n## Después\n\nTexto.\n\n## Propósito\n\nOtro.",
    }
    assert written(BY_NAME["playbook"], values) == (
        "---\ntype: playbook\ntitle: Una guía\nslug: una-guia\nlicence: CC BY 4.0\nreviewed_on: 2026-03-02\n"
        "sizes:\n- a\nindicators: []\ncases: []\nsteps:\n- medir\nclauses: []\ntemplates: []\n---\n\n"
        "Antes.\n\n## Propósito\n\nPara algo.\n\n### Con título\n\n"
        "## Después\n\nTexto.\n\n### Propósito\n\nOtro.\n"
    )


def test_a_checklist_is_read_without_its_boxes() -> None:
    values, _notes = read(
        BY_NAME["step"], {}, "Hacé esto.\n\n## Lista de control\n\n- [ ] uno\n* [x] dos\ntres\n"
    )
    assert values["body"] == "Hacé esto."
    assert values[CHECKLIST] == "uno\ndos\ntres"


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"weeks": "pocas"}, "weeks"),
        ({"weeks": "99999"}, "weeks"),
        ({"weeks": "²"}, "weeks"),
        ({"after": "uno"}, "after"),
        ({"after": [["uno"]]}, "after"),
        ({"title": {"a": "b"}}, "title"),
        ({"color": "rojo"}, "color"),
    ],
)
def test_what_is_not_understood_is_told(facts: dict[str, Any], wrong: str) -> None:
    values, notes = read(BY_NAME["step"], facts, "")
    assert len(notes) == 1 and wrong in notes[0]
    assert not values.get(wrong)


def test_a_date_that_is_none_is_told() -> None:
    values, notes = read(BY_NAME["playbook"], {"reviewed_on": "ayer"}, "")
    assert values["reviewed_on"] is None and "reviewed_on" in notes[0]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sin nada", {}),
        ("---\ntitle: a\ntags: [{'tag': 'x'}]\n---\nb", {"title": "a", "tags": [{"tag": "x"}]}),
        ("---\nyes: no\nn: 012\n---\n", {"yes": "no", "n": "012"}),
        ('+++\ntitle = "a"\n[x]\ny = 1\n+++\nb', {"title": "a", "x": {"y": 1}}),
        ("---\n---\nb", {}),
        ("---\nuna línea entre rayas\n---\nb", {}),
        ("---\nsin cerrar", {}),
    ],
)
def test_facts_of_others(text: str, facts: dict[str, Any]) -> None:
    assert front_matter.split(text)[0] == facts


@pytest.mark.parametrize(
    "block",
    [
        "a: [",
        "a: &x [1]\nb: *x",
        "? [a]\n: b",
        "\tb: c",
        "a: b: c",
        "[" * 400,
        "a: |\n" + "x" * 20_001,
        "a: '",
    ],
)
def test_a_block_that_cannot_be_read_is_refused(block: str) -> None:
    with pytest.raises(front_matter.Unreadable):
        front_matter.split(f"---\n{block}\n---\n")
    assert front_matter.without(f"---\n{block}\n---\nresto") == "resto"
