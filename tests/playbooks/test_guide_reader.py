"""Who reads a playbook is offered a choice, and keeps it from page to page; its contents lead somewhere."""

import re

import pytest
from django.test import Client

from home.management.commands.build_site import build_tree
from playbooks.models import Clause, PlaybookPage, Template
from tests.factories import make_case, make_municipality
from tests.playbooks.roadmap.building import make_playbook, make_step, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def playbook() -> PlaybookPage:
    build_tree()
    step = make_step("medir", "problem", checklist="Uno\nDos")
    case = make_case(identifier="agua")
    step.cases.set([case])
    step.save()
    page = make_playbook("agua", [step], body="## Qué salió mal\n\nVálvulas.\n\n### Detalle\n\nOtro.")
    page.cases.set([case])
    page.templates.set([Template.objects.create(title="Planilla", slug="planilla", body="x")])
    page.clauses.set([Clause.objects.create(title="Salida", slug="salida", body="x")])
    page.save()
    return page


@pytest.mark.parametrize("address", ["/guias/", "/guias/agua/", "/guias/pasos/medir/"])
def test_nobody_in_particular_is_offered_to_choose(
    client: Client, playbook: PlaybookPage, address: str
) -> None:
    wanted = f'href="/municipio/elegir/?next={address.replace("/", "%2F")}"'
    assert wanted in read(client, address)
    assert "Elegí tu municipio" not in read(client, f"{address}?poblacion=4800")


def links(page: str) -> set[str]:
    main = page.split('<main id="contenido"')[1].split("</main>")[0]
    return set(re.findall(r'href="(/(?:guias|casos)/[^"]*)"', main))


@pytest.mark.parametrize("address", ["/guias/", "/guias/agua/", "/guias/pasos/medir/"])
def test_whoever_reads_is_kept_from_page_to_page(
    client: Client, playbook: PlaybookPage, address: str
) -> None:
    found = links(read(client, f"{address}?poblacion=4800"))
    lost = {one for one in found if "?poblacion=4800" not in one}
    assert found and all(one.endswith(".md") for one in lost), lost  # that file has no reader
    place = make_municipality()
    assert f"?municipio={place.key}" in read(client, f"{address}?municipio={place.key}")


def test_a_population_is_not_written_as_a_name_inside_a_sentence(
    client: Client, playbook: PlaybookPage
) -> None:
    proof = read(client, "/guias/agua/?poblacion=500").split('id="evidencia"')[1]
    assert "Todavía ninguno de sus casos está probado a tu escala." in proof
    assert "Un municipio de" not in proof and "hab.." not in proof


def in_contents(page: str) -> list[str]:
    return re.findall(r'href="#([^"]+)"', page.split('class="contents"')[1].split("</nav>")[0])


def test_contents_name_everything_and_lead_to_it(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, "/guias/agua/")
    anchors = in_contents(page)
    assert {"mas-que-salio-mal", "de-clausulas", "de-plantillas", "usar"} <= set(anchors)
    assert "mas-detalle" not in anchors
    assert [one for one in anchors if f'id="{one}"' not in page] == []


def test_without_steps_no_link_is_dead(client: Client, playbook: PlaybookPage) -> None:
    playbook.uses.all().delete()
    playbook.save()
    page = read(client, "/guias/agua/")
    assert [one for one in in_contents(page) if f'id="{one}"' not in page] == []


def test_checklists_are_plain_lists_that_a_script_may_box(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, "/guias/agua/")
    assert '<ul class="checks"><li>Uno</li><li>Dos</li></ul>' in page
    assert re.search(r'<div class="progress" data-progress="agua" hidden>', page)
    assert "de 2 tareas" in page and '<input type="checkbox"' not in page.split("<main")[1]
