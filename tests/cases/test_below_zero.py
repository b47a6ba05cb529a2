"""Which figures may be below zero: what is a difference of two amounts, and nothing that is counted."""

import pytest

from cases.figures import may_be_negative


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("°C", "Temperatura en la plaza"),
        ("grados", ""),
        ("puntos porcentuales", "Cambio de la cobertura"),
        ("pesos", "Saldo de la cuenta de residuos"),
        ("%", "Variación de la recaudación"),
        ("pesos", "Resultado fiscal"),
    ],
)
def test_a_difference_may_be_below_zero(unit: str, name: str) -> None:
    assert may_be_negative(unit, name)


@pytest.mark.parametrize(
    "unit", ["días", "personas", "%", "toneladas", "$ constantes", "pesos", "expedientes", "m³", ""]
)
def test_what_is_counted_may_not(unit: str) -> None:
    assert not may_be_negative(unit, "Residuos por persona")
