"""The public CSV form of docs/registro.md, which serves any country. Headers in English or Spanish."""

import re
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _

from municipalities.cells import (
    country_code,
    degrees,
    missing,
    official_code,
    people,
    place_name,
    year,
)
from municipalities.rows import Row, RowReader, known
from municipalities.tables import Table, Unreadable

if TYPE_CHECKING:
    from municipalities.reading import Reading

# The first header present wins: a file with both "provincia" and "departamento" means the former.
HEADERS = {
    "country": ["country", "pais"],
    "code": ["code", "codigo", "id"],
    "name": ["name", "nombre", "municipio"],
    "category": ["category", "categoria"],
    "province": ["province", "provincia", "region", "estado", "state", "departamento", "department"],
    "province_code": ["province_code", "provincia_id", "region_id"],
    "population": ["population", "poblacion"],
    "year": ["year", "anio", "ano"],
    "lat": ["lat", "latitude", "latitud"],
    "lon": ["lon", "lng", "longitude", "longitud"],
    "source": ["source", "fuente"],
}
YEARLY = re.compile(r"(?:population|poblacion)_((?:19|20)\d\d)")


class PublicCsv:
    """One row a municipality; only the code is always needed, and a name and a province to add one."""

    complete = True
    adds = True
    required: ClassVar = ["code"]

    @classmethod
    def columns(cls, header: list[str]) -> dict[str, str]:
        """Our column → the file's header."""
        found = {}
        for column, headers in HEADERS.items():
            for name in headers:
                if name in header:
                    found[column] = name
                    break
        found.update({name: name for name in header if YEARLY.fullmatch(name)})
        return found

    def __init__(self, table: Table, country: str, source: str) -> None:
        self.table = table
        self.country = country
        self.source = source
        self.found = self.columns(table.header)
        if "country" not in self.found and not country:
            raise Unreadable(_("There is no column for the country: say which one with --country."))

    def read_into(self, reading: "Reading") -> None:
        for number, cells in self.table.rows:
            row = RowReader(number, {column: cells.get(name, "") for column, name in self.found.items()})
            facts = self._row(row)
            if row.problems:
                reading.problems.extend(row.problems)
            else:
                reading.rows.append(facts)

    def _row(self, row: RowReader) -> Row:
        if not row.text("country"):
            row.cells["country"] = self.country
        country = row.get("country", country_code) or ""
        code = row.get("code", official_code, country) or ""
        category = row.text("category")
        if len(category) > 80:
            row.bad("category", _("A category has at most 80 characters."))
        return Row(
            row.number,
            country,
            code,
            province=row.text("province"),
            province_code=row.text("province_code"),
            facts=known(
                name=row.get("name", place_name),
                category="" if missing(category) else category,
                latitude=row.get("lat", degrees, "latitude", country),
                longitude=row.get("lon", degrees, "longitude", country),
            ),
            people=self._people(row),
            source=(row.text("source") or self.source)[:200],
        )

    def _people(self, row: RowReader) -> dict[int, int]:
        counted: dict[int, int] = {}
        for column in self.found:
            match = YEARLY.fullmatch(column)
            if match and (inhabitants := row.get(column, people)) is not None:
                counted[int(match[1])] = inhabitants
        inhabitants = row.get("population", people)
        when = row.get("year", year)
        if inhabitants is not None and when is not None:
            counted[when] = inhabitants
        elif inhabitants is not None and not any(problem.column == "year" for problem in row.problems):
            row.bad("year", _("A population needs the year of its census or estimate."))
        return counted
