"""Which names a question has, and what they mean as filters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.names import Interpretation, Names, Place, interpret
from search.query import SearchQuery
from search.sizes import sizes_in


def city(code: str, name: str, province: str) -> tuple[str, Place]:
    return name, Place("lugar", f"AR-{code}", name, f"AR-{province}")


RAFAELA = city("820042", "Rafaela", "82")
PICO = city("420105", "General Pico", "42")
ESPERANZA = city("820105", "Esperanza", "82")
CORDOBA_CITY = city("140014", "Córdoba", "14")
SAN_JOSES = [
    city("300001", "San José", "30"),
    city("540001", "San José", "54"),
    city("100001", "San José", "10"),
]
NEW_SAN_JOSE = city("540002", "San José del Este", "54")
FLORES = city("220001", "Las Flores", "22")
CATAMARCA = ("Catamarca", Place("provincia", "AR-10", "Catamarca"))
CORDOBA = ("Córdoba", Place("provincia", "AR-14", "Córdoba"))
MISIONES = ("Misiones", Place("provincia", "AR-54", "Misiones"))
CHILE = ("Chile", Place("pais", "CL", "Chile"))
OHIGGINS = city("220002", "O'Higgins", "22")
EVERYWHERE = [
    *(RAFAELA, PICO, ESPERANZA, CORDOBA_CITY, *SAN_JOSES, NEW_SAN_JOSE, FLORES, OHIGGINS),
    *(CATAMARCA, CORDOBA, MISIONES, CHILE),
]
NAMES = Names(EVERYWHERE)
COMMON = {"esperanza", "flores"}


def understood(words: str, without: tuple[tuple[str, Place], ...] = ()) -> Interpretation | None:
    nowhere = {place for _name, place in without}

    def cases_at(places):
        return {place: 2 for place in places if place not in nowhere}

    return interpret(words, NAMES, cases_at, lambda word, cases: word in COMMON)


@pytest.mark.parametrize(
    ("words", "left", "facets"),
    [
        ("residuos rafaela", "residuos", {"lugar": ("AR-820042",)}),
        ("Residuos en Rafaela", "Residuos", {"lugar": ("AR-820042",)}),
        ("rafaela", "", {"lugar": ("AR-820042",)}),
        ("en la ciudad de rafaela", "", {"lugar": ("AR-820042",)}),
        ("municipalidad de rafaela compostaje", "compostaje", {"lugar": ("AR-820042",)}),
        ("compras gral. pico", "compras", {"lugar": ("AR-420105",)}),
        ("agua o'higgins", "agua", {"lugar": ("AR-220002",)}),
        ("chatbot en catamarca", "chatbot", {"provincia": ("AR-10",)}),
        ("turnos chile", "turnos", {"pais": ("CL",)}),
        ("turnos en córdoba", "turnos", {"provincia": ("AR-14",)}),
        ("córdoba", "", {"lugar": ("AR-140014",)}),
        ("provincia de córdoba", "", {"provincia": ("AR-14",)}),
        ("turnos en la ciudad de cordoba", "turnos", {"lugar": ("AR-140014",)}),
        ("agua san josé misiones", "agua", {"lugar": ("AR-540001",)}),
        ("agua en san jose del este", "agua", {"lugar": ("AR-540002",)}),
        ("residuos en rafaela y chile", "residuos", {"lugar": ("AR-820042",), "pais": ("CL",)}),
        (
            "dengue en municipios chicos de misiones",
            "dengue",
            {"provincia": ("AR-54",), "tamano": ("a", "b")},
        ),
        ("cloro en las flores", "cloro", {"lugar": ("AR-220001",)}),
        ("escuelas municipio de esperanza", "escuelas", {"lugar": ("AR-820105",)}),
    ],
)
def test_a_name_becomes_a_filter_and_leaves_the_words(words, left, facets):
    found = understood(words)
    assert (found.words, found.facets) == (left, facets)


@pytest.mark.parametrize(
    "words",
    [
        "residuos",
        "",
        "san",
        "poda de las flores",
        "bono esperanza",
        "provincias",
        "rafaelas",
        "pueblos originarios",
    ],
)
def test_what_is_no_name_or_is_also_a_common_word_stays_as_it_is(words):
    assert understood(words) is None


def test_of_several_places_of_a_name_the_one_with_cases_is_meant_and_the_others_are_said():
    said = understood("agua san josé").said[0]
    assert said.place == SAN_JOSES[0][1] and set(said.others) == {one[1] for one in SAN_JOSES[1:]}
    only = understood("agua san josé", without=(SAN_JOSES[0], SAN_JOSES[2])).said[0]
    assert only.place == SAN_JOSES[1][1] and only.others == ()
    assert understood("agua san josé", without=tuple(SAN_JOSES)) is None


def test_a_place_without_cases_is_not_meant():
    assert understood("residuos en rafaela", without=(RAFAELA,)) is None
    assert understood("agua córdoba", without=(CORDOBA,)).facets == {"lugar": ("AR-140014",)}


@pytest.mark.parametrize(
    ("words", "bands"),
    [
        ("municipios chicos", "ab"),
        ("pequeñas localidades", "ab"),
        ("ciudades grandes", "ef"),
        ("grandes ciudades", "ef"),
        ("ciudad mediana", "cd"),
        ("pueblos", "ab"),
        ("feria en un pueblo", "ab"),
        ("pueblo", ""),
        ("municipios de menos de 10 mil habitantes", "ab"),
        ("menos de 10.000 habitantes", "ab"),
        ("hasta 2001 habitantes", "ab"),
        ("más de 100.000 habitantes", "ef"),
        ("más de medio", ""),
        ("más de 1 millón de habitantes", "f"),
        ("entre 10 y 50 mil habitantes", "c"),
        ("entre 5.000 y 60 mil hab.", "bcd"),
        ("una ciudad de 34 mil habitantes", "c"),
        ("34 mil habitantes", ""),
        ("plan de 300 habitantes", ""),
        ("pueblos indígenas", ""),
        ("chicos", ""),
        ("grandes generadores", ""),
    ],
)
def test_sizes_are_understood_as_people_say_them(words, bands):
    sizes, _where = sizes_in(words)
    assert (sizes.bands if sizes else ()) == tuple(bands)


PIECES = [
    "residuos",
    "en",
    "Rafaela",
    "san josé",
    "misiones",
    "municipios chicos",
    "|",
    "ñandú",
    "İ",
    "10 mil habitantes",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=6).map(" ".join))
def test_nothing_typed_is_an_error_and_what_is_understood_is_a_question(text):
    words = SearchQuery.make(words=text).words
    found = understood(words)
    if found is not None:
        assert found.facets and len(found.said) >= 1
        assert len(found.words) <= len(words)
        assert SearchQuery.make(facets=found.facets).active
