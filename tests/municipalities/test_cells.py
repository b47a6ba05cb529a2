"""One cell → one fact, or a reason why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities import cells
from municipalities.cells import BadCell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  17.072 ".strip(), 17072),
        ("17,072", 17072),
        ("1.505.250", 1_505_250),
        ("102 236", 102_236),
        ("17072.0", 17072),
        ("0", 0),
        ("-", None),
        ("S/D", None),
        ("s/d", None),
        ("", None),
    ],
)
def test_people(text: str, expected: int | None) -> None:
    assert cells.people(text) == expected


@pytest.mark.parametrize(
    "text", ["17.07", "1e9", "-5", "abc", "12,5", "1.50.250", "1000000000", "nan", "1.505,250", "٣"]
)
def test_a_wrong_figure_is_refused_never_guessed(text: str) -> None:
    with pytest.raises(BadCell):
        cells.people(text)


@given(st.integers(0, 40_000_000))
def test_any_way_of_grouping_thousands_is_the_same_number(people: int) -> None:
    grouped = f"{people:,}"
    assert (
        cells.people(grouped)
        == cells.people(grouped.replace(",", "."))
        == cells.people(str(people))
        == people
    )


@given(st.text(max_size=30))
def test_no_text_breaks_a_parser(text: str) -> None:
    for parse in (
        cells.people,
        cells.year,
        cells.place_name,
        cells.country_code,
        lambda value: cells.degrees(value, "latitude", "AR"),
        lambda value: cells.official_code(value, "AR"),
        lambda value: cells.official_code(value, "PY"),
    ):
        try:
            parse(text)
        except BadCell as error:
            assert str(error)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("60007", "AR", "060007"),
        ("820042", "AR", "820042"),
        ("1101", "CL", "01101"),
        ("60007.0", "AR", "060007"),
    ],
)
def test_a_code_gets_its_leading_zeros_back(text: str, country: str, expected: str) -> None:
    assert cells.official_code(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country"), [("8200421", "AR"), ("82004A", "AR"), ("", "AR"), ("a b", "PY"), ("-", "CL")]
)
def test_a_bad_code_is_refused(text: str, country: str) -> None:
    with pytest.raises(BadCell):
        cells.official_code(text, country)


def test_a_point_must_be_within_its_country() -> None:
    assert cells.degrees("-31,2526681", "latitude", "AR") == -31.252668
    with pytest.raises(BadCell):
        cells.degrees("-61.49", "latitude", "AR")
    with pytest.raises(BadCell):
        cells.degrees("nan", "latitude", "UY")
