"""What other tools write in Markdown and we do not read: turned into what we do, or dropped and counted.

Every pattern takes linear time: they read files of anybody, in the process of the site.
"""

import re
from collections.abc import Callable
from itertools import groupby

from django.utils.translation import ngettext

from playbooks.markdown import html_pieces, html_tables
from playbooks.markdown.html_pieces import Change
from playbooks.markdown.lists import fences

_CODE = re.compile(
    r"(?<![`\\])(`{1,3})(?!`)([^`\n]{1,500})(?<!`)\1(?!`)|<(?:https?://|mailto:|[\w.+-]+@)[^<>\s]*>"
)
_MASKED = re.compile("\ue000(\\d+)\ue001")
_SHORTCODE = re.compile(r"\{%[^%\n]*%\}|\{\{[^{}\n]*\}\}")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}|(?<=\S)[ \t]+\{[#.][\w .#-]*\}(?=[ \t]*$)", re.MULTILINE)
_PERMALINK = re.compile(r"\[(?:¶|#|🔗|§|)\]\(#[^()\s]*\)[ \t]*")
_TOC = re.compile(r"^[ \t]*\[\[?_?toc_?\]?\][ \t]*$", re.MULTILINE | re.IGNORECASE)
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_ADMONITION = re.compile(r'^(?:!!!|\?\?\?\+?|===)[ \t]([^"\n]*)(?:"([^"\n]*)")?[ \t]*$')
_CONTAINER = re.compile(r"^[ \t]*:{3,}[ \t]*\{?([\w-]*)\}?[ \t]*(.*)$")
_ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!(\w+)\][ \t]*(.*)$", re.MULTILINE)
_UNDERLINE = re.compile(r"^(===|---)[=-]+[ \t]*$", re.MULTILINE)


def outside_code(text: str, change: Callable[[str], Change]) -> Change:
    """Change what is not code, and count."""
    out, total = [], 0
    for fenced, lines in groupby(fences(text), key=lambda one: one[1]):
        piece = "\n".join(line for line, _inside in lines)
        if not fenced:
            piece, number = _outside_spans(piece, change)
            total += number
        out.append(piece)
    return "\n".join(out), total


def converted(text: str, notes: list[str]) -> str:
    """The text as we read it. What was changed or dropped is added to `notes`."""
    text = _UNDERLINE.sub(r"\1", text.replace("\ue000", "").replace("\ue001", ""))
    for change, said in _CHANGES:
        text, number = outside_code(text, change)
        if number:
            notes.append(said(number) % {"n": number})
    return text


def _outside_spans(text: str, change: Callable[[str], Change]) -> Change:
    kept = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue000{len(kept) - 1}\ue001"

    text, number = change(_CODE.sub(keep, text))
    return _MASKED.sub(lambda found: kept[int(found[1])], text), number


def _dropped(pattern: re.Pattern[str]) -> Callable[[str], Change]:
    return lambda text: pattern.subn("", text)


def _quoted(text: str) -> Change:
    """Boxes of MkDocs, with what is indented under them, and of GitHub: quotations."""
    out: list[str] = []
    inside = number = 0
    for line in text.split("\n"):
        box = _ADMONITION.match(line)
        if box and (box[1].strip() or box[2] is not None):
            title = box[2] if box[2] is not None else box[1].strip().capitalize()
            out += ["", f"> **{title}**", ">"] if title else [""]
            inside, number = 1, number + 1
        elif inside and (not line.strip() or line.startswith(("    ", "\t"))):
            out.append(f"> {line.removeprefix('    ').removeprefix(chr(9))}".rstrip())
        else:
            out += [""] if inside else []
            inside = 0
            out.append(line)
    text, alerts = _ALERT.subn(_alert, "\n".join(out))
    return text, number + alerts


def _alert(found: re.Match[str]) -> str:
    return f"{found[1]}**{found[2].capitalize()}** {found[3]}".rstrip()


def _opened(text: str) -> Change:
    """Containers (`:::tip`): what is in them stays, after its title in bold."""
    number = 0
    out = []
    for line in text.split("\n"):
        found = _CONTAINER.match(line)
        if found:
            number += bool(found[1] or found[2])
            title = found[2].strip() or found[1].capitalize()
            line = f"\n**{title}**\n" if title else ""
        out.append(line)
    return "\n".join(out), number


_CHANGES: tuple[tuple[Callable[[str], Change], Callable[[int], str]], ...] = (
    (
        html_pieces.without_comments,
        lambda n: ngettext("%(n)d comment was dropped.", "%(n)d comments were dropped.", n),
    ),
    (
        html_pieces.without_scripts,
        lambda n: ngettext(
            "%(n)d piece of HTML that is not text was dropped.",
            "%(n)d pieces of HTML that are not text were dropped.",
            n,
        ),
    ),
    (
        _dropped(_SHORTCODE),
        lambda n: ngettext(
            "%(n)d instruction of another tool was dropped ({{ }} or {%% %%}).",
            "%(n)d instructions of another tool were dropped ({{ }} or {%% %%}).",
            n,
        ),
    ),
    (
        _dropped(_ATTRIBUTES),
        lambda n: ngettext("%(n)d mark of style was dropped.", "%(n)d marks of style were dropped.", n),
    ),
    (
        _dropped(_PERMALINK),
        lambda n: ngettext(
            "%(n)d link of a heading to itself was dropped.",
            "%(n)d links of headings to themselves were dropped.",
            n,
        ),
    ),
    (
        _dropped(_TOC),
        lambda n: ngettext(
            "%(n)d table of contents was dropped.", "%(n)d tables of contents were dropped.", n
        ),
    ),
    (
        lambda text: _WIKI.subn(r"\1", text),
        lambda n: ngettext("%(n)d wiki link is now its text.", "%(n)d wiki links are now their text.", n),
    ),
    (
        _quoted,
        lambda n: ngettext("%(n)d notice is now a quotation.", "%(n)d notices are now quotations.", n),
    ),
    (
        _opened,
        lambda n: ngettext("%(n)d notice lost its frame.", "%(n)d notices lost their frame.", n),
    ),
    (
        html_tables.converted,
        lambda n: ngettext(
            "%(n)d table in HTML is now Markdown.", "%(n)d tables in HTML are now Markdown.", n
        ),
    ),
    (
        html_pieces.links,
        lambda n: ngettext("%(n)d link in HTML is now Markdown.", "%(n)d links in HTML are now Markdown.", n),
    ),
    (
        html_pieces.without_wrappers,
        lambda n: ngettext(
            "%(n)d tag of HTML was dropped; its text stays.",
            "%(n)d tags of HTML were dropped; their text stays.",
            n,
        ),
    ),
)
