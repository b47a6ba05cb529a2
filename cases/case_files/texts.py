"""Texts of a case are plain (docs/decisions/texto-plano.md): what looks like HTML is taken out."""

import html
import re
import unicodedata

import nh3

_TAG = re.compile(r"<(?:/?[a-z]|!--|!doctype|\?)[^>]*>", re.I)
_UNFINISHED = re.compile(r"<(?:/?[a-z][a-z0-9]*\s[^<>]*=|!--)", re.I)
_PARAGRAPH = re.compile(r"<(?:/(?:p|div|h[1-6]|ul|ol|tr|table|blockquote)|hr)\b[^>]*>", re.I)
_BREAK = re.compile(r"<br\b[^>]*>", re.I)
_ITEM = re.compile(r"<li\b[^>]*>", re.I)
# Neither a database nor a file in UTF-8 takes these; line feed and tab stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def has_markup(text: str) -> bool:
    """Whether something in the text is not plain: HTML tags or control characters."""
    return bool(_TAG.search(text) or _UNFINISHED.search(text) or _FORBIDDEN.search(text.replace("\r", "\n")))


def plain(text: str, many_lines: bool = True) -> str:
    """The text without HTML, control characters and spaces around it. What is plain already stays as it is.

    Paragraphs and list items survive as blank lines and "- "; on one line, everything is one line.
    """
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    while _TAG.search(text) or _UNFINISHED.search(text):  # "&lt;b&gt;" between tags becomes a tag
        text = _without_tags(text)
    if not many_lines:
        return " ".join(text.split())
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_tags(text: str) -> str:
    text = _PARAGRAPH.sub("\n\n", _ITEM.sub("\n- ", _BREAK.sub("\n", text)))
    cleaned = html.unescape(nh3.clean(text, tags=set()))
    # Whatever the cleaner leaves shorter is progress; if it left it alone, drop the bracket itself.
    return cleaned if len(cleaned) < len(text) else text.replace("<", "‹", 1)
