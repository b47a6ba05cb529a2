"""Spreadsheets to take away: the tables of a template, and a comparison of processes."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO
from textwrap import shorten

from bs4 import BeautifulSoup, Tag
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from playbooks.roadmap.spreadsheet import Row, add_sheet
from playbooks.roadmap.wording import absolute
from playbooks.selection import Scored
from playbooks.sheet_cells import totals, typed

LONGEST_NAME = 31  # letters in the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_WIDTH = 28
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BLOCKS = [*_HEADINGS, "p", "li", "pre", "div", "blockquote", "details", "summary", "dt", "dd", "figcaption"]


def of_tables(title: str, html: str) -> bytes:
    """A book to fill in: a first sheet with all the text, and then one for each table, as its heading says.

    The numbers of a table are numbers, and its total is added up by the sheet.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    soup = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    for hidden in soup.select(".vh"):
        hidden.decompose()
    guide = _("How to use it")
    tables: dict[str, Tag] = {}
    for table in soup.find_all("table"):
        heading = table.find_previous(_HEADINGS)
        name = _name([guide, *tables], heading.get_text(" ", strip=True) if heading else title)
        tables[name] = table
        place = soup.new_tag("p")
        place.string = _("The table is in the sheet “%(sheet)s”.") % {"sheet": name}
        table.replace_with(place)
    lines = list(_lines(soup))
    add_sheet(book, guide, [title], [[words] for words, _is_heading in lines], [100])
    book[guide].auto_filter.ref = None
    for row, (_words, is_heading) in enumerate(lines, 2):
        book[guide].cell(row, 1).font = Font(bold=is_heading)
    for name, table in tables.items():
        _add_table(book, name, table)
    return _saved(book, title)


def _add_table(book: Workbook, name: str, table: Tag) -> None:
    grid = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
        if row.find(["th", "td"])
    ]
    titles = grid[0] if grid else [""]
    rows = [[typed(cell) for cell in row] for row in grid[1:]]
    add_sheet(book, name, titles, rows, [_WIDTH] * len(titles))
    for (line, column), formula in totals(titles, rows).items():
        book[name].cell(line, column).value = formula


def _lines(soup: BeautifulSoup) -> Iterator[tuple[str, bool]]:
    """The text, a line for each paragraph, heading or item of a list; whether each is a heading.

    A link has its address beside it: on paper nobody can follow it otherwise.
    """
    for link in soup.find_all("a", href=True):
        link.append(f" ({absolute(str(link['href']))})")
    for block in soup.find_all(_BLOCKS):
        own = "".join(one for one in block.strings if one.find_parent(_BLOCKS) is block)
        if block.name == "pre":
            yield from ((line, False) for line in own.strip("\n").splitlines())
        elif words := " ".join(own.split()):
            yield _mark(block) + words, block.name in _HEADINGS


def _mark(block: Tag) -> str:
    """What says that it is in a list: its number, or a dot unless it has a box of its own."""
    if block.name != "li" or "task" in (block.get("class") or ""):
        return ""
    if block.parent is None or block.parent.name != "ol":
        return "• "
    first = int(str(block.parent.get("start") or 1))
    return f"{first + len(block.find_previous_siblings('li'))}. "


def of_rows(title: str, titles: Sequence[object], rows: Iterable[Row]) -> bytes:
    """A book with one sheet."""
    book = Workbook()
    del book[book.sheetnames[0]]
    add_sheet(
        book, _cut(title, LONGEST_NAME), [capfirst(str(one)) for one in titles], rows, [_WIDTH] * len(titles)
    )
    return _saved(book, title)


def of_ranking(ranked: Sequence[Scored]) -> bytes:
    """The comparison, best first, with what each question gave."""
    questions = {
        "pain": _("Citizen pain, 1 to 5"),
        "excluded": _("Groups left out, 1 to 5"),
        "volume": _("Cases a month"),
        "cost": _("Cost of each, in pesos"),
    }
    titles = [_("Process"), _("Points")]
    for question in questions.values():
        titles += [question, _("Points that it gives")]
    rows = []
    for one in ranked:
        row: list[float | str] = [one.process.name, one.score]
        for name in questions:
            answer = getattr(one.process, name)
            row += ["" if answer is None else answer, round(one.parts[name], 1)]
        rows.append(row)
    return of_rows(_("Choice of the process"), titles, rows)


def _name(taken: Collection[str], text: str) -> str:
    """The name of a sheet: short, cut between words, and no other's."""
    text = _FORBIDDEN.sub(" ", text)
    if len(text) > LONGEST_NAME:
        text = _IN_BRACKETS.sub("", text) or text
    name, number = _cut(text, LONGEST_NAME), 1
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        name = f"{_cut(text, LONGEST_NAME - 4)} {number}"
    return name


def _cut(text: str, most: int) -> str:
    words = shorten(text, most, placeholder="…")
    return words if words.strip("…") else f"{text.strip()[: most - 1]}…"


def _saved(book: Workbook, title: str) -> bytes:
    book.properties.title, book.properties.creator = title, "Entre Pares"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
