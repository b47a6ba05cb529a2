"""What every engine indexes of a document: the same tokens and the same sort keys, made once."""

from collections.abc import Mapping
from datetime import date

from search.analysis import Token, field_text, tokens
from search.documents import CaseDocument

TEXT_FIELDS = ("title", "text", "rest")
CODE_FIELDS = ("sites", "sustained", "proven_at")
FRESH_FROM = date(2010, 1, 1).toordinal()
FRESH_DAYS = 1 << 14
"""Freshness counts days in fourteen bits, until November 2054: what a score has left below its tiers."""


def texts(document: CaseDocument) -> Mapping[str, str]:
    """Tokens by field, separated by spaces: stems in TEXT_FIELDS, the forms as written in the other two.

    `exact` has the forms of all fields, and `heading` those of the title alone.
    """
    title = tokens(" ".join((document.title, *document.topic_names)))
    text, rest = tokens(document.text), tokens(document.rest)
    return {
        "title": _stems(title),
        "text": _stems(text),
        "rest": _stems(rest),
        "exact": field_text(token.exact for token in (*title, *text, *rest)),
        "heading": field_text(token.exact for token in tokens(document.title)),
    }


def fresh_days(document: CaseDocument) -> int:
    """Days from 2010 to its freshest fact, within fourteen bits."""
    return min(max(document.fresh - FRESH_FROM, 0), FRESH_DAYS - 1)


def strength(document: CaseDocument) -> int:
    """Level, then how many sites sustained it, then freshness, in one number that sorts."""
    sites = min(len(set(document.sustained)), 255)
    return (document.level << 8 | sites) << 14 | fresh_days(document)


def _stems(found: list[Token]) -> str:
    return field_text(token.stem for token in found)
