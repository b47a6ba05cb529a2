"""What a mistyped word was probably meant to be, from the words of the index itself (engines.md §5).

A dictionary is a small tantivy index in memory: the words of the cases, of the synonyms and of the names, as
they are written and as they sound in Spanish. tantivy says which are near; the order among them is ours.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import log

import tantivy
from tantivy import Query

from search.analysis import Token, fold, tokens

SHORTEST = 4
"""Shorter words have too many neighbours to guess: "led", "ia"."""
TWO_MISTAKES_FROM = 7
MOST_WORDS = 60_000
RARE, COMMON = 2, 10
"""A word that the index has in so few cases may be a slip for one that it has in so many."""
_CANDIDATES = 40
_BY_FREQUENCY = 0.1
_BY_SOUND = 0.4
_SLIP = 0.75
_MISSING = 0.85
_FIRST_LETTER = 0.3
_WORD = re.compile(r"[^\W_]+")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# As most of Spanish America pronounces: "casa" is "caza", "valla" is "baya".
_SOUNDS = (
    *(("ch", "C"), ("h", ""), ("que", "ke"), ("qui", "ki"), ("ce", "se"), ("ci", "si"), ("z", "s")),
    *(
        ("x", "s"),
        ("c", "k"),
        ("q", "k"),
        ("ge", "je"),
        ("gi", "ji"),
        ("gue", "ge"),
        ("gui", "gi"),
        ("ll", "y"),
    ),
    *(("v", "b"), ("w", "b"), ("mb", "nb"), ("mp", "np"), ("rr", "r"), ("nn", "n"), ("ss", "s"), ("kk", "k")),
)


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("plain", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("sound", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("cases", fast=True)
    return builder.build()


class Dictionary:
    """Words with the cases that have them. `known` are texts whose words are right even if no case has them.

    `topical` are those among them that name what a case is about.
    """

    def __init__(
        self, cases: Mapping[str, int], known: Sequence[str] = (), topical: Sequence[str] = ()
    ) -> None:
        self.source = cases, known, topical
        self.written = _as_written([*topical, *known])
        self._topical = {token.stem for text in topical for token in tokens(text)}
        frequent = sorted((-count, word) for word, count in cases.items() if word.isalpha())[:MOST_WORDS]
        self._cases = {**dict.fromkeys(self.written, 0), **{word: -count for count, word in frequent}}
        self._stems = {token.stem for token in tokens(" ".join(self._cases))}
        self._index = _index(self._cases)

    def knows(self, token: Token) -> bool:
        """Whether some text has the word, in this form or in another."""
        return token.stem in self._stems or token.exact in self._cases

    def is_about_more(self, word: str, cases: int) -> bool:
        """Whether the word says more than the place of that name, which has so many cases."""
        return any(
            token.stem in self._topical or self._cases.get(token.exact, 0) > 2 * cases + 2
            for token in tokens(word)
        )

    def mend(self, words: str) -> str:
        """The words, and instead of each one that nothing has, what it was probably meant to be."""
        return _replaced(words, lambda token: "" if self.knows(token) else self._nearest(token))

    def second_guess(self, words: str) -> str:
        """The words, and instead of each one that hardly any case has, a far more common one like it."""
        return _replaced(words, self._more_common)

    def restore(self, words: str, texts: Iterable[str]) -> str:
        """The words with the accents that they have in those texts, or else in the synonyms and names."""
        written = {**self.written, **_as_written(texts)}
        return _replaced(words, lambda token: written.get(token.exact, ""))

    def _nearest(self, token: Token) -> str:
        ranked = [
            (cost - _BY_FREQUENCY * log(1 + self._cases[word]), word)
            for word, cost in self._near(token.exact)
        ]
        return min(ranked, default=(0.0, ""))[1]

    def _more_common(self, token: Token) -> str:
        rare = self._cases.get(token.exact, 0) <= RARE
        if not rare or token.stem in self._topical or token.exact in self.written:
            return ""
        ranked = [
            (cost, -self._cases[word], word)
            for word, cost in self._near(token.exact)
            if cost <= _SLIP and self._cases[word] >= COMMON
        ]
        return min(ranked, default=(0.0, 0, ""))[2]

    def _near(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that may have been meant, with how unlikely each slip is."""
        if len(word) < SHORTEST or not word.isalpha():
            return
        plain, sound = fold(word), _sound(word)
        mistakes = 2 if len(plain) >= TWO_MISTAKES_FROM else 1
        near = Query.boolean_query(
            [
                (tantivy.Occur.Should, Query.fuzzy_term_query(_schema(), "plain", plain, mistakes)),
                (tantivy.Occur.Should, Query.fuzzy_term_query(_schema(), "sound", sound, 1)),
            ]
        )
        searcher = self._index.searcher()
        for _key, address in searcher.search(near, _CANDIDATES, order_by_field="cases", count=False).hits:
            candidate = str(searcher.doc(address).get_first("word"))
            if candidate != word:
                by_sound = _BY_SOUND + _distance(sound, _sound(candidate))
                yield candidate, min(_distance(plain, fold(candidate)), by_sound)


def _index(cases: Mapping[str, int]) -> tantivy.Index:
    index = tantivy.Index(_schema())
    writer = index.writer(15_000_000, 1)
    for word, count in cases.items():
        values = {"word": word, "plain": fold(word), "sound": _sound(word), "cases": count}
        writer.add_document(tantivy.Document.from_dict(values, _schema()))
    writer.commit()
    index.reload()
    return index


def _as_written(texts: Iterable[str]) -> dict[str, str]:
    """How each word of some texts is written, in lower case, by the form that the index has."""
    return {
        token.exact: word.lower() for text in texts for word in _WORD.findall(text) for token in tokens(word)
    }


def _replaced(words: str, better: Callable[[Token], str]) -> str:
    """The text with each word replaced by its better form; where there is none ("") it stays."""

    def one(found: re.Match[str]) -> str:
        token = next(iter(tokens(found[0])), None)
        return (better(token) if token else "") or found[0]

    return _WORD.sub(one, words)


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    """Pairs of letters that are next to each other on the keyboard."""
    place = {letter: (x + y / 2, y) for y, row in enumerate(_KEYBOARD) for x, letter in enumerate(row)}
    return frozenset(
        (a, b)
        for a, (ax, ay) in place.items()
        for b, (bx, by) in place.items()
        if a != b and abs(ax - bx) <= 1 and abs(ay - by) <= 1
    )


def _sound(word: str) -> str:
    """How a word sounds: "habilitación" and "avilitasion" alike."""
    sound = fold(word)
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    return sound


def _distance(a: str, b: str) -> float:
    """How unlikely it is to type `a` for `b`: 1 a mistake, less for a slip of the fingers."""
    before: list[float] = []
    row = [float(n) for n in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [float(i)]
        for j, y in enumerate(b, 1):
            missing = _MISSING * _extra(b, j)
            costs = [before[j] + _extra(a, i), row[j - 1] + missing, before[j - 1] + _swap(x, y)]
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2] and x != y:
                costs.append(older[j - 2] + _SLIP)
            row.append(min(costs))
    return row[-1] + (_FIRST_LETTER if a[:1] != b[:1] else 0.0)


def _extra(word: str, place: int) -> float:
    """A letter typed twice, or once instead of twice, is a slip."""
    return _SLIP if place > 1 and word[place - 1] == word[place - 2] else 1.0


def _swap(x: str, y: str) -> float:
    if x == y:
        return 0.0
    return _SLIP if (x, y) in _neighbours() else 1.0
