"""The proof sentence: true for every reader, in Spanish, and recountable by hand."""

from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.evidence import Level, Phase, State, assess
from cases.proof import near, proven_cells, proven_near, ratio_text, sentence
from cases.wording import condition_text, level_label, missing_text, state_label
from municipalities.sizes import cell, is_near
from tests.cases.evidence_facts import TODAY, case, pair, policy, site

NAMES = {"AR-000000": "Rafaela", "AR-000001": "Villa Ejemplo"}
SIZE = 102_236
BARE, ABANDONED = {"measures": ()}, {"phase": Phase.ABANDONED}
ORIGIN_AT_1 = site(0, population=SIZE, measures=pair("wait"))
EVIDENCE = "102.236 hab."


def replications(count, start=1, **facts):
    return [site(number, **{"population": SIZE} | facts) for number in range(start, start + count)]


def said(population, *sites, **facts):
    with override("es-ar"):
        return sentence(assess(case(*sites, **facts), TODAY), population, NAMES)


RANGE = "de 50.000 a 210.000 habitantes"
SENTENCES = [
    ([*replications(3), *replications(1, 9, **BARE)], f"3 de 4 municipios {RANGE} sostuvieron el resultado"),
    ([*replications(1), *replications(3, 9, **BARE)], f"1 de 4 municipios {RANGE} sostuvo el resultado"),
    (replications(2), f"2 de 2 municipios {RANGE} sostuvieron el resultado"),
    (
        replications(1, province="AR-01"),
        f"El único municipio {RANGE} que lo intentó sostuvo el resultado",
    ),
    (
        [*replications(1), *replications(1, 9, confirmed=False)],
        f"Un municipio {RANGE} sostuvo el resultado",
    ),
    (
        replications(1, **ABANDONED),
        f"Un municipio {RANGE} lo intentó y hoy no tiene un resultado sostenido",
    ),
    (
        [*replications(1, **ABANDONED), *replications(2, 7, **BARE), site(5, population=900_000)],
        f"3 municipios {RANGE} lo intentaron y ninguno tiene hoy un resultado sostenido."
        " La evidencia más cercana es AR-000005 (900.000 hab., 9 veces la tuya)",
    ),
    ([site(0, **BARE)], "Ningún municipio sostuvo todavía el resultado"),
    (replications(1, confirmed=False), "Ningún municipio sostuvo todavía el resultado"),
    ([site(1, population=900, **ABANDONED)], "Hoy ningún municipio tiene un resultado sostenido"),
    ([ORIGIN_AT_1], "Solo el municipio de origen sostuvo el resultado, y faltan datos para contarlo"),
    (
        [site(1, population=None)],
        "Todavía no hay evidencia a tu escala:"
        " no se conoce la población de los municipios que sostuvieron el resultado",
    ),
]


@pytest.mark.parametrize(("sites", "expected"), SENTENCES)
def test_the_sentence_for_a_city_of_that_size(sites, expected):
    assert said(SIZE, *sites) == expected


@pytest.mark.parametrize(
    ("population", "distance"),
    [
        (12_780, "8 veces la tuya"),
        (1_000, "102 veces la tuya"),
        (40_000, "2,6 veces la tuya"),
        (212_000, "la mitad de la tuya"),
        (250_000, "menos de la mitad de la tuya"),
        (306_000, "un tercio de la tuya"),
        (1_000_000, "un décimo de la tuya"),
        (3_000_000, "menos de un décimo de la tuya"),
    ],
)
def test_without_evidence_near_the_sentence_names_the_nearest(population, distance):
    assert said(population, site(0, population=SIZE)) == (
        f"Todavía no hay evidencia a tu escala. La más cercana es Rafaela ({EVIDENCE}, {distance})"
    )


NOBODY_CHOSE = [
    ([*replications(5), *replications(2, 9, **BARE)], "5 de 7 municipios sostuvieron el resultado"),
    ([*replications(1), *replications(1, 9, **BARE)], "1 de 2 municipios sostuvo el resultado"),
    ([site(0)], "El único municipio que lo intentó sostuvo el resultado"),
    ([ORIGIN_AT_1, site(1)], "2 de 2 municipios sostuvieron el resultado"),
    ([site(0), site(1, confirmed=False)], "Un municipio sostuvo el resultado"),
    (replications(1, **BARE), "Un municipio lo intentó y hoy no tiene un resultado sostenido"),
    (replications(2, **BARE), "2 municipios lo intentaron y ninguno tiene hoy un resultado sostenido"),
    ([site(0, confirmed=False)], "Ningún municipio sostuvo todavía el resultado"),
]


@pytest.mark.parametrize(("sites", "expected"), NOBODY_CHOSE)
def test_the_sentence_when_no_municipality_was_chosen(sites, expected):
    assert said(None, *sites) == expected


def test_the_origin_enters_both_sides_at_level_2():
    alone = assess(case(ORIGIN_AT_1, *replications(1, **BARE)), TODAY)
    assert (alone.level, near(alone, SIZE).sustained, near(alone, SIZE).counted) == (Level.MEASURED, 0, 1)
    complete = assess(case(site(0, population=SIZE), *replications(1, **BARE)), TODAY)
    assert (complete.level, near(complete, SIZE).sustained, near(complete, SIZE).counted) == (
        Level.SUSTAINED,
        1,
        2,
    )


def test_proven_needs_a_replication_near_and_exactly_half():
    origin = site(0, population=SIZE)
    far = site(1, population=4_000)
    assert not proven_near(assess(case(origin, far), TODAY), SIZE)
    assert proven_near(assess(case(origin, far), TODAY), 4_000)
    half = [*replications(1), *replications(2, 9, **BARE)]
    assert proven_near(assess(case(origin, *half), TODAY), SIZE)
    assert not proven_near(assess(case(origin, *half, *replications(1, 15, **BARE)), TODAY), SIZE)


def test_an_unknown_population_is_never_near():
    assessment = assess(case(site(0), site(1, population=None), *replications(2, 5)), TODAY)
    assert not proven_near(assessment, None)
    assert near(assessment, None).counted == near(assessment, 0).counted == 0
    assert assessment.level >= Level.REPLICATED


# Properties

populations = st.one_of(st.none(), st.integers(1, 3_000_000), st.integers(20_000, 120_000))
situations = st.sampled_from([{}, {}, {}, BARE, ABANDONED, {"confirmed": False}, {"phase": Phase.INTENT}])


@st.composite
def assessments(draw):
    sites = [
        site(number, population=draw(populations), **draw(situations))
        for number in range(draw(st.integers(0, 1)), draw(st.integers(1, 8)))
    ]
    return assess(case(*sites), TODAY)


readers = st.one_of(st.integers(1, 3_000_000), st.integers(20_000, 120_000))


@settings(max_examples=100, deadline=None)
@given(assessments(), st.lists(readers, min_size=1, max_size=20))
def test_the_cells_and_the_populations_agree_on_where_a_case_is_proven(assessment, chosen):
    cells = proven_cells(assessment)
    for population in (*chosen, *(one.site.population for one in assessment.sites if one.site.population)):
        assert (cell(population) in cells) is proven_near(assessment, population)


@settings(max_examples=100, deadline=None)
@given(assessments(), readers)
def test_the_numbers_can_be_recounted_from_the_sites(assessment, population):
    proof = near(assessment, population)
    close = [
        one
        for one in assessment.sites
        if is_near(one.site.population, population) and (not one.site.origin or assessment.level >= 2)
    ]
    assert proof.counted + proof.mentioned == len(close)
    assert proof.sustained == len([one for one in close if one.state is State.SUSTAINED])
    assert all(proof.low <= one.site.population <= proof.high for one in close)
    assert proof.sustained <= proof.counted
    if proof.nearest and not proof.sustained:
        assert not is_near(proof.nearest.site.population, population)
        assert proof.ratio is not None and not 0.5 <= proof.ratio <= 2
    if proven_near(assessment, population):
        assert 2 * proof.sustained >= proof.counted > 0


@settings(max_examples=100, deadline=None)
@given(assessments(), st.one_of(st.none(), readers))
def test_the_sentence_claims_a_sustained_outcome_only_where_there_is_one(assessment, population):
    with override("es-ar"):
        text = sentence(assessment, population, NAMES)
    assert text and "%" not in text and "None" not in text
    if population and near(assessment, population).sustained == 0:
        assert (
            text.startswith(("Todavía no hay", "Ningún", "Hoy ningún", "Solo el"))
            or "ningun" in text
            or ("no tiene" in text)
        )


@given(st.floats(0.00001, 0.4999) | st.floats(2.0001, 100_000))
def test_every_distance_has_words(ratio):
    with override("es-ar"):
        assert ratio_text(ratio).endswith("la tuya")


# Words


def test_every_state_level_and_condition_has_words():
    with override("es-ar"):
        assert [str(state_label(state)) for state in State][-1] == "sin consolidar"
        assert [str(level_label(level)) for level in Level] == [
            "Relato",
            "Medido",
            "Sostenido",
            "Replicado",
            "Extendido",
            "Política de red",
        ]
        for condition in assess(replace(policy(), uses_ai=True), TODAY).conditions:
            assert "%" not in condition_text(condition) + missing_text(condition)
            assert condition_text(condition) != missing_text(condition)


def test_a_condition_tells_its_numbers():
    conditions = {
        one.code: one for one in assess(case(site(0), *replications(2), site(9, **BARE)), TODAY).conditions
    }
    with override("es-ar"):
        assert condition_text(conditions["success_rate"]).endswith("(hasta hoy: 2 de 3; hacen falta: 2)")
        assert missing_text(conditions["replications"]).startswith(
            "Réplicas que sostuvieron el resultado: 2. Hacen falta: 3."
        )
        assert "90 días" in condition_text(conditions["followup"])
