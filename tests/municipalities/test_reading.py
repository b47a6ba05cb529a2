"""The official forms as they are published, oddities included."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from municipalities.reading import read
from municipalities.tables import Unreadable, decode

PUBLIC = "country,code,name,category,province,population,year,lat,lon\n"
RAFAELA = "AR,820042,Rafaela,Municipio,Santa Fe,102236,2022,-31.252668,-61.491662\n"
REFEGLO = (
    "cod_gl_res144_indec,provincia,departamento,nombre_del_gobierno_local,categoria_de_gobierno,"
    "poblacion_censo_2010,distancia_a_la_capital_provincial,latitud,longitud\n"
    '60007,Buenos Aires,Adolfo Alsina,Adolfo Alsina,Municipio,  17.072 ,"493,4 KM",-62.75999,-37.1794832645\n'
    '140077,Córdoba,Capital,Córdoba,Municipio,  -   ,"0 KM",-64.1836,-31.4168\n'
    "820042,Santa Fe,Castellanos,Rafaela,S/D,92.945,,-61.491662,-31.2526681\n"
)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def indec(folder: Path, rows: list[list[object]]) -> Path:
    """A workbook as INDEC publishes it: a sheet of definitions, two titles, the header on row 4."""
    book = Workbook()
    book.active.title = "Definiciones"
    book.active.append(["Gobierno local"])
    sheet = book.create_sheet("Total del país")
    sheet.append(["Censo\xa0Nacional\xa0de\xa0Población,\xa0Hogares\xa0y\xa0Viviendas\xa02022"])
    sheet.append(["Cuadro\xa01. Total del país."])
    sheet.append([])
    sheet.append(
        [
            "Código de jurisdicción",
            "Jurisdicción",
            "Código de gobierno local",
            "Categoría",
            "Gobierno local",
            "Viviendas",
            "Población",
        ]
    )
    sheet.append([None, None, "Total", None, None, 17794949, 45892285])
    for row in rows:
        sheet.append(row)
    sheet.append([])
    sheet.append(["Fuente: INDEC, Censo Nacional de Población, Hogares y Viviendas 2022."])
    path = folder / "indec.xlsx"
    book.save(path)
    return path


def test_indec_header_on_row_4_categories_in_words_and_totals_left_out(tmp_path: Path) -> None:
    path = indec(tmp_path, [["82", "Santa Fe", "820042", "M2", "Rafaela", 40000, 102236]])
    reading = read(path)
    assert reading.form == "indec"
    (row,) = reading.rows
    assert (row.country, row.code, row.province_code) == ("AR", "820042", "82")
    assert row.facts == {"name": "Rafaela", "category": "Municipio de 2.ª categoría"}
    assert row.people == {2022: 102236}
    assert not reading.problems


def test_indec_people_outside_any_local_government_are_noted_not_a_row(tmp_path: Path) -> None:
    rows = [
        ["86", "Santiago del Estero", "860000", "", "Sin Gobierno Local", 62177, 189438],
        ["18", "Corrientes", "189998", "", "Indeterminado", 538, 1448],
    ]
    reading = read(indec(tmp_path, rows))
    assert reading.rows == []
    assert any("190.886" in note for note in reading.notes)


def test_the_comunas_of_buenos_aires_add_up_to_one_local_government(tmp_path: Path) -> None:
    rows = [
        ["02", "CABA", "022007", "CO", "Comuna 1", 1, 223554],
        ["02", "CABA", "022014", "CO", "Comuna 2", 1, 161645],
    ]
    (row,) = read(indec(tmp_path, rows)).rows
    assert (row.code, row.people) == ("020000", {2022: 385199})


def test_comunas_are_left_out_when_the_city_is_a_row_of_its_own(tmp_path: Path) -> None:
    text = PUBLIC + "AR,020000,CABA,,CABA,3121707,2022,,\nAR,022007,Comuna 1,,CABA,223554,2022,,\n"
    (row,) = read(written(tmp_path, text)).rows
    assert row.people == {2022: 3121707}


def test_indec_code_of_another_province_is_a_problem(tmp_path: Path) -> None:
    reading = read(indec(tmp_path, [["14", "Córdoba", "820042", "M2", "Rafaela", 1, 102236]]))
    assert reading.rows == []
    assert reading.problems[0].column == "codigo_de_gobierno_local"
    assert reading.problems[0].row == 6


def test_refeglo_swapped_headers_padding_dots_and_lost_zeros(tmp_path: Path) -> None:
    reading = read(written(tmp_path, REFEGLO))
    assert reading.form == "refeglo"
    first, cordoba, rafaela = reading.rows
    assert first.code == "060007"
    assert first.people == {2010: 17072}
    assert (first.facts["latitude"], first.facts["longitude"]) == (-37.179483, -62.75999)
    assert cordoba.people == {}
    assert "category" not in rafaela.defaults


def test_refeglo_the_right_way_round_is_read_so(tmp_path: Path) -> None:
    text = REFEGLO.replace("latitud,longitud", "longitud,latitud")
    assert read(written(tmp_path, text)).rows[0].facts["latitude"] == -37.179483


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found_out(tmp_path: Path, encoding: str, separator: str) -> None:
    text = (PUBLIC + RAFAELA + "AR,140077,Córdoba Ñandú,,Córdoba,1505250,2022,,\n").replace(",", separator)
    reading = read(written(tmp_path, text, encoding))
    assert not reading.problems
    assert [row.name for row in reading.rows] == ["Rafaela", "Córdoba Ñandú"]


def test_spanish_headers_and_yearly_populations(tmp_path: Path) -> None:
    header = "id;nombre;provincia;departamento;poblacion_2022;poblacion_2010"
    text = f"{header}\n820042;Rafaela;Santa Fe;Castellanos;102.236;92.945\n"
    (row,) = read(written(tmp_path, text), country="AR").rows
    assert row.people == {2022: 102236, 2010: 92945}
    assert row.province == "Santa Fe"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("AR,820042,Rafaela,,Santa Fe,1000000000,2022,,", "population"),
        ("AR,820042,Rafaela,,Santa Fe,102236,,,", "year"),
        ("AR,820042,Rafaela,,Santa Fe,102236,22,,", "year"),
        ("AR,,Rafaela,,Santa Fe,102236,2022,,", "code"),
        ("AR,820042,Rafaela,,Santa Fe,102236,2022,31.2,-61.4", "lat"),
        ("AR,820042,Rafaela,,Santa Fe,102236,2022,-31.2,61.4", "lon"),
        ("Argentina,820042,Rafaela,,Santa Fe,102236,2022,,", "country"),
        ("AR,820042,<b>Rafaela</b>,,Santa Fe,102236,2022,,", "name"),
    ],
)
def test_a_bad_cell_leaves_its_row_out_and_says_which(tmp_path: Path, line: str, column: str) -> None:
    reading = read(written(tmp_path, f"{PUBLIC}{line}\nAR,140077,Córdoba,,Córdoba,1505250,2022,,\n"))
    assert [row.code for row in reading.rows] == ["140077"]
    assert {(problem.row, problem.column) for problem in reading.problems} == {(2, column)}


def test_a_repeated_code_is_a_problem_of_the_second_row(tmp_path: Path) -> None:
    reading = read(written(tmp_path, PUBLIC + RAFAELA + RAFAELA))
    assert len(reading.rows) == 1
    assert (reading.problems[0].row, reading.problems[0].column) == (3, "code")


@pytest.mark.parametrize("content", [b"", b"   \n", b"PK\x03\x04 not a zip", b"hello\nworld\n", b"\x00" * 50])
def test_a_file_that_makes_no_sense_is_refused_clearly(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as error:
        read(path)
    assert str(error.value)


def test_a_missing_file_is_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path / "nothing.csv")


def test_the_wrong_form_says_which_columns_are_missing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read(written(tmp_path, PUBLIC + RAFAELA), "indec")


def test_a_csv_that_names_no_country_asks_for_it(tmp_path: Path) -> None:
    path = written(tmp_path, "code,name\n820042,Rafaela\n")
    with pytest.raises(Unreadable):
        read(path)
    assert read(path, country="AR").rows[0].code == "820042"


def test_old_encodings_are_told_apart() -> None:
    text = "Córdoba, Ñuñoa, Concepción, Maipú" * 3
    assert decode(text.encode("cp1252")) == (text, "cp1252")
    assert decode(text.encode("mac_roman")) == (text, "mac_roman")
