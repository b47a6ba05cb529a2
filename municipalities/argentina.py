"""Argentina's two official forms, with their oddities: INDEC's census table and REFEGLO."""

from statistics import median
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _

from design.formats import number
from municipalities.cells import degrees, missing, official_code, people, place_name
from municipalities.querysets import fold
from municipalities.rows import Row, RowReader, known
from municipalities.tables import Table

if TYPE_CHECKING:
    from municipalities.reading import Reading

AR = "AR"
INDEC_SOURCE = "INDEC, Censo 2022, resultados definitivos"
REFEGLO_SOURCE = "REFEGLO, Censo 2010"
CABA = "020000"
NO_GOVERNMENT = {"sin gobierno local", "indeterminado"}
# The sheet "Definiciones" of INDEC's file, in fewer words.
CATEGORIES = {
    "MU": "Municipio",
    "M1": "Municipio de 1.ª categoría",
    "M2": "Municipio de 2.ª categoría",
    "M3": "Municipio de 3.ª categoría",
    "CO": "Comuna",
    "CO1": "Comuna de 1.ª categoría",
    "CO2": "Comuna de 2.ª categoría",
    "CR": "Comuna rural",
    "CR1": "Comuna rural de 1.ª categoría",
    "CR2": "Comuna rural de 2.ª categoría",
    "CR3": "Comuna rural de 3.ª categoría",
    "CF": "Comisión de fomento",
    "CM": "Comisión municipal",
    "CMA": "Comisión municipal categoría A",
    "CMB": "Comisión municipal categoría B",
    "JG1": "Junta de gobierno de 1.ª categoría",
    "JG2": "Junta de gobierno de 2.ª categoría",
    "JG3": "Junta de gobierno de 3.ª categoría",
    "JG4": "Junta de gobierno de 4.ª categoría",
    "JV": "Junta vecinal",
}


class Indec:
    """INDEC, Censo 2022, table 1 "Total de viviendas y población según gobierno local" (XLSX).

    The authority on codes, names, categories and the population of 2022.
    """

    complete = True
    adds = True
    required: ClassVar = ["codigo_de_gobierno_local", "gobierno_local", "poblacion"]
    _columns: ClassVar = {*required, "codigo_de_jurisdiccion", "jurisdiccion", "categoria", "viviendas"}

    @classmethod
    def columns(cls, header: list[str]) -> set[str]:
        return cls._columns & set(header)

    def __init__(self, table: Table, country: str, source: str) -> None:
        self.table = table

    def read_into(self, reading: "Reading") -> None:
        outside = 0
        for line, cells in self.table.rows:
            if not cells.get("codigo_de_jurisdiccion") or not cells.get("gobierno_local"):
                continue  # the total, the source line, the notes
            row = RowReader(line, cells)
            if fold(row.text("gobierno_local")) in NO_GOVERNMENT:
                counted = row.get("poblacion", people)
                outside += counted or 0
                continue
            _keep(reading, row, self._row(row))
        if outside:
            reading.notes.append(
                _("%(people)s inhabitants live outside any local government: they are not a row.")
                % {"people": number(outside)}
            )

    def _row(self, row: RowReader) -> Row:
        code = row.get("codigo_de_gobierno_local", official_code, AR) or ""
        name = row.get("gobierno_local", place_name) or ""
        inhabitants = row.get("poblacion", people)
        letters = row.text("categoria")
        province = row.text("codigo_de_jurisdiccion").zfill(2)
        _same_province(row, "codigo_de_gobierno_local", code, province)
        return Row(
            row.number,
            AR,
            code,
            province_code=province,
            facts=known(name=name, category=CATEGORIES.get(letters, letters)),
            people={} if inhabitants is None else {2022: inhabitants},
            source=INDEC_SOURCE,
        )


class Refeglo:
    """Registro Federal de Gobiernos Locales (CSV): the seat's point and the population of 2010.

    Its names and categories are older than INDEC's, so they only fill what the register lacks.
    """

    complete = False
    adds = False
    required: ClassVar = ["cod_gl_res144_indec", "nombre_del_gobierno_local"]
    _columns: ClassVar = {
        *required,
        "provincia",
        "categoria_de_gobierno",
        "poblacion_censo_2010",
        "latitud",
        "longitud",
    }

    @classmethod
    def columns(cls, header: list[str]) -> set[str]:
        # The key column is REFEGLO's own: without it, shared words as "provincia" prove nothing.
        return cls._columns & set(header) if "cod_gl_res144_indec" in header else set()

    def __init__(self, table: Table, country: str, source: str) -> None:
        self.table = table

    def read_into(self, reading: "Reading") -> None:
        self.latitude, self.longitude = "latitud", "longitud"
        if self._swapped():
            self.latitude, self.longitude = "longitud", "latitud"
            reading.notes.append(
                _("The latitude and longitude headers are swapped: read the right way round.")
            )
        for line, cells in self.table.rows:
            row = RowReader(line, cells)
            _keep(reading, row, self._row(row))

    def _swapped(self) -> bool:
        """In Argentina a typical latitude is −31 and a typical longitude −62, whatever the headers say."""
        columns = []
        for column in ("latitud", "longitud"):
            values = [_float(cells.get(column, "")) for _n, cells in self.table.rows]
            columns.append([value for value in values if value is not None])
        return bool(columns[0] and columns[1]) and median(columns[0]) < median(columns[1])

    def _row(self, row: RowReader) -> Row:
        code = row.get("cod_gl_res144_indec", official_code, AR) or ""
        name = row.get("nombre_del_gobierno_local", place_name)
        inhabitants = row.get("poblacion_censo_2010", people)
        category = row.text("categoria_de_gobierno")
        return Row(
            row.number,
            AR,
            code,
            province=row.text("provincia"),
            province_code=code[:2],
            facts=known(
                latitude=row.get(self.latitude, degrees, "latitude", AR),
                longitude=row.get(self.longitude, degrees, "longitude", AR),
            ),
            defaults=known(name=name, category="" if missing(category) else category),
            people={} if inhabitants is None else {2010: inhabitants},
            source=REFEGLO_SOURCE,
        )


def _keep(reading: "Reading", reader: RowReader, row: Row) -> None:
    if reader.problems:
        reading.problems.extend(reader.problems)
    else:
        reading.rows.append(row)


def _same_province(row: RowReader, column: str, code: str, province: str) -> None:
    if code and code[:2] != province:
        row.bad(column, _("The code does not begin with its province's, %(code)s.") % {"code": province})


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def join_comunas(reading: "Reading") -> None:
    """The city of Buenos Aires is one local government: comunas are added up, or left out if it is there."""
    comunas = [row for row in reading.rows if row.country == AR and row.code[:2] == "02" and row.code != CABA]
    if not comunas:
        return
    reading.rows = [row for row in reading.rows if row not in comunas]
    if any(row.country == AR and row.code == CABA for row in reading.rows):
        note = _("Comunas of Buenos Aires left out, because the city is a row of its own: %(number)d.")
    else:
        reading.rows.append(_city(comunas))
        note = _("Comunas of Buenos Aires added up into one local government: %(number)d.")
    reading.notes.append(note % {"number": len(comunas)})


def _city(comunas: list[Row]) -> Row:
    years = {year for row in comunas for year in row.people}
    return Row(
        comunas[0].number,
        AR,
        CABA,
        province_code="02",
        facts={"name": "Ciudad Autónoma de Buenos Aires", "category": "Ciudad autónoma"},
        people={year: sum(row.people.get(year, 0) for row in comunas) for year in years},
        source=comunas[0].source,
    )
