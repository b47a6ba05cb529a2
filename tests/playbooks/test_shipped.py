"""The seven playbooks that ship with the product, as they are loaded and read."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from demo.network import read
from home.management.commands.build_site import build_tree
from playbooks.loading import SHIPPED, load
from playbooks.models import Clause, JurisdictionCheck, Phase, PlaybookPage, Step
from tests.factories import make_case, make_cases_page, make_municipality

SEVEN = {
    "alfabetizacion-e-inclusion-digital",
    "compras-de-tecnologia",
    "del-piloto-a-la-politica",
    "gobernanza-de-ia-municipal",
    "kpis-antes-que-apis",
    "reclamos-y-atencion-ciudadana",
    "residuos-y-economia-circular",
}


@pytest.fixture
def shipped(db: None) -> list[PlaybookPage]:
    build_tree()
    call_command("load_catalogue", verbosity=0)
    assert [one.error for one in load() if one.error] == []
    return list(PlaybookPage.objects.live())


def test_every_one_has_its_steps_templates_and_four_lenses(shipped: list[PlaybookPage]) -> None:
    assert {page.slug for page in shipped} == SEVEN
    for page in shipped:
        steps = page.steps()
        assert {step.phase for step in steps} == set(Phase.values), page.slug
        assert all(step.month == 1 for step in steps if step.phase == Phase.GOVERNANCE), page.slug
        assert page.templates.count() >= 2 and all(step.todo for step in steps), page.slug
        assert len({one.lens for one in page.indicators.all()}) == 4, page.slug


def test_loading_again_changes_nothing_and_keeps_what_a_coordinator_wrote(
    shipped: list[PlaybookPage],
) -> None:
    step = Step.objects.get(slug="buscar-pares")
    step.title = "Llamar a otros"
    step.save()
    before = JurisdictionCheck.objects.count()
    assert load() == []
    step.refresh_from_db()
    assert step.title == "Llamar a otros"
    assert JurisdictionCheck.objects.count() == before > 0


def test_a_case_that_comes_later_is_linked(shipped: list[PlaybookPage]) -> None:
    place = make_municipality()
    make_cases_page(place)
    case = make_case(place, "ejemplo-reclamos-con-plazo")
    load()
    assert case in Step.objects.get(slug="buscar-pares").cases.all()


def test_a_step_without_cases_says_so(client: Client, shipped: list[PlaybookPage]) -> None:
    page = client.get("/guias/pasos/buscar-pares/").content.decode()
    assert "Todavía sin evidencia." in page and "KPIs antes que APIs" in page


def test_the_queries_of_a_playbook_do_not_grow_with_its_steps(
    client: Client, shipped: list[PlaybookPage], django_assert_max_num_queries
) -> None:
    client.get("/guias/kpis-antes-que-apis/")
    with django_assert_max_num_queries(40):  # ten steps: one query a step would be more
        client.get("/guias/kpis-antes-que-apis/")


def test_a_template_is_taken_away_as_a_spreadsheet_with_its_tables(
    client: Client, shipped: list[PlaybookPage]
) -> None:
    book = load_workbook(BytesIO(client.get("/guias/plantillas/ficha-de-indicadores.xlsx").content))
    assert book.sheetnames[0] == "Cómo usarla" and book.worksheets[1].max_column > 1
    text = client.get("/guias/plantillas/ficha-de-indicadores.md").content.decode()
    assert text.startswith("---\ntype: template\n")


def test_each_country_says_what_to_check_and_to_ask_the_legal_area(
    client: Client, shipped: list[PlaybookPage]
) -> None:
    argentina = client.get("/guias/cumplimiento/").content.decode()
    assert "25.326" in argentina and "Verificá con tu área legal." in argentina
    assert "25.326" not in client.get("/guias/cumplimiento/", {"pais": "UY"}).content.decode()
    assert argentina.index("Ley 25.326") < argentina.index("Ley 8.251") < argentina.index("4221/2025"), (
        "what binds everybody first"
    )


def test_the_checks_leave_in_a_spreadsheet(client: Client, shipped: list[PlaybookPage]) -> None:
    book = load_workbook(BytesIO(client.get("/guias/cumplimiento.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == JurisdictionCheck.objects.count() + 1
    assert "Argentina, nacional" in rows[1] and "Vigente" in rows[1]


def test_a_check_without_a_source_does_not_say_that_it_is_in_force(shipped: list[PlaybookPage]) -> None:
    unsourced = JurisdictionCheck.objects.filter(source_url="", status="in-force")
    assert [one.norm.split(" (")[0] for one in unsourced] == ["Disposición ONTI 6/2019"]


def test_the_clauses_in_one_file_say_when_to_use_them_and_where_they_come_from(
    client: Client, shipped: list[PlaybookPage]
) -> None:
    text = client.get("/guias/clausulas.md").content.decode()
    clauses = Clause.objects.all()
    assert all(one.context in text and one.source in text and one.body.strip() in text for one in clauses)
    assert text.rstrip().endswith("Verificá con tu área legal.")


def test_no_clause_rests_on_an_invented_case(shipped: list[PlaybookPage]) -> None:
    assert not Clause.objects.filter(source__icontains="ejemplo") and not Clause.objects.filter(source="")


def test_the_texts_mark_the_invented_municipalities_that_they_name(shipped: list[PlaybookPage]) -> None:
    """At their first mention in each text."""
    names = [one["name"] for one in read("municipalities.json")]
    for file in (SHIPPED / "pasos").glob("*.md"):
        text = file.read_text().partition("\n---\n")[2]
        for name in names:
            _before, found, after = text.partition(name)
            assert not found or after.startswith(" (ejemplo"), f"{file.name}: {name}"


def test_a_playbook_may_not_take_the_address_of_another_page(shipped: list[PlaybookPage]) -> None:
    page = PlaybookPage(title="Cláusulas", slug="clausulas")
    with pytest.raises(ValidationError, match="dirección"):
        PlaybookPage.objects.first().get_parent().add_child(instance=page)
