"""What a page gets: results with their reasons, facets with their links, and help when there is nothing."""

import pytest
from django.utils import translation
from django.utils.functional import Promise

from cases.models import CasePage
from cases.proof import sentence
from municipalities.peers import register_profiles
from municipalities.similarity import Profile
from municipalities.size_bands import SIZE_LIMITS, size_band
from search import outbox
from search.documents import CaseDocument
from search.explanation import explain
from search.facets import COST_LIMITS, FACETS, Kind, cost_band
from search.finder import find
from search.payloads import assessment_of, proof_sentence
from search.query import SearchQuery
from search.readers import reader_for, similarity_step
from tests.factories import (
    make_case,
    make_implementation,
    make_indicator,
    make_municipality,
    make_pair,
    make_province,
)
from tests.search.test_indexing import sustained_case

__all__ = ["sustained_case"]
pytestmark = pytest.mark.django_db


def test_a_reader_gets_what_is_proven_at_their_size_first(site_engine, sustained_case):
    proven, replication = sustained_case
    make_case(identifier="relato", title="Luminarias")
    outbox.drain()
    here = replication.municipality
    query = SearchQuery.make(municipality=here.key)
    finding = find(query, here.profile)
    assert finding.result.hits[0].id == proven.identifier
    scale = next(view for view in finding.facets if view.name == "escala")
    assert [(value.value, value.count) for value in scale.values] == [("si", 1)]
    assert finding.nearest is None and finding.suggestions == () and not finding.unavailable
    only = find(query.toggle("escala", "si"), here.profile)
    assert only.result.total == 1 and only.facets[0].values[0].selected


def test_a_typed_population_reads_like_a_municipality_of_that_size(site_engine, sustained_case):
    proven, _replication = sustained_case
    outbox.drain()
    finding = find(SearchQuery.make(population=52_000), Profile(key="", population=52_000))
    assert finding.result.facets["escala"] == {"si": 1}
    assert finding.result.hits[0].id == proven.identifier


def test_far_from_all_evidence_the_nearest_is_named(site_engine, sustained_case):
    proven, _replication = sustained_case
    outbox.drain()
    far = make_municipality(population=2_000)
    finding = find(SearchQuery.make(municipality=far.key, facets={"nivel": ["5"]}), far.profile)
    assert finding.result.total == 0 and finding.nearest.id == proven.identifier
    assert [(one.facet, one.value, one.total) for one in finding.suggestions] == [("nivel", "5", 1)]
    assert "50.000" in proof_sentence(finding.nearest.payload, far.population)


def test_the_sentence_of_a_row_is_that_of_the_case_page(site_engine, sustained_case):
    case, _replication = sustained_case
    make_implementation(case, make_municipality(population=60_000), phase="abandoned")
    make_implementation(case, make_municipality(population=70_000), confirmed=False)
    outbox.drain()
    payload = site_engine.search(SearchQuery.make()).hits[0].payload
    assessment = CasePage.objects.get(pk=case.pk).assessment()
    names = {one.municipality.key: one.municipality.name for one in case.implementations.all()}
    for population in (None, 1, 900, 3_000, 30_000, 55_000, 110_000, 900_000, 20_000_000):
        assert proof_sentence(payload, population) == sentence(assessment, population, names)
    assert len(assessment_of(payload).sites) == 4


def test_a_page_of_results_asks_the_database_a_fixed_number_of_times(
    site_engine, django_assert_max_num_queries
):
    here = make_municipality()
    query = SearchQuery.make(municipality=here.key)
    make_case(topics=("agua",))
    outbox.drain()
    find(query, here.profile)
    with django_assert_max_num_queries(20) as one:
        find(query, here.profile)
    for n in range(5):
        make_case(topics=("agua", "salud"), technologies=(f"t{n}",))
    outbox.drain()
    find(query, here.profile)
    with django_assert_max_num_queries(len(one) + 1):  # one more: there are technologies to name now
        assert len(find(query, here.profile).result.hits) == 6


def test_facets_list_what_gives_nothing_and_name_every_value(site_engine):
    make_case(make_municipality(province=make_province("82", "Santa Fe")), topics=("agua",))
    make_case(make_municipality(province=make_province("06", "Buenos Aires")), topics=("salud",))
    outbox.drain()
    finding = find(SearchQuery.make(facets={"tema": ["agua"], "red": ["no-existe"]}).without("red"))
    provinces = {
        value.label: value for view in finding.facets if view.name == "provincia" for value in view.values
    }
    assert provinces["Santa Fe"].count == 1 and provinces["Buenos Aires"].count == 0
    assert provinces["Buenos Aires"].inert
    topics = next(view for view in finding.facets if view.name == "tema")
    assert [(value.label, value.count, value.selected) for value in topics.values] == [
        ("Agua", 1, True),
        ("Salud", 1, False),
    ]
    assert "escala" not in {view.name for view in finding.facets}
    chosen = find(SearchQuery.make(facets={"red": ["no-existe"]}))
    network = next(view for view in chosen.facets if view.name == "red")
    assert [(value.value, value.count, value.selected) for value in network.values] == [
        ("no-existe", 0, True)
    ]


def test_an_index_that_is_down_never_gives_an_error(settings, tmp_path):
    settings.SEARCH_URL = f"embedded://{tmp_path / 'nowhere'}"
    finding = find(SearchQuery.make(words="agua"))
    assert finding.unavailable and finding.result.total == 0


def test_the_explanation_shows_both_values_and_what_was_unknown(site_engine):
    santa_fe, cordoba = (
        make_province("82", "Santa Fe", region="Centro"),
        make_province("14", "Córdoba", region="Centro"),
    )
    ours = make_municipality(population=50_000, province=cordoba, urban_form="town")
    theirs = make_municipality(population=60_000, province=santa_fe, name="Rafaela")
    case = make_case(make_municipality(population=800_000), "caso-x")
    indicator = make_indicator(case)
    make_pair(make_implementation(case, theirs), indicator, 40, 10)
    make_implementation(case, make_municipality(population=40_000, name="Abandono"), phase="abandoned")
    outbox.drain()
    payload = site_engine.search(SearchQuery.make()).hits[0].payload
    with translation.override(None):
        found = explain(payload, ours.profile, register_profiles(), {"AR-14": "Córdoba"})
    assert found.most_alike["name"] == "Rafaela"
    known = {term.label: (term.ours, term.theirs) for term in found.known}
    assert known["Population"] == ("50.000 inhabitants", "60.000 inhabitants")
    assert known["Territory"] == ("Córdoba", "Santa Fe")
    assert {term.label for term in found.unknown} == {"Urban form", "Unmet basic needs", "Budget per head"}
    with translation.override(None):
        assert found.summary == "Calculated with 2 of 5 variables"
    assert [site["name"] for site in found.near] == ["Rafaela", "Abandono"]
    assert 0 < found.percent < 100


def test_without_a_population_nothing_is_alike_or_near(site_engine, sustained_case):
    outbox.drain()
    nobody = make_municipality(population=None)
    payload = site_engine.search(SearchQuery.make()).hits[0].payload
    found = explain(payload, nobody.profile, register_profiles())
    assert (found.most_alike, found.terms, found.near) == (None, (), ())
    reader = reader_for(nobody.profile)
    assert reader.cell is None and not reader.steps and not reader.distances
    assert (
        find(
            SearchQuery.make(municipality=nobody.key, facets={"escala": ["si"]}), nobody.profile
        ).result.total
        == 0
    )


def test_the_engine_orders_by_the_similarity_that_is_explained(sustained_case):
    _case, replication = sustained_case
    here = make_municipality(population=45_000)
    reader = reader_for(here.profile)
    assert reader.steps[here.key] == 64
    site = {"key": replication.municipality.key, "name": "", "province": ""}
    payload = {"sites": [{**site, "population": 50_000, "state": "sustained"}]}
    shown = explain(payload, here.profile, register_profiles()).percent / 100
    ordered_by = reader.steps[replication.municipality.key]
    assert ordered_by in {similarity_step(shown - 0.005), similarity_step(shown + 0.005)}


def test_bands_have_no_gaps():
    assert [
        size_band(n) for n in (0, 1_999, 2_000, 9_999, 10_000, 50_000, 100_000, 499_999, 500_000)
    ] == list("aabbcdeef")
    assert [cost_band(n) for n in (0, 9_999.99, 10_000, 50_000, 250_000, 1_000_000)] == list("aabcde")
    assert size_band(None) == cost_band(None) == ""
    for limits in (SIZE_LIMITS, COST_LIMITS):
        assert list(limits) == sorted(limits, key=lambda pair: pair[1])


def test_every_facet_is_declared_once_and_reads_a_field_of_the_document():
    document = CaseDocument(id="a", pk=1)
    assert len({facet.name for facet in FACETS}) == len(FACETS) == 14
    assert all(isinstance(document.values(facet.field), tuple) for facet in FACETS)
    assert all(isinstance(facet.label, Promise) for facet in FACETS)
    assert [facet.name for facet in FACETS if facet.kind is Kind.READER] == ["escala"]
