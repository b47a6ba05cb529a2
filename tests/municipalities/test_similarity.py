"""How alike two municipalities are: symmetric, 1 for itself, and honest about what is unknown."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from municipalities.similarity import WEIGHTS, Profile, score, similarity

percentile = st.none() | st.floats(0, 1)
profiles = st.builds(
    Profile,
    key=st.just(""),
    population=st.none() | st.integers(1, 20_000_000),
    province=st.sampled_from(["", "AR-82", "AR-14", "CL-13"]),
    region=st.sampled_from(["", "Pampeana", "Centro"]),
    country=st.sampled_from(["", "AR", "CL", "UY"]),
    urban_form=st.sampled_from(["", "metropolitan", "town"]),
    unmet_needs=percentile,
    budget=percentile,
)
RAFAELA = Profile("AR-820042", 102_236, "AR-82", "Pampeana", "AR")


def test_the_weights_add_up_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@given(profiles, profiles)
def test_it_is_symmetric_and_between_0_and_1(a: Profile, b: Profile) -> None:
    assert score(a, b) == score(b, a)
    assert 0 <= score(a, b) <= 1


@given(profiles)
def test_it_is_1_for_itself_when_the_population_is_known(profile: Profile) -> None:
    assume(profile.population)
    assert score(profile, profile) == pytest.approx(1)


@given(profiles, profiles)
def test_without_a_population_it_is_0(a: Profile, b: Profile) -> None:
    assert score(replace(a, population=None), b) == 0
    assert similarity(a, replace(b, population=None)).score == 0


@given(profiles, profiles, st.integers(1, 20_000_000), st.integers(1, 20_000_000))
def test_a_population_further_away_is_never_more_alike(a: Profile, b: Profile, near: int, far: int) -> None:
    assume(a.population)
    ratios = [max(p, a.population) / min(p, a.population) for p in (near, far)]
    if ratios[0] > ratios[1]:
        near, far = far, near
    assert score(a, replace(b, population=near)) >= score(a, replace(b, population=far)) - 1e-12


@given(profiles, profiles, st.integers(1, 20_000_000), st.integers(1, 20_000_000))
def test_the_score_is_the_weighted_mean_of_the_known_terms(
    a: Profile, b: Profile, here: int, there: int
) -> None:
    a, b = replace(a, population=here), replace(b, population=there)
    result = similarity(a, b)
    known = [term for term in result.terms if term.score is not None]
    expected = sum(t.weight * t.score for t in known) / sum(t.weight for t in known)
    assert result.score == pytest.approx(expected)
    assert result.known == len(known)
    assert [term.name for term in result.terms] == list(WEIGHTS)


@given(profiles, profiles)
def test_what_is_unknown_on_one_side_drops_out(a: Profile, b: Profile) -> None:
    blank = replace(b, urban_form="", unmet_needs=None, budget=None)
    known = {t.name for t in similarity(a, blank).terms if t.score is not None}
    assert known <= {"population", "territory"}


@pytest.mark.parametrize(
    ("population", "expected"),
    [(102_236, 1.0), (204_472, 2 / 3), (51_118, 2 / 3), (408_944, 1 / 3), (1_000_000, 0)],
)
def test_population_loses_a_third_at_each_doubling(population: int, expected: float) -> None:
    term = similarity(RAFAELA, replace(RAFAELA, population=population)).terms[0]
    assert term.score == pytest.approx(expected)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("AR-82", "Pampeana", "AR"), 1.0),
        (("AR-14", "Pampeana", "AR"), 0.7),
        (("AR-66", "NOA", "AR"), 0.4),
        (("UY-05", "", "UY"), 0.2),
        (("BR-43", "Pampeana", "BR"), 0.2),
    ],
)
def test_territory(other: tuple[str, str, str], expected: float) -> None:
    province, region, country = other
    term = similarity(RAFAELA, Profile("", 5000, province, region, country)).terms[1]
    assert term.score == expected


def test_a_typed_population_is_compared_by_population_only() -> None:
    result = similarity(Profile("", 100_000), RAFAELA)
    assert result.known == 1
    assert result.score == result.terms[0].score
