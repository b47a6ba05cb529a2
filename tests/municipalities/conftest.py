"""A small real register."""

import pytest

from municipalities.models import Municipality, Province
from municipalities.provinces import load_provinces
from municipalities.querysets import fold

PLACES = [
    ("AR", "820042", "Rafaela", "82", 102_236),
    ("AR", "820210", "Rosario", "82", 1_037_710),
    ("AR", "828000", "Rafael García", "14", 2_900),
    ("AR", "060364", "General Rodríguez", "06", 143_000),
    ("AR", "301001", "San José", "30", 22_000),
    ("AR", "821001", "San José", "14", 300),
    ("AR", "101001", "San José", "10", 4_000),
    ("AR", "541001", "San José", "54", 9_000),
    ("AR", "381001", "San José", "86", None),
    ("AR", "822222", "San José del Rincón", "82", 16_000),
    ("AR", "661001", "San José de Metán", "66", 40_000),
    ("AR", "060134", "Cañuelas", "06", 70_000),
    ("AR", "020000", "Ciudad Autónoma de Buenos Aires", "02", 3_121_707),
    ("AR", "140077", "Córdoba", "14", 1_505_250),
    ("CL", "13119", "Maipú", "13", 578_605),
]


@pytest.fixture
def places(db: None) -> dict[str, Municipality]:
    load_provinces()
    provinces = {(province.country, province.code): province for province in Province.objects.all()}
    made = [
        Municipality(
            country=country,
            code=code,
            name=name,
            search_name=fold(name),
            province=provinces[country, province],
            population=population,
            is_example=False,
        )
        for country, code, name, province, population in PLACES
    ]
    Municipality.objects.bulk_create(made)
    Municipality.objects.create(
        country="AR",
        code="EJ001",
        name="Rafaelillo",
        province=provinces["AR", "82"],
        population=100_000,
        is_example=True,
    )
    return {place.key: place for place in Municipality.objects.with_province()}
