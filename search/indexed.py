"""What every engine indexes of a document: the same tokens and the same sort keys, made once."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from search.analysis import Token, field_text, words_and_identifiers
from search.documents import CaseDocument

TEXT_FIELDS = ("title", "text", "rest")
ANYWHERE = "words"
"""All that TEXT_FIELDS hold, in one field: whether a case has a word is one question and not three."""
PAIRS = "pairs"
"""Every two words that follow one another in title and text, as one token: as cheap to ask as a word."""
CODE_FIELDS = ("sites", "sustained", "proven_at")
FRESH_FROM = date(2010, 1, 1).toordinal()
FRESH_DAYS = 1 << 14
"""Freshness counts days in fourteen bits, until November 2054: what a score has left below its tiers."""
_MARK = "·"
"""Nobody asks for this token. It stands between texts: the end of one is not followed by the next."""


def texts(document: CaseDocument) -> Mapping[str, str]:
    """Tokens by field, separated by spaces: stems in TEXT_FIELDS and ANYWHERE, forms as written in the rest.

    A field of stems has those of its texts in order and, after a mark, what else finds them (see `analysis`).
    `exact` has the forms of all fields, and `heading` those of the title alone.
    """
    title, *topics = map(words_and_identifiers, (document.title, *document.topic_names))
    text, rest = words_and_identifiers(document.text), words_and_identifiers(document.rest)
    fields = {"title": [title, *topics], "text": [text], "rest": [rest]}
    stems = {name: field_text(_stems(found)) for name, found in fields.items()}
    every = [title, *topics, text, rest]
    return {
        **stems,
        ANYWHERE: f" {_MARK} ".join(stems.values()),
        PAIRS: field_text(pair(*two) for words, _whole in (title, *topics, text) for two in pairwise(words)),
        "exact": field_text(token.exact for words, whole in every for token in (*words, *whole)),
        "heading": field_text(token.exact for token in title[0]),
    }


def pair(one: Token, other: Token) -> str:
    """The token of two words that follow one another."""
    return f"{one.stem}_{other.stem}"


def fresh_days(document: CaseDocument) -> int:
    """Days from 2010 to its freshest fact, within fourteen bits."""
    return min(max(document.fresh - FRESH_FROM, 0), FRESH_DAYS - 1)


def strength(document: CaseDocument) -> int:
    """Level, then how many sites sustained it, then freshness, in one number that sorts."""
    sites = min(len(set(document.sustained)), 255)
    return (document.level << 8 | sites) << 14 | fresh_days(document)


def _stems(found: Iterable[tuple[list[Token], list[Token]]]) -> Iterator[str]:
    found = list(found)
    for words, _whole in found:
        yield from (token.stem for token in words)
        yield _MARK
    also = dict.fromkeys(token.also for words, _whole in found for token in words if token.also)
    for stem in (*also, *(token.stem for _words, whole in found for token in whole)):
        yield from (stem, _MARK)
