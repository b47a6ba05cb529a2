"""The size ruler: where each mark stands, and that it reads without colour."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.evidence import State
from design.ruler import (
    LARGEST,
    NARROWEST,
    PITCH,
    SHAPE_OF_STATE,
    SMALLEST,
    Mark,
    place,
    position,
    ruler,
    sample,
)

SENTENCE = "3 de 4 municipios de 51.000 a 204.000 habitantes sostuvieron el resultado"
POPULATIONS = st.integers(1, 40_000_000)
MARKS = st.lists(
    st.builds(Mark, POPULATIONS, st.sampled_from(sorted(SHAPE_OF_STATE)), st.booleans()), max_size=40
)


def test_the_scale_is_logarithmic() -> None:
    decade = position(10_000) - position(1_000)
    assert position(100_000) - position(10_000) == pytest.approx(decade, abs=0.11)
    assert position(1_000_000) - position(100_000) == pytest.approx(decade, abs=0.11)


@given(POPULATIONS, POPULATIONS)
def test_larger_is_never_to_the_left(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert position(SMALLEST) <= position(small) <= position(large) <= position(LARGEST)


def test_places_beyond_the_ends_stand_on_the_ends() -> None:
    assert position(40) == position(SMALLEST)
    assert position(15_000_000) == position(LARGEST)


@given(MARKS.filter(lambda marks: len(marks) <= 8))
def test_marks_never_touch(marks: list[Mark]) -> None:
    placed = place(marks)
    for one in placed:
        for other in placed:
            if one is not other and one.row == other.row:
                assert abs(one.x - other.x) * NARROWEST / 100 >= PITCH - 1e-9


@given(MARKS)
def test_every_mark_is_drawn_once(marks: list[Mark]) -> None:
    assert sorted(map(repr, marks)) == sorted(repr(one.mark) for one in place(marks))
    drawing = ruler(marks, SENTENCE)
    assert len(re.findall('class="o"', drawing)) == sum(mark.origin for mark in marks)


def test_what_overlaps_is_stacked_upwards_and_what_does_not_stays_on_the_axis() -> None:
    rows = [one.row for one in place([Mark(50_000, "sustained")] * 3 + [Mark(900_000, "sustained")])]
    assert rows == [0, 1, 2, 0]


@pytest.mark.parametrize("state", State)
def test_every_state_of_an_outcome_has_a_shape(state: State) -> None:
    assert sample(state.value).startswith("<svg")


def test_shape_says_the_state_without_colour() -> None:
    """The five shapes differ in what is drawn, not only in their class."""
    drawn = {re.sub('class="[a-z]+"', "", sample(state)) for state in SHAPE_OF_STATE}
    assert len(drawn) == len(set(SHAPE_OF_STATE.values())) == 5


@pytest.mark.parametrize("state", ["sustained", "abandoned", "stale", "underway", "unconfirmed"])
def test_eight_sites_weigh_under_a_kilobyte(state: str) -> None:
    populations = [102_236, 60_000, 65_000, 68_000, 150_000, 151_000, 1_500_000, 30_000]
    marks = [Mark(population, state, origin=not n) for n, population in enumerate(populations)]
    drawing = ruler(marks, SENTENCE, 102_236, (51_000, 210_000), "tu municipio")
    assert len(drawing.encode()) < 1024


def test_the_sentence_is_its_name_and_everything_is_escaped() -> None:
    marks = [Mark(5_000, "sustained", title="<b>Villa</b> & Cía.")]
    drawing = ruler(
        marks, 'Dijo "no" <script>', reader=5_000, near=(2_500, 10_000), reader_label="vos", titles=True
    )
    svg = ElementTree.fromstring(drawing)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == 'Dijo "no" <script>'
    assert svg.find(".//title").text == "<b>Villa</b> & Cía."
    assert "style" not in drawing


def test_without_titles_sites_are_not_named() -> None:
    assert "<title>" not in ruler([Mark(5_000, "stale", title="Villa")], SENTENCE)


def test_the_reader_and_the_band_show_only_for_a_reader() -> None:
    alone = ruler([], SENTENCE)
    assert 'class="b"' not in alone and 'class="r"' not in alone
    drawing = ruler([], SENTENCE, reader=102_236, near=(50_000, 210_000), reader_label="tu municipio")
    band = re.search(r'class="b" x="([\d.]+)%" width="([\d.]+)%"', drawing)
    left, width = float(band[1]), float(band[2])
    assert left == position(50_000)
    assert left < position(102_236) < left + width
    assert "tu municipio" in drawing


@pytest.mark.parametrize(
    ("population", "side"), [(1_000, 'class="r w"'), (50_000, 'class="r"'), (2_900_000, 'class="r e"')]
)
def test_the_readers_label_stays_inside_the_drawing(population: int, side: str) -> None:
    assert side in ruler([], SENTENCE, reader=population, reader_label="tu municipio")
