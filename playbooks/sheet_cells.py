"""What the cells of a template's spreadsheet hold: numbers, and sums where the table has a total. Pure."""

import re
from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter

Place = tuple[int, int]
"""Row and column in the sheet, from 1. The titles are row 1."""

_NUMBER = re.compile(r"[-−]?(?:[1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d{0,14})(?:,\d{1,9})?")


def typed(text: str) -> float | str:
    """A number when the text is one as it is written in Argentina ("1.500", "4,5"); otherwise the text.

    What begins with a zero (a telephone) or has more than fifteen figures is not a quantity.
    """
    if not _NUMBER.fullmatch(text):
        return text
    plain = text.replace(".", "").replace(",", ".").replace("−", "-")
    return float(plain) if "." in plain else int(plain)


def totals(titles: Sequence[str], rows: Sequence[Sequence[float | str]]) -> Mapping[Place, str]:
    """The formulas of a last row called "Total": its columns of numbers, and the empty ones to fill in.

    An empty column is added up when it is numbered ("Bid 1", "Bid 2") and stands after one of numbers. A
    total that somebody wrote is replaced only where its column does add up to it.
    """
    if len(rows) < 2 or str(rows[-1][0]).casefold() != "total":
        return {}
    found: dict[Place, str] = {}
    for column, title in enumerate(titles[1:], 2):
        cells = [row[column - 1] if column <= len(row) else "" for row in rows]
        values = [cell for cell in cells[:-1] if not isinstance(cell, str)]
        to_fill = bool(found) and title[-1:].isdigit() and not any(cells)
        if to_fill or (len(values) == len(rows) - 1 and cells[-1] in ("", sum(values))):
            letter = get_column_letter(column)
            found[len(rows) + 1, column] = f"=SUM({letter}2:{letter}{len(rows)})"
    return found
