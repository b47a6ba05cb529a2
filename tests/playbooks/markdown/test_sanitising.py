"""Nothing that anybody writes runs, asks another site for anything, or imitates our own marks."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from playbooks.markdown.child import html_of
from playbooks.markdown.finishing import PICTURES, Words
from playbooks.markdown.rendering import anchored, contents
from playbooks.markdown.sanitising import SCHEMES, TAGS, clean, clean_finished
from tests.playbooks.markdown.payloads import ALL

WORDS: Words = {
    "table": "Tabla",
    "external": "otro sitio",
    "done": "Hecho",
    "back": "Volver",
    "host": "ejemplo.test",
}
OURS = {"external", "vh", "scroll", "task", "n"}
ATTRIBUTES = {
    "href",
    "title",
    "src",
    "alt",
    "start",
    "id",
    "colspan",
    "rowspan",
    "scope",
    "class",
    "rel",
    "role",
}
ATTRIBUTES |= {"tabindex", "aria-label", "aria-hidden"}
LETTERS = "ab<>\"'&;:#/=()[]!*_`|-\n \\~^.xjsé\x02"


def problems(html: str) -> list[str]:
    """What a browser would find in it that should not be there."""
    found = []
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        if element.name not in TAGS | {"div", "span"}:
            found.append(element.name)
        found += [name for name in element.attrs if name not in ATTRIBUTES]
        found += [name for name in element.get("class", []) if name not in OURS]
        address = str(element.get("href") or element.get("src") or "")
        # As browsers do before they look at the scheme.
        if urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme not in ("", *SCHEMES) or "\\" in address:
            found.append(address)
        if element.name == "img" and not address.startswith(PICTURES):
            found.append(address)
    return found


@pytest.mark.parametrize("payload", ALL)
def test_nothing_runs(payload: str) -> None:
    html = html_of(payload, WORDS)
    assert problems(html) == []
    assert problems(anchored(html, "paso")) == []


def test_there_are_enough_ways_to_try() -> None:
    assert len(set(ALL)) >= 60


@given(st.lists(st.sampled_from(ALL) | st.text(LETTERS, max_size=12), max_size=4).map("".join))
def test_what_is_made_of_several_does_not_run_either(text: str) -> None:
    html = html_of(text, WORDS)
    assert problems(html) == []
    assert problems(anchored(html, "paso")) == []


@given(st.lists(st.sampled_from(ALL) | st.text(LETTERS, max_size=12), max_size=4).map("".join))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    html = html_of(text, WORDS)
    assert clean_finished(html).strip() == html


@given(st.lists(st.sampled_from(("# a", "## Á", "a", "a\n=", "# 2", "# ñ-2", "# nota", "# ¡!")), max_size=12))
def test_no_two_anchors_are_the_same(headings: list[str]) -> None:
    html = html_of("\n\n".join([*headings, "x[^1] y[^1] z[^b]", "[^1]: uno", "[^b]: dos"]), WORDS)
    anchors = [str(one["id"]) for one in BeautifulSoup(html, "html.parser").find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    assert {one.id for one in contents(html)} <= set(anchors)
