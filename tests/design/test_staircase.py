"""The level mark: filled up to the level, and never without its number and word."""

import re

import pytest
from django.template import Context, Template

from design.staircase import staircase


@pytest.mark.parametrize("level", range(6))
def test_as_many_steps_as_the_level_are_filled(level: int) -> None:
    drawing = staircase(level)
    assert drawing.count("<rect") == 5
    assert drawing.count("class=on") == level


def test_the_steps_go_up() -> None:
    heights = [int(height) for height in re.findall(r'width="8" height="(\d+)"', staircase(3))]
    assert heights == sorted(heights) and len(set(heights)) == 5


@pytest.mark.parametrize("level", [-1, 6])
def test_there_is_no_such_level(level: int) -> None:
    with pytest.raises(ValueError):
        staircase(level)


def test_the_number_and_the_word_are_always_beside_it() -> None:
    html = Template("{% load design %}{% staircase 3 name %}").render(Context({"name": "Replicado <b>"}))
    words = " ".join(re.sub("<[^>]+>", " ", html).split())
    assert words.endswith("3 Replicado &lt;b&gt;")
    assert 'aria-hidden="true"' in html
