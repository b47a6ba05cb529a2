"""A file as it was published → a grid of texts: encoding, separator and header row are found, not asked."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from municipalities.querysets import fold

SEPARATORS = ",;\t|"
MAX_BYTES = 64 * 1024 * 1024
SPANISH = set("áéíóúñüÁÉÍÓÚÑÜãõçâêôÃÕÇÂÊÔ")
HEADER_ROWS = 20  # official tables have titles above the header: INDEC's is on row 4


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why in the person's words."""


@dataclass
class Table:
    """Rows as (line number in the file, {folded header: text}), and what was found out on the way."""

    header: list[str]
    rows: list[tuple[int, dict[str, str]]]
    found: list[str] = field(default_factory=list)


Recognise = Callable[[list[str]], int]
"""How many of these folded headers the reader of a form knows."""


def header_name(text: object) -> str:
    """ "Código de gobierno local" → "codigo_de_gobierno_local"."""
    return fold(str(text or "")).replace(" ", "_")


def read_table(path: Path, known: Recognise) -> Table:
    """Raises Unreadable when there is no file, no text or no header in it."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= MAX_BYTES else b""
    except OSError as error:
        raise Unreadable(_("%(file)s cannot be opened.") % {"file": path.name}) from error
    if size > MAX_BYTES:
        raise Unreadable(_("%(file)s is larger than 64 MB.") % {"file": path.name})
    if not content.strip():
        raise Unreadable(_("%(file)s is empty.") % {"file": path.name})
    if content.startswith(b"PK"):
        return _workbook(content, path, known)
    text, encoding = decode(content)
    separator = _separator(text, known)
    table = _table(_lines(text, separator), path, known)
    shown = {"\t": _("tab")}.get(separator, separator)
    table.found.append(
        _("Encoding %(encoding)s, separator %(separator)s") % {"encoding": encoding, "separator": shown}
    )
    return table


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: a byte order mark, else UTF-8, else the likeliest old one."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    half = len(content[:4000]) // 2
    for encoding, zeros in (("utf-16-le", content[1:4000:2]), ("utf-16-be", content[0:4000:2])):
        if half and zeros.count(0) > half * 0.7:
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        choices = {name: content.decode(name, errors="replace") for name in ("cp1252", "mac_roman")}
        best = max(choices, key=lambda name: _looks_written(choices[name]))
        return choices[best], best


def _looks_written(text: str) -> int:
    """Letters of Spanish and Portuguese, minus everything else above ASCII: the wrong encoding shows."""
    return sum(1 if letter in SPANISH else -1 for letter in text if ord(letter) > 127)


def _separator(text: str, known: Recognise) -> str:
    first_lines = "\n".join(text.splitlines()[:HEADER_ROWS])

    def recognised(separator: str) -> tuple[int, int]:
        lines = _lines(first_lines, separator)
        best = max((known([header_name(cell) for cell in cells]) for _n, cells in lines), default=0)
        return best, max((len(cells) for _n, cells in lines), default=0)

    return max(SEPARATORS, key=recognised)


def _lines(text: str, separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator)
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)d is not CSV: %(reason)s.") % {"line": reader.line_num, "reason": error}
        ) from error


def _workbook(content: bytes, path: Path, known: Recognise) -> Table:
    try:
        sheets = _sheets(content)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError) as error:
        raise Unreadable(_("%(file)s is not a readable XLSX file.") % {"file": path.name}) from error
    title = max(sheets, key=lambda title: _header_at(sheets[title], known)[1], default=None)
    if title is None:
        raise Unreadable(_("%(file)s has no sheets.") % {"file": path.name})
    table = _table(sheets[title], path, known)
    table.found.append(_("XLSX, sheet “%(sheet)s”") % {"sheet": title})
    return table


def _sheets(content: bytes) -> dict[str, list[tuple[int, list[str]]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return {
        sheet.title: [
            (number, ["" if cell is None else str(cell) for cell in cells])
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
        ]
        for sheet in book.worksheets
    }


def _header_at(lines: list[tuple[int, list[str]]], known: Recognise) -> tuple[int, int]:
    """Index of the likeliest header and how many of its columns are known."""
    scores = [known([header_name(cell) for cell in cells]) for _n, cells in lines[:HEADER_ROWS]]
    best = max(scores, default=0)
    return (scores.index(best) if best else 0), best


def _table(lines: list[tuple[int, list[str]]], path: Path, known: Recognise) -> Table:
    at, score = _header_at(lines, known)
    if not score:
        raise Unreadable(
            _("%(file)s has no header that this command knows. See docs/registro.md for the three forms.")
            % {"file": path.name}
        )
    header = [header_name(cell) for cell in lines[at][1]]
    rows = []
    for number, cells in lines[at + 1 :]:
        texts = [tidy(cell) for cell in cells]
        if any(texts):
            rows.append((number, dict(zip(header, texts, strict=False))))
    return Table(header, rows)


def tidy(text: str) -> str:
    """One line, single spaces, no control characters, and no quote that a spreadsheet export added."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f\u200b\ufeff]", " ", text).split())
    return text[1:] if re.match(r"'[=+\-@]", text) else text
