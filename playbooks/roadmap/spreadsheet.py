"""The plan as spreadsheets. A text that a spreadsheet would run as a formula stays text."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from playbooks.roadmap.plan import Evidence, Plan
from playbooks.roadmap.wording import absolute, by_phase, phase_name, state_name

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # Excel's limit
# Also after a comma: a file with ";" that is opened where the separator is "," is cut there.
_FORMULA = re.compile(r"(^|[,;])(\s*[=+\-@＝＋－＠])")
_UNSAFE = re.compile("[\ud800-\udfff]")

Row = Sequence[date | float | str]


def csv_of(plan: Plan) -> bytes:
    """One line a step. Separated by ";" and with a byte-order mark, as Excel opens it in Argentina."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in [_step_titles(), *_steps(plan)]:
        writer.writerow([_plain(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig", errors="replace")


def xlsx_of(plan: Plan) -> bytes:
    """A book with the steps, the reviews, the operating model and the evidence, a sheet each."""
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.title = _text(plan.title)
    book.properties.creator = "Entre Pares"
    book.properties.created = book.properties.modified = plan.updated.replace(tzinfo=None)
    add_sheet(
        book, _("Steps"), _step_titles(), _steps(plan), (14, 48, 24, 20, 12, 12, 12, 36, 36, 48, 36, 40)
    )
    add_sheet(book, _("Reviews"), [_("Month"), _("Date"), _("To measure")], _reviews(plan), (10, 12, 80))
    model = [(label, text or _("Not defined")) for label, text in plan.operating_model.rows]
    add_sheet(book, _("Operating model"), [_("What"), _("Who and how")], model, (32, 80))
    titles = [
        _("Case"),
        _("Municipality"),
        _("Level"),
        _("Name of the level"),
        _("What is known"),
        _("Address"),
    ]
    add_sheet(book, _("Evidence"), titles, _evidence(plan), (40, 28, 8, 20, 60, 40))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _step_titles() -> list[str]:
    return [
        _("Phase"),
        _("Step"),
        _("Who answers for it"),
        _("Who does it"),
        _("Begins"),
        _("Ends"),
        _("State"),
        _("Comes after"),
        _("Indicators"),
        _("Checklist"),
        _("Notes"),
        _("Address"),
    ]


def _steps(plan: Plan) -> list[Row]:
    titles = {task.key: task.title for task in plan.tasks}
    return [
        (
            phase_name(task.phase),
            task.title,
            task.role,
            task.owner,
            task.starts,
            task.ends,
            state_name(task.state),
            "\n".join(titles.get(key, key) for key in task.after),
            "\n".join(task.indicators),
            "\n".join(task.checklist),
            task.notes,
            absolute(task.url) if task.url else "",
        )
        for task in by_phase(plan.tasks)
    ]


def _reviews(plan: Plan) -> list[Row]:
    return [(review.month, review.on, "\n".join(review.indicators)) for review in plan.reviews]


def _evidence(plan: Plan) -> list[Row]:
    return [
        (_case(one), one.municipality, one.level, one.level_name, one.sentence, absolute(one.url))
        for one in plan.evidence
    ]


def _case(one: Evidence) -> str:
    return _("%(case)s (an invented example)") % {"case": one.case} if one.example else one.case


def _plain(text: str) -> str:
    """A cell of the CSV: on one line, and with an apostrophe where a formula would begin."""
    line = " / ".join(part.strip() for part in _text(text).splitlines() if part.strip())
    return _FORMULA.sub(r"\1'\2", line)


def _text(text: str) -> str:
    """What a sheet can hold."""
    return _UNSAFE.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]


def add_sheet(
    book: Workbook, title: str, titles: Sequence[str], rows: Iterable[Row], widths: Sequence[int]
) -> None:
    """A sheet with its titles in the first row. No text in it is a formula. `widths` are in letters."""
    sheet = book.create_sheet(title)
    for column, words in enumerate(titles, 1):
        _fill(sheet.cell(1, column), words).font = Font(bold=True)
    for line, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _fill(sheet.cell(line, column), value)
    _arrange(sheet, widths)


def _fill(cell: Cell, value: date | float | str) -> Cell:
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, str):
        # Typed as text and marked as such: "=1+1" is read, shown and edited as those four characters.
        cell.value, cell.data_type = _text(value), "s"
        cell.quotePrefix = bool(_FORMULA.match(value))
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    return cell


def _arrange(sheet: Worksheet, widths: Sequence[int]) -> None:
    """The header in sight, columns as wide as their texts, ready to be printed across."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
