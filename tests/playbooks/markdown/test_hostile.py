"""Texts that would take for ever are refused, by their signs or by the limits of the child."""

import pytest

from playbooks.markdown import rendering
from playbooks.markdown.rendering import LONGEST, Refused, render, render_many

NESTED = "".join(f"{'  ' * level}- a\n" for level in range(300))


@pytest.mark.parametrize("sign", ["[", "![", "[^", "<a ", "<", "[a](", "<!--"])
@pytest.mark.parametrize("times", [1, 2, 4])
def test_many_brackets_are_refused_before_they_are_read(sign: str, times: int) -> None:
    with pytest.raises(Refused):
        render(sign * 5_000 * times)


@pytest.mark.parametrize("sign", ["*", "**a ", "_a ", "`", "> ", "|", "&", "\\", "# a\n", "- a\n", "a@", " "])
def test_other_signs_are_shown_or_refused(sign: str) -> None:
    result = render_many([sign * (10_000 // len(sign))])[0]
    assert isinstance(result, str | Refused)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(Refused, match=r"102\.401"):
        render("a" * (LONGEST + 1))


def test_one_nested_too_deep_is_refused() -> None:
    with pytest.raises(Refused):
        render(NESTED)


def test_the_child_ends_what_takes_long_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "BRACKETS", 10**9)
    first, slow, last = render_many(["uno", "[" * 40_000, "dos"])
    assert isinstance(slow, Refused)
    assert (first, last) == ("<p>uno</p>", "<p>dos</p>")


def test_after_several_that_take_long_nobody_else_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def dies(texts: list[str]) -> list[str | None]:
        asked.append(len(texts))
        return []

    monkeypatch.setattr(rendering, "_ask", dies)
    results = render_many(["a"] * 10)
    assert asked == [10, 9, 8]
    assert all(isinstance(one, Refused) for one in results)
