import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import STOP_WORDS, fold, query_tokens, tokens


def stems(text: str) -> list[str]:
    return [token.stem for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Árboles", "arbol"),
        ("reclamos", "RECLAMO"),
        ("habilitación", "habilitaciones"),
        ("luminarias", "luminaria"),
        ("luces", "luz"),
        ("préstamos", "préstamo"),
        ("participativo", "participativa"),
        ("PÚBLICO", "publicos"),
        ("102.236", "102236"),
    ],
)
def test_forms_of_a_word_are_one_word(one, other):
    assert stems(one) == stems(other)


def test_the_exact_form_keeps_the_enye_and_drops_the_accents():
    assert [token.exact for token in tokens("Niñez y Educación")] == ["niñez", "educacion"]
    assert stems("campaña") == stems("campana")


def test_stop_words_go_and_negations_stay():
    assert stems("la red de agua") == stems("red agua")
    assert len(tokens("sin agua")) == 2 and len(tokens("no hay agua")) == 2
    assert all(fold(word) == word for word in STOP_WORDS)


def test_a_query_asks_for_each_word_once():
    assert len(query_tokens("agua agua AGUA potable")) == 2


@given(st.text(max_size=100))
def test_tokens_hold_no_spaces_and_do_not_depend_on_composition(text):
    found = tokens(text)
    assert all(token.exact.split() == [token.exact] and token.stem.split() == [token.stem] for token in found)
    assert tokens(unicodedata.normalize("NFC", text)) == found or "\u0345" in text


def test_threads_do_not_mix_their_words():
    words = [f"palabr{letter}ciones{n}" for letter in "aeiou" for n in range(200)]
    alone = [stems(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stems, words * 3)) == alone * 3
