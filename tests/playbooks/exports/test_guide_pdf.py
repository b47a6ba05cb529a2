"""The PDF of a playbook is the playbook: everything that its page says, and where and when it says it."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pypdf import PdfReader

from design.formats import longdate
from home.management.commands.build_site import build_tree
from playbooks.models import Clause, Template
from tests.factories import make_case, make_definition, make_implementation, make_municipality
from tests.playbooks.roadmap.building import make_playbook, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client: Client, settings) -> PdfReader:
    settings.BASE_URL = "https://red.example"
    build_tree()
    case = make_case(make_municipality(name="Bahía Petreles", is_example=True), "agua")
    make_implementation(case, make_municipality(name="Gran Ceibal"), adaptations="Se hizo con menos válvulas")
    sheet = Template.objects.create(title="Planilla de caudales", slug="planilla", body="x")
    step = make_step(
        "medir",
        "problem",
        month=3,
        effort="high",
        small_towns="Con un balde alcanza.",
        indicators=("caudal",),
        checklist="Elegir la noche",
    )
    step.cases.set([case])
    step.templates.set([sheet])
    step.save()
    page = make_playbook("agua", [step], sizes=["b"], body="Ver [la guía](/guias/agua/).")
    page.indicators.set([make_definition("perdidas")])
    page.clauses.set([Clause.objects.create(title="Salida del piloto", slug="salida", body="x")])
    page.cases.set([case])
    page.save()
    return PdfReader(BytesIO(client.get("/guias/agua.pdf", {"poblacion": "4800"}).content))


def text_of(made: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in made.pages).split())


def test_it_says_what_the_page_says(made: PdfReader) -> None:
    text = text_of(made)
    for said in (
        "/guias/agua/",
        f"Niveles de evidencia calculados el {longdate(localdate())}.",
        "un municipio de 4.800 habitantes.",
        "Escrita para municipios de:",
        "Qué medir",
        "desde el mes 3",
        "Un equipo",
        "Con un balde alcanza.",
        "Elegir la noche",
        "Planilla de caudales",
        "Caudal (%)",
        "Casos que hicieron este paso",
        "Se hizo con menos válvulas",
        "Salida del piloto",
    ):
        assert said in text, said


def test_an_invented_case_is_marked_wherever_it_is_named(made: PdfReader) -> None:
    text = text_of(made)
    assert text.count("Bahía Petreles") == text.count("50.000 hab. Ejemplo") == 2
    assert re.search(r"Gran Ceibal \(Santa Fe\) Ejemplo ?: Se hizo", text)
    assert "son inventados" in text


def test_it_is_tagged_and_its_links_work_outside_the_site(made: PdfReader) -> None:
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    notes = [note.get_object() for page in made.pages for note in page.get("/Annots", [])]
    links = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    assert {
        "https://red.example/guias/agua/",
        "https://red.example/guias/clausulas/#salida",
        "https://red.example/guias/plantillas/planilla/",
    } <= links
    assert all(link.startswith("http") for link in links)
