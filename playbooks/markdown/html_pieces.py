"""Pieces of HTML in the Markdown of others: links become Markdown, and what is nothing to us goes.

Every pattern takes linear time: they read files of anybody, in the process of the site.
"""

import re

from playbooks.markdown.sanitising import TAGS, WITHOUT_CONTENT

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)/?>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ANCHOR = re.compile(r"<a(\s[^<>]*)?>([^<\[\]]*)</a\s*>", re.IGNORECASE)
# Known to HTML, and nothing to us: what is in them stays.
_WRAPPERS = set(
    """
    html body head main header footer nav aside section article div span font center big tt strike address
    form fieldset label legend button hgroup picture source link meta base input option acronym nobr wbr
    a img details summary
    """.split()  # noqa: SIM905
)

Change = tuple[str, int]
"""The text as it is now, and how many things changed."""


def without_comments(text: str) -> Change:
    return _without(text, [(at.start(), "-->") for at in re.finditer("<!--", text)])


def without_scripts(text: str) -> Change:
    found = ((tag.start(), tag[2].lower()) for tag in _TAG.finditer(text) if not tag[1])
    return _without(text, [(start, f"</{name}") for start, name in found if name in WITHOUT_CONTENT])


def _without(text: str, openings: list[tuple[int, str]]) -> Change:
    """Without what goes from each opening to its closing; one that is never closed goes on its own."""
    lower = text.lower()
    out, position, number = [], 0, 0
    unclosed: set[str] = set()
    for start, closing in openings:
        if start < position or closing in unclosed:
            continue
        end = lower.find(closing, start)
        if end < 0:
            unclosed.add(closing)
            continue
        out.append(text[position:start])
        position = end + len(closing)
        if closing.startswith("</"):
            position = text.find(">", position) + 1 or len(text)
        number += 1
    return "".join(out) + text[position:], number


def links(text: str) -> Change:
    """`<a href>` as a link of Markdown, which is then looked at as any other."""

    def link(found: re.Match[str]) -> str:
        href = _HREF.search(found[1] or "")
        address = next((one for one in href.groups() if one), "") if href else ""
        return f"[{found[2]}]({address.strip()})" if address and " " not in address.strip() else found[2]

    return _ANCHOR.subn(link, text)


def without_wrappers(text: str) -> Change:
    """Tags that are nothing to us go, and what is in them stays; what is no tag of HTML is not one."""
    number = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal number
        name = found[2].lower()
        if name == "img":
            number += 1
            alt = _ALT.search(found[3])
            return next((one for one in alt.groups() if one), "") if alt else ""
        if name in _WRAPPERS or name in WITHOUT_CONTENT:
            number += not found[1]
            return "" if name in ("span", "font", "a", "label", "tt", "big") else "\n"
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if name in TAGS or line.startswith(("    ", "\t")):  # in code, it is what it says
            return found[0]
        return found[0].replace("<", "&lt;")

    return _TAG.sub(tag, text), number
