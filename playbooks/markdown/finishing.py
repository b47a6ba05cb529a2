"""What is added to clean HTML: anchors, marks of external links, tables that scroll, boxes to tick.

It reads only what `sanitising` writes, whose tags always look the same. Run by the child, without Django.
"""

import re
import unicodedata
from collections.abc import Mapping
from html import escape, unescape
from typing import TypedDict
from urllib.parse import unquote, urlsplit

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_BOX = re.compile(r"(<li>(?:\s*<p>)?)\[([ xX])\]\s+")
_WORD = re.compile(r"[a-z0-9]+")
_BLANKS = re.compile(r"\s+")
PICTURES = "/media/images/"  # the only ones shown: no page makes its reader ask another site for anything
LONGEST_ANCHOR = 60  # characters


class Words(TypedDict):
    """What is written in the language of the site, and the host of its addresses."""

    table: str
    external: str
    done: str
    back: str
    host: str


def anchor(text: str) -> str:
    """The same text, the same anchor: lower case, without accents or signs."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return "-".join(_WORD.findall(plain))[:LONGEST_ANCHOR].strip("-") or "seccion"


def finish(html: str, words: Words) -> str:
    """Clean HTML with our own marks. The result is cleaned once more by who calls."""
    finisher = _Finisher(words)
    position = 0
    for tag in TAG.finditer(html):
        finisher.text(html[position : tag.start()])
        finisher.tag(tag)
        position = tag.end()
    finisher.text(html[position:])
    return _BOX.sub(lambda box: _box(box, words), finisher.finished())


def _box(box: re.Match[str], words: Words) -> str:
    done = box[2] != " "
    item = box[1].replace("<li>", '<li class="task">')
    said = f'<span class="vh">{escape(words["done"])}: </span>' if done else ""
    return f'{item}<span aria-hidden="true">{"☑" if done else "☐"} </span>{said}'


def _written(name: str, attributes: Mapping[str, str]) -> str:
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>"


class _Finisher:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.out: list[str] = []
        self.anchors: dict[str, str] = {}  # an identifier as it was → as it is
        self.used: dict[str, int] = {}  # an identifier → the last number that was tried after it
        self.local: list[tuple[int, dict[str, str]]] = []  # links to a place of the same text
        self.heading: tuple[int, str] | None = None
        self.heading_text = ""
        self.link: tuple[int, bool, str] | None = None
        self.in_head = False
        self.tables = 0

    def text(self, text: str) -> None:
        self.out.append(text)
        if self.heading:
            self.heading_text += unescape(text)

    def tag(self, tag: re.Match[str]) -> None:
        closing, name = bool(tag[1]), "h2" if tag[2] == "h1" else tag[2]
        attributes = {key: unescape(value) for key, value in ATTRIBUTE.findall(tag[3])}
        if name in ("h2", "h3", "h4", "h5", "h6"):
            self._close_heading() if closing else self._open_heading(name)
        elif name == "a":
            self._close_link() if closing else self._open_link(attributes)
        elif name == "table":
            self._table(closing)
        elif name == "img":
            self._picture(attributes)
        elif closing:
            self.in_head = self.in_head and name != "thead"
            self.out.append(f"</{name}>")
        else:
            self._other(name, attributes)

    def finished(self) -> str:
        """Everything, once every anchor is known."""
        for index, attributes in self.local:
            target = attributes["href"][1:]
            known = self.anchors.get(target) or anchor(unquote(target))
            self.out[index] = _written("a", attributes | {"href": f"#{known}"})
        return "".join(self.out)

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "thead":
            self.in_head = True
        elif name == "th" and self.in_head:
            attributes.setdefault("scope", "col")
        elif name == "pre":
            attributes["tabindex"] = "0"
        if attributes.pop("align", "") == "right":
            attributes["class"] = "n"
        if note := attributes.pop("id", ""):
            attributes["id"] = self.anchors[note] = self._unused(
                "nota" if note.startswith("fn:") else "llamada"
            )
        self.out.append(_written(name, attributes))

    def _open_heading(self, name: str) -> None:
        self._close_heading()
        self.heading, self.heading_text = (len(self.out), name), ""
        self.out.append("")

    def _close_heading(self) -> None:
        if not self.heading:
            return
        (index, name), self.heading = self.heading, None
        self.out[index] = _written(name, {"id": self._unused(anchor(self.heading_text))})
        self.out.append(f"</{name}>")

    def _unused(self, base: str) -> str:
        """It, or the next of it-2, it-3…"""
        name = base
        while name in self.used:
            self.used[base] += 1
            name = f"{base}-{self.used[base]}"
        self.used[name] = 1
        return name

    def _open_link(self, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "")
        host = _host(href)
        external = bool(host) and host != self.words["host"]
        if external:
            attributes |= {"class": "external", "rel": "external noopener noreferrer"}
        if href.startswith("#"):
            self.local.append((len(self.out), attributes))
        self.out.append(_written("a", attributes))
        self.link = (len(self.out), external, href)

    def _close_link(self) -> None:
        if self.link:
            begins, external, href = self.link
            if not "".join(self.out[begins:]).strip():
                self.out.append(escape(_host(href) or href))
            if external:
                self.out.append(f'<span class="vh"> ({escape(self.words["external"])})</span>')
        self.link = None
        self.out.append("</a>")

    def _table(self, closing: bool) -> None:
        if closing:
            self.out.append("</table></div>")
            return
        self.tables += 1
        about = _BLANKS.sub(" ", self.heading_text).strip()
        label = f"{self.words['table']} {self.tables}" + (f": {about}" if about else "")
        frame = {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label}
        self.out.append(f"{_written('div', frame)}<table>")

    def _picture(self, attributes: dict[str, str]) -> None:
        """Ours, or what it says of itself."""
        ours = attributes.get("src", "").startswith(PICTURES) and ".." not in attributes["src"]
        attributes.setdefault("alt", "")
        self.out.append(_written("img", attributes) if ours else escape(attributes["alt"]))


def _host(href: str) -> str:
    """Of another site or of this one; nothing for an address inside it."""
    try:
        return urlsplit(href.strip()).netloc.lower()
    except ValueError:  # an address that is none, as https://[
        return "?"
