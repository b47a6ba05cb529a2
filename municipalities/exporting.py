"""The register → CSV: the public form of docs/registro.md, and the table of Argentina that we ship."""

import csv
from collections.abc import Iterable
from typing import TextIO

from municipalities.models import Municipality

PUBLIC = ["country", "code", "name", "category", "province", "population", "year", "lat", "lon", "source"]
TABLE = ["code", "name", "category", "province", "population_2010", "population_2022", "lat", "lon"]


def safe(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula; the importer takes the quote off again."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def write_public(places: Iterable[Municipality], file: TextIO) -> int:
    """Write the public form; how many municipalities were written."""
    return _write(file, PUBLIC, (_public(place) for place in places))


def write_table(places: Iterable[Municipality], file: TextIO) -> int:
    """Write the shipped table (two censuses, no country); how many municipalities were written."""
    return _write(file, TABLE, (_table(place) for place in places))


def _public(place: Municipality) -> list[object]:
    return [
        place.country,
        place.code,
        safe(place.name),
        safe(place.category),
        safe(place.province.name),
        place.population,
        place.population_year,
        place.latitude,
        place.longitude,
        safe(place.population_source),
    ]


def _table(place: Municipality) -> list[object]:
    of_2022 = place.population if place.population_year == 2022 else None
    return [
        place.code,
        safe(place.name),
        safe(place.category),
        safe(place.province.name),
        place.population_2010,
        of_2022,
        place.latitude,
        place.longitude,
    ]


def _write(file: TextIO, header: list[str], rows: Iterable[list[object]]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count
