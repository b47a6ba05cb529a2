"""The plan as CSV and as XLSX: what a spreadsheet shows is what the plan says, and it runs nothing."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from playbooks.roadmap.spreadsheet import csv_of, xlsx_of
from tests.playbooks.exports.plans import plan, task

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://x","y")',
]
bounded = settings(max_examples=40, deadline=None)


def rows(of, delimiter=";"):
    return list(csv.reader(StringIO(csv_of(of).decode("utf-8-sig"), newline=""), delimiter=delimiter))


def sheets(of):
    return load_workbook(BytesIO(xlsx_of(of))).worksheets


def test_there_is_a_row_for_each_step_under_the_titles():
    titles, *steps = rows(plan())
    assert len(steps) == 12
    assert {len(step) for step in steps} == {len(titles)}


def test_excel_in_argentina_reads_its_accents_and_its_columns():
    text = csv_of(plan())
    assert text.startswith("\ufeff".encode())
    assert "Dibujar el trámite de hoy, con sus tiempos y sus vueltas" in rows(plan())[4]


def test_dates_of_the_csv_have_one_reading_only():
    assert rows(plan(tasks=(task(),)))[1][4:6] == ["2026-03-02", "2026-03-20"]


def test_governance_comes_last_and_phases_in_their_order():
    first = [row[0] for row in rows(plan())[1:]]
    assert [phase for at, phase in enumerate(first) if phase not in first[:at]] == list(dict.fromkeys(first))
    assert first[-1] != first[0] and first.count(first[-1]) == 3


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_csv_is_a_formula(formula):
    cells = rows(plan(tasks=(task(title=formula, owner=formula, notes=formula),)))[1]
    assert cells[1].startswith("'") and cells[3].startswith("'") and cells[10].startswith("'")


@pytest.mark.parametrize("text", ["a,=1+1", "a\n=1+1", 'a",=1+1', "a;=1+1", "a\u2028=1+1"])
def test_no_cell_becomes_a_formula_where_the_separator_is_a_comma(text):
    for row in rows(plan(tasks=(task(notes=text),)), delimiter=","):
        assert not [cell for cell in row if cell.strip()[:1] in "=+-@" and cell.strip()]


@bounded
@given(st.text(max_size=200))
def test_any_text_stays_in_its_cell_of_the_csv(text):
    table = rows(plan(tasks=(task(notes=text),)))
    assert [len(row) for row in table] == [12, 12]
    assert table[1][10][:1] not in {"=", "+", "-", "@", "\t", "\r"}


@bounded
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=200))
def test_any_text_comes_back_from_the_book_as_it_was(text):
    steps = sheets(plan(tasks=(task(title=text, notes=text),)))[0]
    cells = steps["B2"], steps["K2"]
    assert [cell.value or "" for cell in cells] == [text, text]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_book_is_a_formula(formula):
    steps = sheets(plan(tasks=(task(title=formula, notes=formula),)))[0]
    assert not [cell for row in steps.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_formula_stays_text_when_somebody_edits_its_cell():
    steps = sheets(plan(tasks=(task(title="=1+1"),)))[0]
    assert steps["B2"].value == "=1+1" and steps["B2"].quotePrefix


def test_what_a_book_cannot_hold_does_not_break_it():
    steps = sheets(plan(tasks=(task(title="a\x00\x1b\ud800b", notes="ñ" * 40_000),)))[0]
    assert steps["B2"].value == "ab"
    assert len(steps["K2"].value) == 32_767


def test_the_book_has_a_sheet_for_each_part_of_the_plan():
    steps, reviews, model, evidence = sheets(plan())
    assert (steps.max_row, reviews.max_row, model.max_row, evidence.max_row) == (13, 5, 4, 3)
    assert evidence["C2"].value == 3
    assert "sostuvieron el resultado" in evidence["E2"].value


def test_dates_of_the_book_are_dates():
    steps, reviews, *_ = sheets(plan(tasks=(task(),)))
    assert steps["E2"].value == datetime(2026, 3, 2) and steps["E2"].number_format == "dd/mm/yyyy"
    assert reviews["B2"].value.date() == date(2026, 6, 2)


def test_titles_stay_in_sight():
    assert {sheet.freeze_panes for sheet in sheets(plan())} == {"A2"}


def test_an_empty_plan_still_has_its_titles():
    empty = plan(tasks=(), reviews=(), evidence=())
    assert len(rows(empty)) == 1
    assert [sheet.max_row for sheet in sheets(empty)[:2]] == [1, 1]
