from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.facets import FACETS
from search.query import MAX_PAGE, SearchQuery, Sort

NAMES = [
    "q",
    "municipio",
    "poblacion",
    "orden",
    "pagina",
    "tal_cual",
    *(facet.name for facet in FACETS),
    "otra",
]
SAID = (
    "1 si agua AR-820042 ar-820042 34.100 34100 3 a AR-82 AR production -1 0 evidencia municipio relevancia"
    " recientes network codigo salud ٣ 1e9 99999999999999999999999999999999"
)
values = st.text(max_size=30) | st.sampled_from(SAID.split())
params = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=20)


def read(address: str) -> SearchQuery:
    return SearchQuery.from_params(QueryDict(address.lstrip("?")))


@given(params)
def test_any_garbage_becomes_a_question_whose_address_is_canonical(pairs):
    query = read(urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs]))
    assert read(query.querystring()) == query
    assert read(query.querystring()).querystring() == query.querystring()
    assert 1 <= query.page <= MAX_PAGE
    assert not (query.municipality and query.population)
    assert query.sort in query.sorts


@given(params, st.sampled_from(FACETS), st.sampled_from(["agua", "si", "3", "AR", "a", "salud"]))
def test_toggling_twice_gives_the_same_question_from_its_first_page(pairs, facet, value):
    query = read(urlencode([(name, text.encode("utf-8", "replace")) for name, text in pairs]))
    twice = query.toggle(facet.name, value).toggle(facet.name, value)
    assert twice == query.with_page(1)
    assert query.without(facet.name).selected(facet.name) == ()


def test_the_order_of_the_parameters_does_not_matter():
    assert read("tema=salud&tema=agua&nivel=3") == read("nivel=3&tema=agua&tema=salud&tema=agua")
    assert read("tema=salud&nivel=3&tema=agua").url() == "?tema=agua&tema=salud&nivel=3"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("", "?"),
        ("q=%20agua%20%20potable%0A", "?q=agua+potable"),
        ("municipio=ar-820042&poblacion=5", "?municipio=AR-820042"),
        ("municipio=../../etc&poblacion=34.100", "?poblacion=34100"),
        ("poblacion=0", "?"),
        ("poblacion=99999999999999999999", "?"),
        ("pagina=1", "?"),
        ("pagina=0", "?"),
        ("pagina=999999", f"?pagina={MAX_PAGE}"),
        ("pagina=-3", "?"),
        ("nivel=9&nivel=3&nivel=tres", "?nivel=3"),
        ("escala=si", "?"),
        ("escala=si&poblacion=5000", "?poblacion=5000&escala=si"),
        ("orden=evidencia", "?"),
        ("orden=municipio", "?"),
        ("orden=relevancia", "?"),
        ("orden=relevancia&q=agua", "?q=agua&orden=relevancia"),
        ("orden=evidencia&municipio=AR-1", "?municipio=AR-1&orden=evidencia"),
        ("tal_cual=1", "?"),
        ("tal_cual=si&q=agua", "?q=agua"),
        ("tal_cual=1&orden=recientes&q=agua&tema=salud", "?q=agua&tema=salud&tal_cual=1&orden=recientes"),
        ("lugar=AR-820042&lugar=Rafaela", "?lugar=AR-820042"),
        ("tema=%00&tema=<script>&tema=agua%27", "?"),
    ],
)
def test_what_is_unknown_or_a_default_is_not_in_the_address(address, canonical):
    assert read(address).url() == canonical


def test_changing_the_question_goes_back_to_the_first_page():
    query = read("q=agua&pagina=4&tema=salud")
    assert query.toggle("nivel", "3").page == 1
    assert query.without("tema", "salud").page == 1
    assert query.with_words("turnos").page == 1
    assert query.with_page(3).page == 3 and query.with_page(3).words == "agua"


def test_without_a_reader_nothing_is_at_their_size():
    query = read("municipio=AR-820042&escala=si&orden=evidencia")
    assert query.active == (("escala", "si"),)
    anonymous = query.with_municipality("")
    assert anonymous.active == () and anonymous.sort is Sort.EVIDENCE and anonymous.url() == "?"


def test_words_taken_as_they_are_stay_so_until_there_are_others():
    query = read("q=residuos+rafaela&tema=salud&pagina=3").as_typed()
    assert query.url() == "?q=residuos+rafaela&tema=salud&tal_cual=1"
    assert query.toggle("nivel", "3").verbatim and query.with_page(2).verbatim
    assert not query.with_words("residuos").verbatim and not query.without_words().verbatim
    assert read("tema=salud").as_typed() == read("tema=salud")


def test_values_are_added_to_those_chosen():
    query = read("q=agua&tema=salud&pagina=2").with_facets({"tema": ["agua"], "lugar": ["AR-820042"]})
    assert query.url() == "?q=agua&tema=agua&tema=salud&lugar=AR-820042"


def test_the_path_goes_along_and_is_not_part_of_the_question():
    query = SearchQuery.from_params(QueryDict("tema=agua"), path="/buscar/")
    assert query.toggle("nivel", "3").url() == "/buscar/?tema=agua&nivel=3"
    assert query.without("tema").url() == "/buscar/"
    assert query == read("tema=agua")


@pytest.mark.parametrize("facet", ["tema", "nivel", "escala", "reutilizable"])
def test_the_addresses_of_all_values_are_those_of_toggling_each(facet: str) -> None:
    facets = {"tema": ["agua", "salud"], "nivel": ["3"], "escala": ["si"], "area": ["hacienda"]}
    query = SearchQuery.make("luz", "AR-820042", facets=facets, sort="recientes", page=3, path="/buscar/")
    values = {"tema": ["agua", "dengue"], "nivel": ["3", "5"], "escala": ["si"], "reutilizable": ["api"]}[
        facet
    ]
    assert query.toggle_urls(facet, values) == {one: query.toggle(facet, one).url() for one in values}
