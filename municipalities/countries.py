"""What the importer knows of each country: its codes, its extent and its first level of government."""

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from municipalities.querysets import fold

DATA = Path(__file__).parent / "data"
LARGEST_POPULATION = 40_000_000  # no local government on Earth has more


@dataclass(frozen=True)
class Country:
    """`digits` is the width of an official code where it is fixed: spreadsheets drop leading zeros."""

    digits: int | None = None
    latitudes: tuple[float, float] = (-90.0, 90.0)
    longitudes: tuple[float, float] = (-180.0, 180.0)


COUNTRIES = {
    "AR": Country(6, (-56.0, -21.0), (-74.0, -53.0)),
    "BR": Country(7, (-34.5, 6.0), (-74.5, -28.0)),
    "CL": Country(5, (-57.0, -17.0), (-110.0, -66.0)),
    "MX": Country(5, (14.0, 33.0), (-119.0, -86.0)),
    "UY": Country(None, (-36.0, -30.0), (-59.0, -53.0)),
}


def country(code: str) -> Country:
    return COUNTRIES.get(code, Country())


@dataclass(frozen=True)
class ShippedProvince:
    country: str
    code: str
    name: str
    region: str
    called: tuple[str, ...] = field(default=())

    @property
    def names(self) -> set[str]:
        """Everything that a file may call it, folded: code, name and other names."""
        return {fold(text) for text in (self.code, self.name, *self.called)}


@cache
def shipped_provinces() -> tuple[ShippedProvince, ...]:
    """The rows of data/provinces.csv."""
    with (DATA / "provinces.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            ShippedProvince(
                row["country"],
                row["code"],
                row["name"],
                row["region"],
                tuple(name for name in row["also_called"].split("|") if name),
            )
            for row in csv.DictReader(file)
        )
