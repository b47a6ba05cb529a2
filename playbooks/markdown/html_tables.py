"""Tables in HTML as tables in Markdown, which may be edited. Every pattern here takes linear time."""

import re
from html import unescape

from playbooks.markdown.finishing import ATTRIBUTE, TAG
from playbooks.markdown.sanitising import clean

MOST_CELLS = 20_000  # in a table, its merged ones counted as many times as they are wide
_EDGE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_BREAK = "<br>"


def converted(text: str) -> tuple[str, int]:
    """With its outermost tables in Markdown, and how many they were. One that is not closed stays."""
    out: list[str] = []
    depth = number = position = start = 0
    for edge in _EDGE.finditer(text):
        depth += -1 if edge[1] else 1
        if depth == 1 and not edge[1]:
            start = edge.start()
        elif depth <= 0:
            if depth == 0:
                out += [
                    text[position:start].rstrip(" \t"),
                    "\n\n",
                    markdown_of(text[start : edge.end()]),
                    "\n\n",
                ]
                position, number = edge.end(), number + 1
            depth = 0
    return "".join(out) + text[position:], number


def markdown_of(html: str) -> str:
    """A table. Merged cells come apart: what they say stays in the first of them."""
    reader = _Reader()
    html = clean(html)
    position = 0
    for tag in TAG.finditer(html):
        reader.text(html[position : tag.start()])
        reader.tag(tag[2], bool(tag[1]), dict(ATTRIBUTE.findall(tag[3])))
        position = tag.end()
    return reader.table()


class _Reader:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.headed = False  # the first row names the columns
        self.caption = ""
        self.cell: list[str] | None = None
        self.into_caption = False
        self.links: list[str] = []
        self.below: dict[int, int] = {}  # column → rows that a cell above still takes
        self.cells = 0

    def text(self, text: str) -> None:
        if self.cell is not None and text:
            self.cell.append(_BLANKS.sub(" ", unescape(text)).replace("|", "\\|"))
        elif self.into_caption:
            self.caption += unescape(text)

    def tag(self, name: str, closing: bool, attributes: dict[str, str]) -> None:
        if name == "caption":
            self.into_caption = not closing
        elif name == "tr" and not closing:
            self.rows.append([])
            self._skip()
        elif name in ("td", "th"):
            self._end_cell() if closing else self._cell(name, attributes)
        elif self.cell is not None:
            self._inside(name, closing, attributes)

    def table(self) -> str:
        rows = [row for row in self.rows if any(row)]
        if not rows:
            return _BLANKS.sub(" ", self.caption).strip()
        columns = max(map(len, rows))
        if not self.headed:  # Markdown has no table without a first row of names
            rows.insert(0, [""] * columns)
        rows = [row + [""] * (columns - len(row)) for row in rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, f"|{' --- |' * columns}")
        caption = _BLANKS.sub(" ", self.caption).strip()
        return "\n".join([f"**{caption}**", "", *lines] if caption else lines)

    def _cell(self, name: str, attributes: dict[str, str]) -> None:
        if not self.rows:
            self.rows.append([])
        if name == "th" and len(self.rows) == 1:
            self.headed = True
        self.cell = []
        column = len(self.rows[-1])
        width = min(int(attributes.get("colspan", 1)) or 1, 50)
        self.cells += width
        for extra in range(width):
            self.below[column + extra] = min(int(attributes.get("rowspan", 1)) or 1, 500) - 1
        self.width = width

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        said = "".join(self.cell).strip()
        while said.endswith(_BREAK) or said.startswith(_BREAK):
            said = said.removesuffix(_BREAK).removeprefix(_BREAK).strip()
        self.cell = None
        if self.cells <= MOST_CELLS:
            self.rows[-1] += [said] + [""] * (self.width - 1)
            self._skip()

    def _skip(self) -> None:
        """Past the columns that a cell of an earlier row takes in this one."""
        row = self.rows[-1]
        while self.below.get(len(row), 0) > 0:
            self.below[len(row)] -= 1
            row.append("")

    def _inside(self, name: str, closing: bool, attributes: dict[str, str]) -> None:
        assert self.cell is not None  # noqa: S101
        if name in _AROUND:
            self.cell.append(_AROUND[name])
        elif name == "a":
            if not closing:
                self.links.append(unescape(attributes.get("href", "")))
                self.cell.append("[")
            elif self.links:
                self.cell.append(f"]({self.links.pop()})".replace("|", "%7C"))
        elif name == "img":
            self.cell.append(unescape(attributes.get("alt", "")))
        elif name == "br" or (closing and name in ("p", "li", "tr")) or name in ("ul", "ol"):
            if self.cell and self.cell[-1] != _BREAK:
                self.cell.append(_BREAK)
        elif name == "li":
            self.cell.append("• ")
