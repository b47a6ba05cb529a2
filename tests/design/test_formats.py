"""Numbers and dates as they are written in Argentina, and the plain text of cases."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.formats import longdate, monthyear, number
from design.story import blocks
from design.templatetags.design import story


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1.000"),
        (102_236, "102.236"),
        (3_121_707, "3.121.707"),
        (Decimal("12.50"), "12,5"),
        (Decimal("6.8000"), "6,8"),
        (27.9, "27,9"),
        (-1_234, "−1.234"),
        (None, ""),
        ("", ""),
    ],
)
def test_numbers(value: int | float | Decimal | None, written: str) -> None:
    assert number(value) == written


def test_a_fixed_number_of_decimals() -> None:
    assert number(Decimal("1234.5"), 2) == "1.234,50"


@given(st.integers(-(10**15), 10**15))
def test_a_number_can_be_read_back(value: int) -> None:
    assert int(number(value).replace(".", "").replace("−", "-")) == value


def test_dates() -> None:
    assert longdate(date(2026, 3, 2)) == "2 de marzo de 2026"
    assert monthyear(date(2026, 3, 2)) == "marzo de 2026"
    assert longdate(None) == monthyear(None) == ""


def test_a_moment_is_dated_where_the_reader_is() -> None:
    assert longdate(datetime(2026, 3, 2, 1, 30, tzinfo=UTC)) == "1 de marzo de 2026"


def test_a_blank_line_ends_a_paragraph_and_a_dash_begins_an_item() -> None:
    text = "Primero\nsigue.\n\nSegundo:\n- uno\n- dos\n\nTercero."
    assert blocks(text) == [
        ("paragraph", ["Primero", "sigue."]),
        ("paragraph", ["Segundo:"]),
        ("list", ["uno", "dos"]),
        ("paragraph", ["Tercero."]),
    ]


def test_no_html_passes() -> None:
    assert story("<script>alert(1)</script>\n\n- <b>uno</b>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><ul><li>&lt;b&gt;uno&lt;/b&gt;</li></ul>"
    )


@given(st.text(max_size=300))
def test_no_word_is_lost(text: str) -> None:
    kept = " ".join(word for _kind, lines in blocks(text) for line in lines for word in line.split())
    written = " ".join(word for line in text.splitlines() for word in line.strip().removeprefix("- ").split())
    assert kept.split() == written.split()
