import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import STOP_WORDS, fold, query_tokens, tokens, words_and_identifiers
from search.documents import CaseDocument
from search.query import SearchQuery, Sort


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


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("Ordenanza N.º 4.221/2025, artículo 3", ["4221/2025"]),
        ("ordenanza nº4221/2025", ["4221/2025"]),
        ("un 12,5 % y 2.5 km", ["12,5", "2,5"]),
        ("el plan de e-gobierno", ["e-gobierno"]),
        ("por COVID-19", ["covid-19"]),
        ("agro-industrial y/o público-privado", []),
        ("Ley 25.326 y 20.000 vecinos", []),
    ],
)
def test_what_has_a_sign_inside_is_kept_as_written_besides_its_words(text, identifiers):
    words, found = words_and_identifiers(text)
    assert [token.exact for token in found] == identifiers
    assert words == tokens(text), "the words are the same as ever"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("G.I.R.S.U.", "GIRSU"),
        ("Ley 25.326", "ley 25326"),
        ("N.º 4.221/2025", "4221/2025"),
        ("n° 4221/2025", "Nro. 4221/2025"),
        ("2.5", "2,5"),
        ("1º de mayo", "1 de mayo"),
    ],
)
def test_a_number_and_an_acronym_are_written_in_many_ways(one, other):
    assert query_tokens(one) == query_tokens(other)


@pytest.mark.parametrize("written", ["recibió", "recibía", "recibirán", "recibían"])
def test_an_accented_verb_has_the_stem_of_its_other_forms_too(written):
    (token,) = tokens(written)
    assert tokens("recibieron")[0].stem in {token.stem, token.also}


@pytest.mark.parametrize("noun", ["secretaría", "mayoría", "batería", "categorías", "Tucumán", "gestión"])
def test_a_noun_that_ends_like_a_verb_is_none(noun):
    assert tokens(noun)[0].also == ""


TEXTS = {
    "whole": "Ordenanza N.º 4.221/2025 con una suba de 12,5 % para el plan de e-gobierno",
    "row": "Ordenanza 4221 del 2025 con 12 y 5 sobre gobierno",
    "apart": "Ordenanza 2025 para 4221 vecinos, 5 de cada 12, sobre gobierno",
    "acronyms": "La GIRSU, el ABL y las luminarias LED según la Ley 25.326",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("4221/2025", ["whole", "row"]),
        ("N.º 4.221/2025", ["whole", "row"]),
        ("ordenanza 4221/2025", ["whole", "row"]),
        ("12,5", ["whole", "row"]),
        ("12.5 %", ["whole", "row"]),
        ("e-gobierno", ["whole"]),
        ("led", ["acronyms"]),
        ("g.i.r.s.u.", ["acronyms"]),
        ("abl", ["acronyms"]),
        ("ley 25326", ["acronyms"]),
        ("25.326", ["acronyms"]),
    ],
)
@pytest.mark.parametrize("field", ["title", "text", "rest"])
def test_who_types_an_identifier_finds_it_before_its_parts(engine, words, found, field):
    documents = [
        CaseDocument(id=name, pk=pk, **{field: text}) for pk, (name, text) in enumerate(TEXTS.items(), 1)
    ]
    engine.rebuild(reversed(documents), lambda keys: iter(()))
    hits = engine.search(SearchQuery.make(words=words, sort=Sort.RELEVANCE)).hits
    assert [hit.id for hit in hits] == found


@pytest.mark.parametrize("field", ["title", "text"])
def test_words_together_come_before_the_same_words_apart(engine, field):
    apart = CaseDocument(id="apart", pk=1, **{field: "agua de lluvia y una red más potable"})
    together = CaseDocument(id="together", pk=2, **{field: "lluvia y una red más de agua potable"})
    engine.rebuild(iter([apart, together]), lambda keys: iter(()))
    hits = engine.search(SearchQuery.make(words="agua potable", sort=Sort.RELEVANCE)).hits
    assert [hit.id for hit in hits] == ["together", "apart"]


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
