"""The shape of our own files (docs/formato-de-guias.md): facts, then prose under known headings. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from playbooks.markdown import front_matter
from playbooks.markdown.lists import closed, fences

Values = dict[str, Any]
CHECKLIST = "checklist"
_SECTION = re.compile(r"^ {0,3}##[ \t]+(.*)$")
_BOX = re.compile(r"^ *[-*+] +\[[ xX]\] *(.*)$")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
_BLANK_START = re.compile(r"\A(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Kind:
    """A kind of file. `keys` are its facts in their order; `sections` the headings of its prose."""

    name: str
    folder: str
    keys: Mapping[str, str]
    sections: Mapping[str, str] = field(default_factory=dict)


_SMALL = "En localidades chicas"
KINDS = (
    Kind("template", "plantillas", {"title": "text", "slug": "text", "kind": "text", "purpose": "text"}),
    Kind(
        "clause",
        "clausulas",
        {"title": "text", "slug": "text", "context": "text", "source": "text", "source_url": "text"},
    ),
    Kind(
        "step",
        "pasos",
        {
            "title": "text",
            "slug": "text",
            "phase": "text",
            "role": "text",
            "weeks": "number",
            "month": "number?",
            "effort": "text",
            "after": "list",
            "indicators": "list",
            "templates": "list",
            "cases": "list",
        },
        {"small_towns": _SMALL, CHECKLIST: "Lista de control"},
    ),
    Kind(
        "playbook",
        "guias",
        {
            "title": "text",
            "slug": "text",
            "licence": "text",
            "reviewed_on": "date",
            "sizes": "list",
            "indicators": "list",
            "cases": "list",
            "steps": "list",
            "clauses": "list",
            "templates": "list",
        },
        {
            "purpose": "Propósito",
            "audience": "Para quién",
            "outcome": "Resultado público",
            "prerequisites": "Antes de empezar",
            "small_towns": _SMALL,
        },
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def tidy(text: str) -> str:
    """One kind of line end, and nothing that cannot be seen."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def written(kind: Kind, values: Mapping[str, Any]) -> str:
    """The file. `read` gives the same values back, once their prose is `tidy`.

    Headings that would be taken for those of the file go down a level, and a code block left open is closed.
    """
    facts: Values = {"type": kind.name}
    for key, what in kind.keys.items():
        value = values.get(key)
        if value is None and what == "number?":
            continue
        facts[key] = tidy(value) if isinstance(value, str) else value
    lead, others = _parts(_prose(values.get("body") or "", kind, body=True), kind)
    pieces = [lead]
    for name, heading in kind.sections.items():
        text = str(values.get(name) or "")
        text = _boxes(text) if name == CHECKLIST else _prose(text, kind)
        pieces.append(f"## {heading}\n\n{text}" if text else "")
    prose = "\n\n".join(piece for piece in (*pieces, others) if piece)
    return front_matter.written(facts) + (f"\n{prose}\n" if prose else "")


def read(kind: Kind, facts: Mapping[str, Any], text: str) -> tuple[Values, list[str]]:
    """The values of a file, and what in it was not understood."""
    values: Values = {}
    notes: list[str] = []
    for key, what in kind.keys.items():
        values[key], note = _READERS[what.rstrip("?")](facts.get(key))
        if note:
            notes.append(note % {"key": key})
    for key in facts.keys() - kind.keys.keys() - {"type"}:
        notes.append(_("The fact “%(key)s” is not one of this kind of file: it was dropped.") % {"key": key})
    names = {heading.casefold(): name for name, heading in kind.sections.items()}
    pieces: dict[str, list[str]] = {}
    for heading, piece in sections(text) if names else [(None, text)]:
        name = names.get((heading or "").casefold(), "body")
        if name != "body":
            piece = piece.partition("\n")[2]
        pieces.setdefault(name, []).append(_stripped(piece))
    for name in ("body", *kind.sections):
        values[name] = "\n\n".join(piece for piece in pieces.get(name, ()) if piece)
    if CHECKLIST in kind.sections:
        lines = [line for line in values[CHECKLIST].split("\n") if line.strip()]
        values[CHECKLIST] = "\n".join(filter(None, (_BOX.sub(r"\1", line).strip() for line in lines)))
    return values, notes


def sections(text: str) -> Iterator[tuple[str | None, str]]:
    """The text before the first heading of level 2, then each of those headings with what is under it."""
    heading: str | None = None
    lines: list[str] = []
    for line, fenced in fences(text):
        found = None if fenced else _SECTION.match(line)
        if found:
            yield heading, "\n".join(lines)
            heading, lines = _heading(found[1]), []
        lines.append(line)
    yield heading, "\n".join(lines)


def _heading(text: str) -> str:
    """Without the signs that may close it."""
    return text.strip().rstrip("#").rstrip()


def _prose(text: str, kind: Kind, body: bool = False) -> str:
    """A field as it goes in the file: in the body, only the headings of the file itself go down a level."""
    if not kind.sections:
        return _stripped(tidy(text))
    known = {heading.casefold() for heading in kind.sections.values()}
    lines = []
    for line, inside in fences(_stripped(tidy(text))):
        found = None if inside else _SECTION.match(line)
        if found and (not body or _heading(found[1]).casefold() in known):
            line = line.replace("##", "###", 1)
        lines.append(line)
    return closed("\n".join(lines))


def _parts(body: str, kind: Kind) -> tuple[str, str]:
    """What goes before the headings of the file, and what goes after them."""
    if not kind.sections:
        return body, ""
    pieces = [_stripped(piece) for _heading, piece in sections(body)]
    return pieces[0], "\n\n".join(pieces[1:])


def _boxes(text: str) -> str:
    lines = (line.strip() for line in tidy(text).split("\n"))
    return "\n".join(f"- [ ] {line}" for line in lines if line)


def _stripped(text: str) -> str:
    return _BLANK_START.sub("", text).rstrip()


def _text(value: Any) -> tuple[str, str]:
    if isinstance(value, dict | list):
        return "", _("“%(key)s” should be a text: it was dropped.")
    return str(value if value is not None else ""), ""


def _number(value: Any) -> tuple[int | None, str]:
    text = str(value if value is not None else "").strip()
    if not text:
        return None, ""
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return None, _("“%(key)s” should be a whole number: it was dropped.")
    return int(text), ""


def _date(value: Any) -> tuple[date | None, str]:
    try:
        return (date.fromisoformat(str(value).strip()) if value else None), ""
    except ValueError:
        return None, _("“%(key)s” should be a date, as 2026-03-02: it was dropped.")


def _list(value: Any) -> tuple[list[str], str]:
    if value in (None, ""):
        return [], ""
    if not isinstance(value, list) or any(isinstance(one, dict | list) for one in value):
        return [], _("“%(key)s” should be a list: it was dropped.")
    return [str(one) for one in value], ""


_READERS: Mapping[str, Any] = {"text": _text, "number": _number, "date": _date, "list": _list}
