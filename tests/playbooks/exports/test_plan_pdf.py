"""The plan on paper: everything that a council asks about is there to be read."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from cases.models import IndicatorDefinition
from playbooks.roadmap.pdf import page_of, pdf_of
from tests.playbooks.exports.plans import plan, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def satisfaction():
    return IndicatorDefinition.objects.create(
        slug="satisfaccion-del-plan", name="Satisfacción (%)", unit="%", direction="up", lens="executive"
    )


def text_of(data):
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return " ".join(text.split())


def test_the_pdf_has_the_steps_the_reviews_the_evidence_and_the_model(satisfaction):
    text = text_of(pdf_of(plan(), date(2026, 7, 20)))
    for one in plan().tasks:
        assert one.title in text
    for words in (
        "Tandil, Buenos Aires",
        "2 de marzo de 2026",
        "Elegir la semana",
        "Tiempo de resolución (días)",
        "Ventanilla única de reclamos",
        "3 Replicado",
        "3 de 4 municipios de 51.000 a 204.000 habitantes sostuvieron el resultado",
        "Dirección de Atención Ciudadana",
    ):
        assert words in text


def test_its_timeline_has_a_name_for_those_who_do_not_see_it():
    made = PdfReader(BytesIO(pdf_of(plan())))
    names = [one["/Alt"] for one in figures(made.trailer["/Root"]["/StructTreeRoot"])]
    assert len(names) == 1 and "Tandil" in names[0]


def test_no_table_holds_another_one():
    """Clause 7.2 of PDF/UA-1: what is read aloud is one table at a time, with its caption."""
    made = PdfReader(BytesIO(pdf_of(plan())))
    found = list(pairs(made.trailer["/Root"]["/StructTreeRoot"]))
    assert ("/Table", "/Caption") in found
    assert not {above for above, role in found if role == "/Table"} & {"/Table", "/TR", "/THead", "/TBody"}


def pairs(node, above=""):
    """The role of each thing, after that of what holds it."""
    if "/S" in node:
        yield above, node["/S"]
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(child, "get"):
            yield from pairs(child, node.get("/S", above))


def figures(node):
    if node.get("/S") == "/Figure":
        yield node
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(child, "get"):
            yield from figures(child)


def test_links_lead_out_of_the_paper(settings):
    settings.BASE_URL = "https://red.example"
    html = page_of(plan())
    assert 'href="https://red.example/casos/ventanilla/"' in html
    assert 'href="https://red.example/guias/reclamos/"' in html


def test_indicators_stand_under_their_lens(satisfaction):
    html = page_of(plan(tasks=()))
    row = html[html.index("Satisfacción (%)") - 200 : html.index("Satisfacción (%)")]
    assert str(satisfaction.get_lens_display()) in row[row.rindex("<tr>") :]
    assert html.index(str(satisfaction.get_lens_display())) < html.index("Tiempo de resolución (días)")


def test_texts_are_escaped():
    hostile = "<script>alert(1)</script>"
    html = page_of(plan(title=hostile, tasks=(task(title=hostile, notes=hostile, owner=hostile),)))
    assert "<script" not in html and "&lt;script&gt;" in html


def test_a_plan_without_evidence_has_no_table_of_it():
    with_it, without = page_of(plan()), page_of(plan(evidence=()))
    assert with_it.count("<table") == without.count("<table") + 1


def test_a_very_long_plan_is_printed_whole():
    tasks = tuple(task(f"k{n}", title=f"Paso número {n}.", notes="Una nota larga. " * 20) for n in range(45))
    text = text_of(pdf_of(plan(tasks=tasks)))
    assert all(f"Paso número {n}." in text for n in range(45))
