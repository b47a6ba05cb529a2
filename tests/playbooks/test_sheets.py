"""The spreadsheets of the templates: nothing of the text is lost, and totals add up."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from playbooks.markdown.rendering import render
from playbooks.sheet_cells import totals, typed
from playbooks.sheets import LONGEST_NAME, of_tables


def book_of(markdown: str, title: str = "Planilla") -> Workbook:
    return load_workbook(BytesIO(of_tables(title, render(markdown))))


def column(book: Workbook, sheet: str, letter: str = "A") -> list[object]:
    return [cell.value for cell in book[sheet][letter]]


def test_the_first_sheet_has_all_the_text_outside_the_tables() -> None:
    book = book_of(
        "Probalo con **cinco**\npersonas.\n\n## Texto\n\n3. uno\n4. [dos](https://x.test/a)\n\n- [ ] tres\n"
        "- cuatro\n\n```\na\nb\n```\n\n## Vías\n\n| Vía | Costo |\n|---|---|\n| Radio |  |\n\nAl final."
    )
    assert book.sheetnames == ["Cómo usarla", "Vías"]
    assert column(book, "Cómo usarla") == [
        "Planilla",
        "Probalo con cinco personas.",
        "Texto",
        "3. uno",
        "4. dos (https://x.test/a)",
        "☐ tres",
        "• cuatro",
        "a",
        "b",
        "Vías",
        "La tabla está en la hoja «Vías».",
        "Al final.",
    ]
    assert column(book, "Vías") == ["Vía", "Radio"]


def test_a_template_without_tables_still_gives_its_text() -> None:
    book = book_of("Hola.")
    assert book.sheetnames == ["Cómo usarla"] and column(book, "Cómo usarla") == ["Planilla", "Hola."]


def test_sheets_are_named_by_their_heading_cut_between_words_and_never_twice() -> None:
    table = "\n\n| a |\n|---|\n| b |\n\n"
    heading = "## Claves y datos que hay que recuperar"
    book = book_of(
        f"{heading}{table}{table}## El problema que hay hoy (lo escribe el área){table}## Cómo usarla{table}"
        f"## {'x' * 40}{table}"
    )
    assert book.sheetnames == [
        "Cómo usarla",
        "Claves y datos que hay que…",
        "Claves y datos que hay que… 2",
        "El problema que hay hoy",
        "Cómo usarla 2",
        f"{'x' * 30}…",
    ]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_heading_gives_a_book_that_opens(headings: list[str]) -> None:
    html = "".join(f"<h2>{one.replace('<', '')}</h2><table><tr><th>a</th></tr></table>" for one in headings)
    names = load_workbook(BytesIO(of_tables("Planilla", html.replace("&", "")))).sheetnames
    assert len(names) == len(headings) + 1
    assert all(0 < len(name) <= LONGEST_NAME for name in names)


@pytest.mark.parametrize(
    ("text", "value"),
    [("40", 40), ("1.500", 1500), ("4,5", 4.5), ("-3", -3), ("1.234.567,8", 1_234_567.8), ("0", 0)],
)
def test_a_number_is_a_number(text: str, value: float) -> None:
    assert typed(text) == value


@pytest.mark.parametrize(
    "text", ["", "1.º", "0800", "1.50", "20 %", "=1", "5-6", "1e5", "1,2,3", "20304050607012345", "²"]
)
def test_what_is_not_a_quantity_stays_as_it_was_written(text: str) -> None:
    assert typed(text) == text


@given(st.text())
def test_no_text_becomes_a_formula(text: str) -> None:
    assert typed(text) == text or isinstance(typed(text), int | float)


def test_a_last_row_called_total_adds_up_its_points_and_the_columns_to_score() -> None:
    titles = ["Criterio", "Puntos", "Cómo", "Oferta 1", "Oferta 2"]
    rows = [["a", 60, "", "", ""], ["b", 40, "", "", ""], ["Total", 100, "", "", ""]]
    assert totals(titles, rows) == {
        (4, 2): "=SUM(B2:B3)",
        (4, 4): "=SUM(D2:D3)",
        (4, 5): "=SUM(E2:E3)",
    }


def test_a_scale_has_no_sum_nor_a_total_that_is_something_else() -> None:
    assert totals(["Puntos", "Dolor"], [[0, "Nadie"], [1, "Alguien"]]) == {}
    assert totals(["Mes", "Promedio"], [["Mayo", 4], ["Junio", 6], ["Total", 5]]) == {}
    assert totals(["Zona", "Casas"], [["Total", ""], ["Sin asfalto", ""]]) == {}


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    book = book_of('=HYPERLINK("x")\n\n## +Vías\n\n| =1+1 | b |\n|---|---|\n| @SUM(A1) | -2+3 |')
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["+Vías"]["A1"].value == "=1+1"
