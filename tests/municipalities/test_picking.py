"""Finding a municipality by what a person types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.models import Municipality
from municipalities.querysets import fold, typed


def found(text: str) -> list[str]:
    return [str(place) for place in Municipality.objects.matching(text)]


def test_what_begins_so_comes_first_and_the_larger_before(places: dict) -> None:
    assert found("rafa") == ["Rafaela (Santa Fe)", "Rafael García (Córdoba)"]


@pytest.mark.parametrize("text", ["San José", "san jose", "SAN  JOSÉ ", "José San"])
def test_san_jose_lists_its_five_whatever_the_accents(places: dict, text: str) -> None:
    assert sum(name.startswith("San José (") for name in found(text)) == 5


def test_the_very_name_comes_before_longer_ones_larger_first_unknown_last(places: dict) -> None:
    assert found("san jose") == [
        "San José (Entre Ríos)",
        "San José (Misiones)",
        "San José (Catamarca)",
        "San José (Córdoba)",
        "San José (Santiago del Estero)",
        "San José de Metán (Salta)",
        "San José del Rincón (Santa Fe)",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("canuelas", "Cañuelas (Buenos Aires)"),
        ("metan", "San José de Metán (Salta)"),
        ("gral rodriguez", "General Rodríguez (Buenos Aires)"),
        ("san jose, entre rios", "San José (Entre Ríos)"),
        ("Rafaela (Santa Fe)", "Rafaela (Santa Fe)"),
        ("caba", "Ciudad Autónoma de Buenos Aires (CABA)"),
        ("cordoba", "Córdoba (Córdoba)"),
        ("maipu", "Maipú (Metropolitana de Santiago)"),
    ],
)
def test_as_people_write_it(places: dict, text: str, first: str) -> None:
    assert found(text)[0] == first


def test_a_finished_word_is_not_the_beginning_of_a_province(places: dict) -> None:
    assert found("san rafael") == []
    assert found("rafael santa") == ["Rafaela (Santa Fe)"]


def test_a_province_alone_is_not_a_name(places: dict) -> None:
    assert found("misiones") == []


@pytest.mark.parametrize(
    "text", ["", "   ", "zzz", "%", "_", '"', "\x00", "'; --", "a" * 5000, "🙂", "x " * 3000]
)
def test_nothing_typed_or_nonsense_finds_nothing(places: dict, text: str) -> None:
    assert found(text) == []


def test_examples_are_never_offered(places: dict) -> None:
    assert "Rafaelillo (Santa Fe)" not in found("rafael")


@pytest.mark.parametrize("key", ["AR-820042", "ar-820042", " AR-820042 ", "AR-EJ001", "AR-ej001"])
def test_a_key_names_one_municipality(places: dict, key: str) -> None:
    assert Municipality.objects.by_key(key) is not None


@pytest.mark.parametrize("key", ["", "AR", "AR-", "-820042", "AR-82004", "820042", "AR-8\x00", "X" * 900])
def test_a_bad_key_names_nobody(places: dict, key: str) -> None:
    assert Municipality.objects.by_key(key) is None


@given(st.text(max_size=400))
def test_folding_is_idempotent_and_bounded(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(typed(text).split()) <= 12
