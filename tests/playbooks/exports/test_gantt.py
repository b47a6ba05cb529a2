"""The drawing of a plan: every bar in its days, every word inside, and nothing said by colour alone."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.roadmap.axis import LEFT, RIGHT, axis
from playbooks.roadmap.gantt import LETTER, ROWS_A_PAGE, gantt, pages
from tests.playbooks.exports.plans import plan, task

SVG = "{http://www.w3.org/2000/svg}"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
STATES = st.sampled_from(["todo", "doing", "done", "skipped", "blocked"])
PHASES = st.sampled_from(["problem", "process", "peers", "governance"])
bounded = settings(max_examples=40, deadline=None)


@st.composite
def tasks(draw):
    starts = draw(DAYS)
    ends = starts + timedelta(days=draw(st.integers(0, 330)))
    title = draw(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=160))
    return task(title=title, starts=starts, ends=ends, state=draw(STATES), phase=draw(PHASES))


def parsed(svg):
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def drawn(svg):
    """The groups of the tasks, without those of the legend."""
    return [
        g
        for g in parsed(svg).iter(f"{SVG}g")
        if g.get("class", "").startswith("t ") and g.find(f"{SVG}title") is not None
    ]


@bounded
@given(st.lists(tasks(), max_size=8), DAYS)
def test_every_step_has_its_bar_and_nothing_leaves_the_drawing(some, today):
    svg = gantt(plan(tasks=tuple(some)), today)
    groups = drawn(svg)
    assert len(groups) == len(some)
    height = float(parsed(svg).get("height"))
    for group in groups:
        bar, text = group.find(f"{SVG}rect"), group.find(f"{SVG}text")
        left, width = float(bar.get("x")), float(bar.get("width"))
        assert left >= LEFT and width >= 6 and left + width <= RIGHT + 0.1
        assert float(bar.get("y")) + 12 < height
        wide = len(text.text or "") * LETTER
        starts = float(text.get("x")) - (wide if text.get("text-anchor") == "end" else 0)
        assert starts >= LEFT - 0.1 and starts + wide <= RIGHT + 0.1


@bounded
@given(tasks())
def test_a_bar_lies_between_the_months_of_its_dates(one):
    scale = axis(plan(tasks=(one,)))
    left, width = scale.bar(one)
    after = (one.ends.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert left >= scale.x(one.starts.replace(day=1)) - 0.1
    assert left + width <= scale.x(after) + 0.1


@bounded
@given(st.lists(tasks(), min_size=2, max_size=6))
def test_what_begins_later_is_drawn_no_further_left(some):
    scale = axis(plan(tasks=tuple(some)))
    places = [scale.x(one.starts) for one in sorted(some, key=lambda one: one.starts)]
    assert places == sorted(places)


def test_it_is_an_image_with_a_name_and_a_description():
    svg = parsed(gantt(plan()))
    assert svg.get("role") == "img"
    names = {element.get("id"): element.text for element in svg if element.get("id")}
    assert "Tandil" in names[svg.get("aria-labelledby")]
    assert "12" in names[svg.get("aria-describedby")]


def test_its_name_comes_first_as_readers_want_it():
    assert parsed(gantt(plan()))[0].tag == f"{SVG}title"


def test_states_differ_without_colour():
    """The shape of each bar without its colours, and the word of each state but the plain one."""
    looks, words = set(), []
    for state in ("todo", "doing", "done", "skipped", "blocked"):
        (group,) = drawn(gantt(plan(tasks=(task(state=state),))))
        bar = group.find(f"{SVG}rect")
        hollow = bar.get("fill") in {"none", "#fbfaf7"}
        hatched = bar.get("fill").startswith("url(")
        sign = [path.get("d")[-12:] for path in group.findall(f"{SVG}path")]
        looks.add((hollow, hatched, bar.get("stroke-dasharray"), len(sign), *sign))
        words.append(group.find(f"{SVG}text").text)
    assert len(looks) == 5
    assert len(set(words)) == 5


def test_governance_is_the_lane_beneath():
    svg = gantt(plan())
    lane = re.search(r'class="b"[^>]* y="(\d+)"[^>]* height="(\d+)"', svg)
    top, height = int(lane[1]), int(lane[2])
    bars = [float(group.find(f"{SVG}rect").get("y")) for group in drawn(svg)]
    assert [bar > top for bar in bars] == [False] * 9 + [True] * 3
    assert max(bars) + 12 < top + height


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>&', "a]]>b", "\x01"])
def test_texts_are_escaped(text):
    clean = text.replace("\x01", "")
    svg = gantt(plan(title=text, tasks=(task(title=text, phase=text),)))
    assert "<script" not in svg and "<b>" not in svg
    (group,) = drawn(svg)
    assert group.find(f"{SVG}text").text == clean or clean == ""


def test_today_has_a_line_only_inside_the_plan():
    assert 'class="n"' in gantt(plan(), date(2026, 7, 20))
    assert 'class="n"' not in gantt(plan(), date(2029, 7, 20))
    assert 'class="n"' not in gantt(plan())


def test_reviews_stand_on_their_days():
    scale = axis(plan())
    for review in plan().reviews:
        assert f'd="M{scale.x(review.on):g} ' in gantt(plan())


def test_a_long_plan_goes_over_several_sheets_and_loses_no_step():
    long = plan(tasks=tuple(task(f"k{n}", title=f"Paso {n}") for n in range(ROWS_A_PAGE * 2 + 5)))
    sheets = pages(long)
    assert len(sheets) == 3
    assert [len(drawn(sheet)) for sheet in sheets] == [ROWS_A_PAGE, ROWS_A_PAGE, 5]
    assert len({parsed(sheet).get("aria-labelledby") for sheet in sheets}) == 3


def test_a_plan_without_steps_is_drawn_empty():
    assert drawn(gantt(plan(tasks=()))) == []
    assert len(pages(plan(tasks=()))) == 1


def test_it_has_no_style_that_the_content_policy_would_refuse():
    assert "style" not in gantt(plan(), date(2026, 7, 20))
