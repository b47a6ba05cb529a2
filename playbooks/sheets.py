"""Spreadsheets to take away: the tables of a template, and a comparison of processes."""

import re
from collections.abc import Sequence
from io import BytesIO

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from openpyxl import Workbook

from playbooks.roadmap.spreadsheet import add_sheet
from playbooks.selection import Scored

LONGEST_NAME = 31  # letters in the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDTH = 28


def of_tables(title: str, html: str) -> bytes:
    """A book with a sheet for each table of a text, named by the heading above it.

    A text without tables gives one sheet with its lines, so that there is always something to fill in.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    soup = BeautifulSoup(html, "html.parser")
    for number, table in enumerate(soup.find_all("table"), 1):
        heading = table.find_previous(["h1", "h2", "h3", "h4"])
        name = heading.get_text(" ", strip=True) if heading else title
        head, *rows = [
            [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
            for row in table.find_all("tr")
        ] or [[""]]
        add_sheet(book, _name(book, name, number), head, rows, [_WIDTH] * len(head))
    if not book.sheetnames:
        lines = [(line,) for line in soup.get_text("\n", strip=True).splitlines()]
        add_sheet(book, _name(book, title, 1), [title], lines, [100])
    return _saved(book, title)


def of_ranking(ranked: Sequence[Scored]) -> bytes:
    """The comparison, best first, with what each question gave."""
    book = Workbook()
    del book[book.sheetnames[0]]
    titles = [
        _("Process"),
        _("Points"),
        _("Citizen pain, 1 to 5"),
        _("Groups left out, 1 to 5"),
        _("Cases a month"),
        _("Cost of each, in pesos"),
    ]
    rows = [
        (
            one.process.name,
            one.score,
            one.process.pain,
            one.process.excluded,
            one.process.volume,
            one.process.cost,
        )
        for one in ranked
    ]
    add_sheet(book, _("Choice of the process"), titles, rows, [40, 10, 18, 18, 18, 18])
    return _saved(book, _("Choice of the process"))


def _name(book: Workbook, text: str, number: int) -> str:
    name = _FORBIDDEN.sub(" ", text)[:LONGEST_NAME].strip() or str(number)
    if name.lower() in {one.lower() for one in book.sheetnames}:
        return f"{name[: LONGEST_NAME - 4].strip()} {number}"
    return name


def _saved(book: Workbook, title: str) -> bytes:
    book.properties.title, book.properties.creator = title, "Entre Pares"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
