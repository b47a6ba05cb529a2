"""What a question asks for. Pure: the synonyms are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import query_tokens
from search.synonyms import MAX_FORMS, Group, Synonyms
from search.words import apart, concepts, neighbours

NONE = Synonyms()
GROUPS = (
    Group(("basura", "residuos", "desechos")),
    Group(("alumbrado público", "luminarias", "luz de la calle")),
    Group(("alumbrado",), ("LED",)),
    Group(("mascotas",), ("perros", "gatos")),
    Group(("desechos", "chatarra")),
)
KNOWN = Synonyms(GROUPS)
SPANISH = "aábcdeéfghiíjlmnñoópqrstuúvxyz0123456789 ,.-/"
texts = st.text(SPANISH, max_size=60)
phrases = st.lists(
    st.sampled_from(
        ["agua", "luz", "alumbrado", "público", "residuos", "basura", "mascotas", "turnos", "led", "árbol"]
    ),
    max_size=6,
).map(" ".join)


def said(words: str, synonyms: Synonyms = KNOWN) -> list[list[str]]:
    """The forms of each concept, as words."""
    return [
        [" ".join(token.exact for token in form.tokens) for form in concept.forms]
        for concept in concepts(words, synonyms)
    ]


def test_a_word_brings_the_others_of_its_group_after_itself():
    assert said("residuos") == [["residuos", "basura", "desechos"]]
    assert [form.typed for form in concepts("residuos", KNOWN)[0].forms] == [True, False, False]


def test_a_group_is_found_by_any_form_of_its_words_also_inside_a_longer_question():
    assert said("Mapa de RESIDUO vecinales")[1] == ["residuo", "basura", "desechos"]


def test_the_longest_expression_wins():
    assert said("alumbrado público led") == [["alumbrado publico", "luminarias", "luz calle"], ["led"]]
    assert said("alumbrado led") == [["alumbrado", "led"], ["led"]]


def test_an_expression_is_known_without_its_stop_words():
    assert said("luz en la calle")[0][0] == "luz calle"


def test_one_way_is_one_way():
    assert said("mascotas") == [["mascotas", "perros", "gatos"]]
    assert said("perros") == [["perros"]]


def test_groups_are_not_chained():
    assert "chatarra" not in said("basura")[0]
    assert said("desechos") == [["desechos", "basura", "chatarra", "residuos"]]


def test_an_expression_that_nobody_typed_is_a_phrase():
    forms = concepts("luminarias", KNOWN)[0].forms
    assert [form.is_phrase for form in forms] == [False, True, True]
    assert not concepts("alumbrado público", KNOWN)[0].forms[0].is_phrase


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("N.º 4.221/2025", [["4221/2025", "4221 2025"]]),
        ("12,5 %", [["12,5", "12 5"]]),
        ("e-gobierno", [["e-gobierno"]]),
        ("ordenanza 4221/2025", [["ordenanza"], ["4221/2025", "4221 2025"]]),
    ],
)
def test_an_identifier_is_one_thing_and_its_parts_in_a_row_another_way_to_say_it(words, forms):
    assert said(words, NONE) == forms


def test_an_accented_verb_is_also_looked_for_without_its_ending():
    stems = [form.stems for form in concepts("recibió", NONE)[0].forms]
    assert query_tokens("recibir")[0].stem in {stem for (stem,) in stems}


def test_any_word_of_an_expression_will_do_when_no_case_has_them_all():
    asked = apart(concepts("alumbrado público", KNOWN))
    assert [concept.typed[0].exact for concept in asked[:2]] == ["alumbrado", "publico"]
    assert apart(concepts("agua", NONE)) == concepts("agua", NONE)


def test_neighbours_are_the_words_as_typed():
    found = neighbours(concepts("luz de la calle 4221/2025", KNOWN))
    assert [(one.exact, other.exact) for one, other in found] == [
        ("luz", "calle"),
        ("calle", "4221"),
        ("4221", "2025"),
    ]


@given(texts | phrases)
def test_no_typed_word_is_lost_and_their_order_stays(words):
    typed = [token for concept in concepts(words, KNOWN) for token in concept.typed]
    assert typed == list(query_tokens(words))


@given(texts)
def test_without_a_group_nothing_is_added(words):
    unrelated = Synonyms([Group(("xxzz", "zzxx"))])
    assert concepts(words, unrelated) == concepts(words, NONE)


@given(phrases, st.permutations(GROUPS))
def test_the_order_of_the_groups_does_not_matter(words, groups):
    assert concepts(words, Synonyms(groups)) == concepts(words, KNOWN)


@given(
    st.lists(
        st.lists(st.sampled_from([f"palabra{n}" for n in range(40)]), min_size=2, max_size=12), max_size=8
    )
)
def test_a_concept_never_has_more_forms_than_the_limit(groups):
    known = Synonyms(Group(tuple(words)) for words in groups)
    for concept in concepts(" ".join(f"palabra{n}" for n in range(40)), known):
        assert len(concept.forms) <= MAX_FORMS
        assert len(set(concept.forms)) == len(concept.forms)
