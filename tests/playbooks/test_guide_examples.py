"""Invented cases are never passed off as proof: they are marked wherever a playbook shows them."""

import pytest
from django.test import Client

from cases.models import CasePage
from home.management.commands.build_site import build_tree
from municipalities.models import Municipality
from playbooks.models import PlaybookPage, Step
from tests.factories import make_case, make_implementation, make_indicator, make_municipality, make_pair
from tests.playbooks.roadmap.building import make_playbook, make_step, read

pytestmark = pytest.mark.django_db
MARK = '<span class="badge">Ejemplo</span>'
MEANING = "son inventados: muestran cómo funciona este sitio"


def measured(place: Municipality, identifier: str) -> CasePage:
    case = make_case(place, identifier)
    make_pair(case.implementations.get(role="origin"), make_indicator(case), 40, 20)
    return case


def adopted(case: CasePage, *texts: str, invented: bool = False) -> None:
    for text in texts:
        make_implementation(case, make_municipality(is_example=invented), adaptations=text)


@pytest.fixture
def invented() -> CasePage:
    build_tree()
    return measured(make_municipality(name="Bahía Petreles", is_example=True), "ejemplo-agua")


@pytest.fixture
def step() -> Step:
    return make_step("medir", "problem", checklist="Uno\nDos")


@pytest.fixture
def playbook(step: Step, invented: CasePage) -> PlaybookPage:
    step.cases.set([invented])
    step.save()
    page = make_playbook("agua", [step, make_step("mesa", "governance")])
    page.cases.set([invented])
    page.save()
    return page


def test_it_is_marked_in_the_list_and_its_count_says_so(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, "/guias/")
    assert f"Caso ejemplo-agua</a> {MARK}" in page
    assert "1 con un caso medido, de ejemplo" in page and MEANING in page


def test_it_is_marked_in_the_guide_and_its_counts_say_so(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, "/guias/agua/")
    assert page.count(MARK) == 2  # in its step, and in what proves it
    assert "Pasos con un caso medido: 1 de 2, de ejemplo." in page and page.count(MEANING) == 1


def test_a_page_without_examples_says_nothing_of_them(
    client: Client, step: Step, playbook: PlaybookPage
) -> None:
    real = measured(make_municipality(), "real")
    for one in (step, playbook):
        one.cases.set([real])
        one.save()
    for address in ("/guias/", "/guias/agua/", "/guias/pasos/medir/"):
        page = read(client, address)
        assert "Caso real" in page and MARK not in page and MEANING not in page
        assert "de ejemplo" not in page


def test_a_real_case_comes_before_an_invented_one_that_went_further(
    client: Client, invented: CasePage, playbook: PlaybookPage
) -> None:
    playbook.cases.add(make_case(identifier="real"))
    playbook.save()
    assert f"Caso {invented.identifier}" not in read(client, "/guias/")
    proof = read(client, "/guias/agua/").split('id="evidencia"')[1]
    assert proof.index("Caso real") < proof.index("Caso ejemplo-agua")


def test_what_others_adapted_says_of_which_case_and_marks_the_invented(
    client: Client, invented: CasePage, playbook: PlaybookPage
) -> None:
    adopted(invented, "Cambió las válvulas", invented=True)
    page = read(client, "/guias/pasos/medir/").split("Qué adaptaron otros")[1]
    assert f"{MARK}: Cambió las válvulas" in page
    assert f'<a href="{invented.url}">Caso ejemplo-agua</a>' in page


def test_one_case_does_not_fill_what_others_adapted(
    client: Client, step: Step, invented: CasePage, playbook: PlaybookPage
) -> None:
    other = make_case(identifier="otro")
    step.cases.set([invented, other])
    step.save()
    adopted(invented, *(f"Muchos {n}" for n in range(6)))
    adopted(other, "Pocos 1", "Pocos 2")
    page = read(client, "/guias/pasos/medir/")
    assert page.count("Muchos") == page.count("Pocos") == 2


def test_cases_that_come_only_through_a_step_are_apart(client: Client, playbook: PlaybookPage) -> None:
    playbook.cases.set([make_case(identifier="propio")])
    playbook.save()
    proof = read(client, "/guias/agua/").split('id="evidencia"')[1]
    own, of_steps = proof.split("Casos que hicieron alguno de sus pasos")
    assert "Caso propio" in own and "Caso ejemplo-agua" not in own
    assert "Caso ejemplo-agua" in of_steps
