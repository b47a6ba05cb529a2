"""Safe HTML of a Markdown text."""

import markdown
import nh3


class Refused(ValueError):
    """The text cannot be rendered within bounds."""


def render(text: str) -> str:
    return nh3.clean(markdown.markdown(text, extensions=["extra"]))
