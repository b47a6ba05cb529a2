"""Slips of the fingers and of the ear, mended with the words of the demo's own cases."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import tokens
from search.spelling import COMMON, Dictionary

BESIDE = {
    **{"a": "s", "s": "ad", "d": "sf", "e": "rw", "r": "et", "t": "ry", "o": "ip", "i": "uo", "l": "k"},
    **{"n": "mb", "m": "n", "c": "xv", "u": "yi", "p": "o", "g": "fh", "b": "vn", "v": "cb"},
}
HEARD = [("b", "v"), ("v", "b"), ("ci", "si"), ("ce", "se"), ("z", "s"), ("s", "z"), ("ll", "y"), ("h", "")]
HEARD += [("ge", "je"), ("gi", "ji"), ("qui", "ki"), ("ca", "ka"), ("ñ", "n"), ("y", "ll"), ("si", "ci")]


@cache
def words_of_the_demo() -> Counter[str]:
    folder = settings.SITE_DIR / "demo" / "data" / "cases"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))]
    assert len(texts) > 40
    return Counter(
        word for text in texts for word in {one.exact for one in tokens(" ".join(_said(json.loads(text))))}
    )


def _said(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _said(one)


@cache
def dictionary() -> Dictionary:
    return Dictionary(words_of_the_demo(), ["Rafaela", "semáforo"], ["Gestión de residuos, basura"])


def slips(word: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    place = dice.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    yield "transposition", f"{before}{after[0]}{letter}{after[1:]}"
    yield "deletion", before + after
    yield "insertion", f"{before}{dice.choice('aeioulnrst')}{letter}{after}"
    if letter in BESIDE:
        yield "key beside", f"{before}{dice.choice(BESIDE[letter])}{after}"
    if heard := [(right, wrong) for right, wrong in HEARD if right in word]:
        right, wrong = dice.choice(heard)
        yield "as heard", word.replace(right, wrong, 1)


def test_of_hundreds_of_slips_nineteen_in_twenty_are_restored():
    dice = random.Random(2026)
    words = sorted(w for w, cases in words_of_the_demo().items() if len(w) > 5 and w.isalpha() and cases > 1)
    dice.shuffle(words)
    right, wrong = Counter(), []
    for word in words[:120]:
        for kind, slip in slips(word, dice):
            [token] = tokens(slip) or [None]
            if token is None or dictionary().knows(token):
                continue
            mended = tokens(dictionary().mend(slip))
            if mended[0].stem == tokens(word)[0].stem:
                right[kind] += 1
            else:
                wrong.append((kind, word, slip, mended[0].exact))
    assert len(right) == 5 and right.total() + len(wrong) >= 400
    assert right.total() / (right.total() + len(wrong)) >= 0.95, wrong


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("resiudos", "residuos"),
        ("abilitasion", "habilitacion"),
        ("Basurra en Rafela", "basura en rafaela"),
        ("recolecsion", "recoleccion"),
    ],
)
def test_a_word_that_nothing_has_is_mended(typed, meant):
    assert dictionary().mend(typed).lower() == meant


@pytest.mark.parametrize(
    "typed", ["residuos", "Rafaela", "basura", "basuras", "led", "4221/2025", "xyz", "", "qwzxkj"]
)
def test_what_is_known_or_cannot_be_guessed_stays(typed):
    assert dictionary().mend(typed) == typed


def test_accents_come_back_from_the_texts_and_the_names():
    assert dictionary().restore("semaforo gestion arbol año", ["El Árbol"]) == "semáforo gestión árbol año"


def test_only_a_slip_for_a_far_more_common_word_is_doubted():
    words = Dictionary({"vacheo": 1, "bacheo": COMMON, "basura": 2, "bacheos": 9, "cuneta": 2})
    assert words.second_guess("vacheo cuneta") == "bacheo cuneta"
    assert words.second_guess("bacheos") == "bacheos"
    known = Dictionary({"vacheo": 1, "bacheo": COMMON}, topical=["vacheo"])
    assert known.second_guess("vacheo") == "vacheo"


def test_a_word_of_a_topic_or_of_many_cases_is_about_more_than_a_place():
    words = Dictionary({"esperanza": 9, "rafaela": 3}, topical=["Tránsito y movilidad"])
    assert words.is_about_more("esperanza", 2) and words.is_about_more("transito", 50)
    assert not words.is_about_more("rafaela", 2) and not words.is_about_more("esperanza", 8)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_no_error_and_mending_twice_changes_nothing(text):
    mended = dictionary().mend(text)
    assert dictionary().mend(mended) == mended
