"""Rows → register: one transaction, good rows in, nothing half, the second time nothing."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from municipalities.exporting import write_public
from municipalities.importing import Report, import_rows
from municipalities.models import GovernmentChange, Municipality, Province
from municipalities.reading import read
from municipalities.signals import register_changed
from tests.municipalities.test_reading import PUBLIC, RAFAELA, REFEGLO, indec, written

pytestmark = pytest.mark.django_db

INDEC_ROWS = [
    ["82", "Santa Fe", "820042", "M2", "Rafaela", 1, 102236],
    ["06", "Buenos Aires", "060007", "MU", "Adolfo Alsina", 1, 17552],
    ["14", "Córdoba", "140077", "MU", "Córdoba", 1, 1505250],
    ["50", "Mendoza", "500007", "MU", "Mendoza", 1, 127160],
]


def load(path: Path, **options: object) -> Report:
    return import_rows(read(path), **options)


def test_it_creates_with_the_province_and_where_each_figure_comes_from(tmp_path: Path) -> None:
    report = load(indec(tmp_path, INDEC_ROWS))
    assert (report.created, report.problems) == (4, [])
    rafaela = Municipality.objects.get(code="820042")
    assert (rafaela.province.name, rafaela.province.region) == ("Santa Fe", "Pampeana")
    assert (rafaela.population, rafaela.population_year) == (102236, 2022)
    assert "INDEC" in rafaela.population_source
    assert rafaela.search_name == "rafaela"


def test_refeglo_completes_and_adds_nothing_to_a_listed_country(tmp_path: Path) -> None:
    load(indec(tmp_path, INDEC_ROWS))
    stranger = REFEGLO + "309470,Entre Ríos,X,Las Toscas,Comuna,100,,-59.1,-32.1\n"
    report = load(written(tmp_path, stranger))
    assert (report.created, report.updated) == (0, 3)
    assert any("309470" in note for note in report.notes)
    rafaela = Municipality.objects.get(code="820042")
    assert (rafaela.population, rafaela.population_2010) == (102236, 92945)
    assert rafaela.latitude == -31.252668


def test_refeglo_alone_makes_a_register_and_indec_then_brings_it_up_to_date(tmp_path: Path) -> None:
    assert load(written(tmp_path, REFEGLO)).created == 3
    assert Municipality.objects.get(code="820042").population_year == 2010
    load(indec(tmp_path, INDEC_ROWS))
    rafaela = Municipality.objects.get(code="820042")
    assert (rafaela.population, rafaela.population_year, rafaela.population_2010) == (102236, 2022, 92945)


@pytest.mark.parametrize("order", [["indec", "refeglo"], ["refeglo", "indec"]])
def test_the_second_run_changes_nothing_whatever_the_order(tmp_path: Path, order: list[str]) -> None:
    paths = {"indec": indec(tmp_path, INDEC_ROWS), "refeglo": written(tmp_path, REFEGLO)}
    for form in order:
        load(paths[form])
    before = list(Municipality.objects.order_by("pk").values())
    assert [load(paths[form]).changed for form in order] == [0, 0]
    assert list(Municipality.objects.order_by("pk").values()) == before


def test_bad_rows_stay_out_and_good_ones_go_in(tmp_path: Path) -> None:
    text = PUBLIC + RAFAELA + "AR,140077,Córdoba,,Nowhere,1,2022,,\nAR,140078,,,Córdoba,1,2022,,\n"
    report = load(written(tmp_path, text))
    assert report.created == 1
    assert {(problem.row, problem.column) for problem in report.problems} == {(3, "province"), (4, "name")}
    assert Municipality.objects.count() == 1


def test_a_missing_cell_erases_nothing(tmp_path: Path) -> None:
    load(written(tmp_path, PUBLIC + RAFAELA))
    report = load(written(tmp_path, PUBLIC + "AR,820042,,,,,,,\n"))
    assert (report.changed, report.unchanged) == (0, 1)


def test_an_older_population_does_not_replace_a_newer_one(tmp_path: Path) -> None:
    load(written(tmp_path, PUBLIC + RAFAELA))
    load(written(tmp_path, PUBLIC + RAFAELA.replace("102236,2022", "92945,2010")))
    rafaela = Municipality.objects.get()
    assert (rafaela.population, rafaela.population_2010) == (102236, 92945)


def test_a_list_without_accents_or_in_capitals_does_not_spoil_a_name(tmp_path: Path) -> None:
    line = "CL,13119,{},,Metropolitana,578605,2020,,\n"
    load(written(tmp_path, PUBLIC + line.format("Maipú")))
    assert load(written(tmp_path, PUBLIC + line.format("Maipu"))).changed == 0
    assert load(written(tmp_path, PUBLIC + line.format("MAIPÚ"))).changed == 0
    load(written(tmp_path, PUBLIC + line.format("Maipú del Sol")))
    assert Municipality.objects.get().name == "Maipú del Sol"


@pytest.mark.parametrize(
    ("line", "province"),
    [
        ("BR,1200013,Acrelândia,,AC,15490,2020,,", "Acre"),
        ("CL,01101,Iquique,,Tarapacá,223463,2020,,", "Tarapacá"),
        ("MX,01001,Aguascalientes,,aguascalientes,948990,2020,,", "Aguascalientes"),
        ("UY,C1,Carmelo,,Colonia,18041,2011,,", "Colonia"),
        ("AR,820042,Rafaela,,82,102236,2022,,", "Santa Fe"),
        ("AR,020000,Buenos Aires,,Ciudad Autónoma de Buenos Aires,3121707,2022,,", "CABA"),
    ],
)
def test_a_province_is_found_by_its_code_or_any_of_its_names(
    tmp_path: Path, line: str, province: str
) -> None:
    report = load(written(tmp_path, f"{PUBLIC}{line}\n"))
    assert report.problems == []
    assert Municipality.objects.get().province.name == province


def test_a_dry_run_reports_and_writes_nothing(tmp_path: Path) -> None:
    report = load(written(tmp_path, PUBLIC + RAFAELA), dry_run=True)
    assert report.created == 1
    assert not Municipality.objects.exists()


def test_nothing_is_deleted_unless_asked(tmp_path: Path) -> None:
    load(indec(tmp_path, INDEC_ROWS))
    shorter = indec(tmp_path, INDEC_ROWS[:2])
    load(shorter)
    assert Municipality.objects.count() == 4
    assert load(shorter, prune=True).pruned == 2
    assert set(Municipality.objects.values_list("code", flat=True)) == {"820042", "060007"}


def test_pruning_spares_examples_other_countries_and_whatever_is_referred_to(tmp_path: Path) -> None:
    load(indec(tmp_path, INDEC_ROWS))
    load(written(tmp_path, PUBLIC + "CL,13119,Maipú,,Metropolitana,578605,2020,,\n"))
    santa_fe = Province.objects.get(country="AR", code="82")
    Municipality.objects.create(country="AR", code="EJ001", name="Ej", province=santa_fe, is_example=True)
    cordoba = Municipality.objects.get(code="140077")
    GovernmentChange.objects.create(municipality=cordoba, date="2023-12-10")
    report = load(indec(tmp_path, INDEC_ROWS[:2]), prune=True)
    assert report.pruned == 1
    assert any("AR-140077" in note for note in report.notes)
    assert Municipality.objects.count() == 5


def test_a_file_with_a_bad_row_or_an_incomplete_form_prunes_nothing(tmp_path: Path) -> None:
    load(indec(tmp_path, INDEC_ROWS))
    bad = indec(tmp_path, [*INDEC_ROWS[:2], ["14", "Córdoba", "XX", "MU", "Córdoba", 1, 1]])
    assert load(bad, prune=True).pruned == 0
    assert load(written(tmp_path, REFEGLO), prune=True).pruned == 0


def test_an_example_is_never_overwritten(tmp_path: Path) -> None:
    santa_fe = Province.objects.create(country="AR", code="82", name="Santa Fe")
    Municipality.objects.create(country="AR", code="820042", name="Ej", province=santa_fe, is_example=True)
    report = load(written(tmp_path, PUBLIC + RAFAELA))
    assert report.problems[0].column == "code"
    assert Municipality.objects.get().name == "Ej"


def test_other_layers_hear_what_changed(tmp_path: Path, django_capture_on_commit_callbacks) -> None:
    heard = []

    def listen(keys: set[str], **kwargs: object) -> None:
        heard.append(keys)

    register_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            load(written(tmp_path, PUBLIC + RAFAELA))
            load(written(tmp_path, PUBLIC + RAFAELA))
    finally:
        register_changed.disconnect(listen)
    assert heard == [{"AR-820042"}]


def test_export_import_export_is_the_same_text(tmp_path: Path) -> None:
    load(indec(tmp_path, INDEC_ROWS))
    santa_fe = Province.objects.get(country="AR", code="82")
    Municipality.objects.create(country="AR", code="820001", name="=Fórmula", province=santa_fe)
    first = exported()
    assert "'=Fórmula" in first
    Municipality.objects.all().delete()
    report = load(written(tmp_path, first))
    assert (report.created, report.problems) == (5, [])
    assert exported() == first


def exported() -> str:
    file = io.StringIO()
    write_public(Municipality.objects.with_province().order_by("country", "code"), file)
    return file.getvalue()


def test_the_command_reports_each_bad_row_and_column(tmp_path: Path, capsys) -> None:
    path = written(tmp_path, PUBLIC + RAFAELA + "AR,140077,Córdoba,,Córdoba,mil,2022,,\n")
    call_command("import_municipalities", path, report=tmp_path / "bad.csv")
    assert "population" in capsys.readouterr().err
    assert (tmp_path / "bad.csv").read_text(encoding="utf-8").splitlines()[1].startswith("3,population,mil,")
    with pytest.raises(CommandError):
        call_command("import_municipalities", tmp_path / "none.csv")


def test_the_shipped_register_loads_whole_and_once(capsys, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(80):
        call_command("load_register")
    argentine = Municipality.objects.filter(country="AR")
    assert argentine.count() == 2266
    assert sum(argentine.values_list("population", flat=True)) == 45_560_279
    assert not argentine.filter(latitude=None).exists()
    assert argentine.get(code="020000").population == 3_121_707
    assert not argentine.filter(code__startswith="02").exclude(code="020000").exists()
    assert str(argentine.get(code="820042").label).startswith("Rafaela (Santa Fe) · 102.236 ")
    names = set(Municipality.objects.exclude(country="AR").values_list("name", flat=True))
    assert {"Carmelo", "Nueva Palmira", "Maipú", "Las Condes"} <= names
    Municipality.objects.filter(code="820042").update(category="Ciudad")
    Municipality.objects.filter(code="140077").delete()
    call_command("load_register")
    assert argentine.count() == 2266
    assert argentine.get(code="820042").category == "Ciudad"
    call_command("load_register", refresh=True)
    assert argentine.get(code="820042").category == "Municipio de 2.ª categoría"
