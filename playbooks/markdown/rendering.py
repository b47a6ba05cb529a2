"""Safe HTML of a text in Markdown, made by a child within bounds (P3), and what is read in it."""

import json
import logging
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from design.formats import number
from playbooks.markdown.finishing import TAG, Words

logger = logging.getLogger(__name__)
CHILD = Path(__file__).parent / "child.py"
VERSION = "1"  # changes whenever the same text would give another HTML: everything is rendered anew
LONGEST = 100 * 1024  # characters
# `markdown` takes time in the square of these within a block (between blank lines): 400 take 0.05 s.
BRACKETS = 400
WALL_SECONDS = 4  # to begin and to render one text; the child bounds its own processor time, 2 s a text
SECONDS_EACH = 1  # more, for each of the others
LOST = 3  # texts that may end the child in a batch; after them nobody else is tried
WORDS_A_MINUTE = 200
_BLOCKS = re.compile(r"\n[ \t\r]*\n")
_HEADING = re.compile(r'<(h[2-6]) id="([^"]*)">(.*?)</\1>', re.DOTALL)
_ASIDE = re.compile(r'<span (?:class="vh"|aria-hidden="true")>[^<]*</span>|<!--[^<>]*-->')
_BLANKS = re.compile(r"\s+")
_LOCAL = re.compile(r' (id|href)="(#?)([^"]*)"')


class Refused(ValueError):
    """The text cannot be rendered within bounds. Says why, for who wrote it."""


class Heading(NamedTuple):
    """A line of the table of contents."""

    level: int
    id: str
    text: str


def render(text: str) -> str:
    """Safe HTML. Raises Refused."""
    result = render_many([text])[0]
    if isinstance(result, Refused):
        raise result
    return result


def render_many(texts: Sequence[str]) -> list[str | Refused]:
    """The same for several, with one child for all that behave."""
    results: list[str | Refused] = [_too_much(text) or "" for text in texts]
    waiting = [index for index, text in enumerate(texts) if text.strip() and not results[index]]
    lost = 0
    while waiting:
        if lost == LOST:
            reason = _("Several of these texts take too long, so this one was not tried.")
            results = [Refused(reason) if index in waiting else one for index, one in enumerate(results)]
            break
        answers = _ask([texts[index] for index in waiting])
        for index, html in zip(waiting, answers, strict=False):
            results[index] = html if html is not None else Refused(_("This text is nested too deep."))
        if len(answers) < len(waiting):
            lost += 1
            reason = _("This text takes too long to show. Shorten it, or take out what repeats a sign.")
            results[waiting[len(answers)]] = Refused(reason)
        waiting = waiting[len(answers) + 1 :]
    return results


def contents(html: str) -> list[Heading]:
    """The headings of what `render` made, in their order."""
    return [Heading(int(name[1]), id_, plain(inner)) for name, id_, inner in _HEADING.findall(html)]


def plain(html: str) -> str:
    """The words of what `render` made, in one line, for searching."""
    return _BLANKS.sub(" ", unescape(TAG.sub(" ", _ASIDE.sub("", html)))).strip()


def reading_minutes(text: str) -> int:
    """At least one."""
    return max(1, math.ceil(len(text.split()) / WORDS_A_MINUTE))


def anchored(html: str, prefix: str) -> str:
    """The same with a prefix before each of its anchors: a page may show several texts."""

    def tag(found: re.Match[str]) -> str:
        return _LOCAL.sub(
            lambda one: (
                one[0] if one[1] == "href" and not one[2] else f' {one[1]}="{one[2]}{prefix}-{one[3]}"'
            ),
            found[0],
        )

    return TAG.sub(tag, html)


def _too_much(text: str) -> Refused | None:
    if len(text) > LONGEST:
        values = {"length": number(len(text)), "most": number(LONGEST)}
        return Refused(_("It has %(length)s characters, and a text has %(most)s at most.") % values)
    for block in _BLOCKS.split(text):
        if block.count("[") > BRACKETS or block.count("<") > BRACKETS:
            reason = _("A block has more than %(most)d “[” or “<”: the one that begins with “%(start)s”.")
            return Refused(reason % {"most": BRACKETS, "start": block.strip()[:40]})
    return None


def _ask(texts: Sequence[str]) -> list[str | None]:
    """What the child said before it ended, well or badly."""
    lines = "".join(f"{json.dumps(one)}\n" for one in (_words(), *texts))
    wall = WALL_SECONDS + SECONDS_EACH * (len(texts) - 1)
    command = [sys.executable, "-I", str(CHILD)]
    try:
        child = subprocess.run(  # noqa: S603
            command, input=lines.encode(), capture_output=True, timeout=wall, env=_environment()
        )
    except subprocess.TimeoutExpired as slow:
        return list(_answers(slow.stdout or b""))
    if child.returncode:
        logger.warning("Markdown's child stopped (%s): %s", child.returncode, child.stderr[-500:])
    return list(_answers(child.stdout))


def _answers(output: bytes) -> Iterator[str | None]:
    yield from (json.loads(line) for line in output.split(b"\n")[:-1])


def _words() -> Words:
    with override(settings.LANGUAGE_CODE):
        return {
            "table": _("Table"),
            "external": _("another site"),
            "done": _("Done"),
            "back": _("Back to the text"),
            "host": urlsplit(settings.BASE_URL).netloc.lower(),
        }


def _environment() -> dict[str, str]:
    """The keys and passwords of the site do not reach the child."""
    return {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
