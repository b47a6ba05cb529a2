"""The register in memory: it follows the database, and says who is like whom."""

from time import monotonic

import pytest
from django.core.management import call_command

from municipalities.models import Municipality
from municipalities.peers import look_again, nearest, register_profiles, similarities
from municipalities.similarity import Profile, similarity


def test_every_municipality_is_there_examples_included(places: dict) -> None:
    assert set(register_profiles()) == set(places)


def test_scores_are_those_of_the_explained_similarity(places: dict) -> None:
    profiles = register_profiles()
    rafaela = profiles["AR-820042"]
    for key, value in similarities(rafaela).items():
        assert value == similarity(rafaela, profiles[key]).score


def test_the_nearest_are_ordered_real_and_not_itself(places: dict) -> None:
    peers = nearest(places["AR-820042"].profile, 3)
    assert peers[0].municipality.key == "AR-060364"
    scores = [peer.similarity.score for peer in peers]
    assert scores == sorted(scores, reverse=True)
    keys = {peer.municipality.key for peer in nearest(places["AR-820042"].profile, 50)}
    assert not keys & {"AR-820042", "AR-EJ001"}
    with_examples = nearest(places["AR-820042"].profile, 50, examples=True)
    assert "AR-EJ001" in {peer.municipality.key for peer in with_examples}


def test_a_municipality_without_population_has_no_peers(places: dict) -> None:
    assert nearest(places["AR-381001"].profile) == []


@pytest.mark.parametrize(
    "change",
    [
        {"population": 50_000},
        {"urban_form": "town"},
        {"unmet_needs": 12.5},
        {"budget_per_head": 9.0},
    ],
)
def test_a_change_that_another_process_made_is_seen_within_a_second(
    places: dict, change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = register_profiles()["AR-820042"]
    Municipality.objects.filter(code="820042").update(**change)  # tells nobody, as another process would
    assert register_profiles()["AR-820042"] == before
    later = monotonic() + 1
    monkeypatch.setattr("municipalities.peers.monotonic", lambda: later)
    assert register_profiles()["AR-820042"] != before


def test_a_change_made_in_this_process_is_seen_at_once(places: dict) -> None:
    register_profiles()
    place = Municipality.objects.get(code="820042")
    place.population = 50_000
    place.save()
    assert register_profiles()["AR-820042"].population == 50_000


def test_swapping_two_populations_is_seen(places: dict) -> None:
    register_profiles()
    Municipality.objects.filter(code="820042").update(population=1_037_710)
    Municipality.objects.filter(code="820210").update(population=102_236)
    look_again()
    assert register_profiles()["AR-820042"].population == 1_037_710


def test_percentiles_are_within_the_country(places: dict) -> None:
    Municipality.objects.filter(code="820042").update(unmet_needs=2.0)
    Municipality.objects.filter(code="820210").update(unmet_needs=8.0)
    Municipality.objects.filter(code="13119").update(unmet_needs=99.0)
    profiles = register_profiles()
    needs = {key: profile.unmet_needs for key, profile in profiles.items() if profile.unmet_needs is not None}
    assert needs == {"AR-820042": 0.25, "AR-820210": 0.75, "CL-13119": 0.5}


@pytest.mark.django_db
def test_comparing_the_whole_register_costs_one_query_at_most(django_assert_num_queries) -> None:
    call_command("load_register")
    register_profiles()
    for population in (34_100, 500, 900_000):
        look_again()
        with django_assert_num_queries(1):
            assert len(similarities(Profile("", population))) > 2300
