"""Markdown on standard input, safe HTML on standard output: a JSON value a line, both ways.

Run by `playbooks.markdown.rendering`, alone and without Django, within limits that it sets itself: what a
text does to it, it does to nobody else. Once it has begun it can open neither a file nor a connection.
The first line is `finishing.Words`. A text that cannot be read (nested too deep, too much memory) is null;
one that takes too long ends the process, and the caller sees which by counting lines.
"""

import json
import resource
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))

from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from playbooks.markdown.finishing import Words, finish
from playbooks.markdown.lists import normalised
from playbooks.markdown.sanitising import clean, clean_finished

CPU_SECONDS = 2  # of one text
MEMORY = 1 << 29  # bytes of address space; 100 KB of text take a tenth of it


def html_of(text: str, words: Words) -> str:
    """Safe HTML of a text in Markdown. Takes as long as it takes: the limits are of the process."""
    reader = Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE=words["back"]),
            FencedCodeExtension(),
            SaneListExtension(),
            DefListExtension(),
        ]
    )
    return clean_finished(finish(clean(reader.convert(normalised(text))), words)).strip()


def _limit_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit() -> None:
    for what, most in (("AS", MEMORY), ("CORE", 0), ("FSIZE", 0), ("NOFILE", 0)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))


def main() -> None:
    lines = [json.loads(line) for line in sys.stdin.buffer]
    words, texts = lines[0], lines[1:]
    html_of("# a\n\n- [b](https://c)\n\n`<d>`&eacute;[^1]\n\n[^1]: e", words)  # whatever is loaded late
    _limit()
    for text in texts:
        _limit_time()
        try:
            html = html_of(text, words)
        except (MemoryError, RecursionError):
            html = None
        print(json.dumps(html), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
