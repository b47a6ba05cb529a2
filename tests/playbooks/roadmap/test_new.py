"""A plan for anybody, kept in its address."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

import playbooks
from accounts.permissions import Role
from cases.models import Bottleneck
from municipalities.models import Municipality
from playbooks.models import PlaybookPage, Roadmap, Step
from playbooks.roadmap import drafting
from playbooks.roadmap.diagnosis import FIRST
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_definition, make_municipality, make_province
from tests.playbooks.roadmap.building import address, make_playbook, make_step, read

pytestmark = pytest.mark.django_db
START = "2027-03-01"


@pytest.fixture
def playbook() -> PlaybookPage:
    return make_playbook()


@pytest.fixture
def place() -> Municipality:
    return make_municipality("000777", name="Villa Plan")


def test_without_a_playbook_it_asks_which(client: Client, playbook: PlaybookPage) -> None:
    for url in (reverse("roadmap:new"), address(guia="no-existe"), address(guia="x\x00y")):
        assert playbook.title in read(client, url)


def test_a_draft_playbook_has_no_plan(client: Client, playbook: PlaybookPage) -> None:
    playbook.unpublish()
    assert playbook.title not in read(client, address(inicio=START))


def test_the_first_visit_tells_nobody_off(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, address())
    assert "error" not in page and 'type="date"' in page


@pytest.mark.parametrize("day", ["", "mañana", "1900-01-01", "2027-02-30", "2199-01-01", "x" * 5000])
def test_a_start_that_is_none_is_said(client: Client, playbook: PlaybookPage, day: str) -> None:
    response = client.get(address(inicio=day))
    assert response.status_code == 422 and "error-summary" in response.content.decode()


@pytest.mark.parametrize("month", ["3/2027", "03-2027", " 3 / 2027 "])
def test_a_month_alone_begins_on_its_first_day(client: Client, playbook: PlaybookPage, month: str) -> None:
    assert "del 1 de marzo de 2027 al 29 de febrero de 2028" in read(client, address(inicio=month))


def test_the_drawing_has_a_table_that_says_the_same(client: Client, playbook: PlaybookPage) -> None:
    response = client.get(address(inicio=START))
    table = response.content.decode().split('id="linea-tabla"')[1].split("</table>")[0]
    for task in response.context["plan"].tasks:
        assert task.title in table and f"{task.ends.day}/{task.ends.month}/{task.ends.year}" in table


def test_the_plan_has_its_steps_dates_and_reviews(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, address(inicio=START))
    for words in ("1 de marzo de 2027", "29 de febrero de 2028", "Contar", "<svg", "sin definir"):
        assert words in page
    assert page.count("Mes ") >= 4


def test_it_is_for_whoever_the_address_says(
    client: Client, playbook: PlaybookPage, place: Municipality
) -> None:
    page = read(client, address(inicio=START, municipio=place.key))
    assert "Villa Plan" in page and f"municipio={place.key}" in page
    assert "34.100" in read(client, address(inicio=START, poblacion=34100))


def test_ticks_of_what_is_gone_are_forgotten(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, address(inicio=START, diagnostico=1, tengo=["contar", "ya-no-esta"], traba="magia"))
    assert "ya-no-esta" not in page and "magia" not in page and "tengo=contar" in page


def test_what_is_there_is_skipped_and_says_why(client: Client, playbook: PlaybookPage) -> None:
    page = read(client, address(inicio=START, diagnostico=1, tengo="contar", mido=["alcance", "tiempo"]))
    changes = page.split('id="cambios"')[1].split("</section>")[0]
    assert "Contar" in changes and "Linea" not in changes
    step = page.split('id="paso-contar"')[1].split("</li>")[0]
    assert "Se saltea" in step or "Salteado" in step


def test_what_nobody_measures_is_measured_first(client: Client, playbook: PlaybookPage) -> None:
    playbook.indicators.set([make_definition("confianza", name="Confianza")])
    playbook.save()
    page = read(client, address(inicio=START, diagnostico=1))
    assert "«Confianza»" in page.split('id="paso-linea-de-base"')[1].split("</li>")[0]
    assert "paso-linea-de-base" not in read(client, address(inicio=START, diagnostico=1, mido="confianza"))
    assert "paso-linea-de-base" not in read(client, address(inicio=START)), "nobody answered"


def test_a_bottleneck_adds_the_step_that_answers_it(client: Client, playbook: PlaybookPage) -> None:
    make_step("alfabetizacion-como-condicion", "process", 6)
    page = read(client, address(inicio=START, diagnostico=1, traba="talent"))
    assert "paso-alfabetizacion-como-condicion" in page
    Step.objects.filter(slug="alfabetizacion-como-condicion").update(live=False)
    page = read(client, address(inicio=START, diagnostico=1, traba="talent"))
    assert "paso-alfabetizacion-como-condicion" not in page


def test_a_bottleneck_brings_its_step_forward(client: Client) -> None:
    make_playbook(steps=[make_step("clausulas-con-legales", "governance", 2, month=6)])
    late = read(client, address(inicio=START))
    early = read(client, address(inicio=START, diagnostico=1, traba="procurement"))
    assert "de agosto de 2027" in late.split('id="paso-clausulas-con-legales"')[1].split("</li>")[0]
    assert "1 de marzo de 2027" in early.split('id="paso-clausulas-con-legales"')[1].split("</li>")[0]


def test_a_bottleneck_says_so_of_a_step_that_measures_too(client: Client) -> None:
    make_playbook(steps=[make_step("clausulas-con-legales", "governance", 2, indicators=("plazo",))])
    page = read(client, address(inicio=START, diagnostico=1, traba="procurement"))
    changes = page.split('id="cambios"')[1].split("</section>")[0]
    assert "«Compras»" in changes


def test_skipping_a_step_does_not_let_others_overtake(client: Client, playbook: PlaybookPage) -> None:
    arranged = make_step("cerrar", "process", 2, [Step.objects.get(slug="ordenar")])
    late = make_step("esperar", "process", 20)
    ordered = Step.objects.get(slug="ordenar")
    ordered.after.set([late])
    ordered.save()
    other = make_playbook("dos", steps=[late, ordered, arranged])
    asked = f"/plan/nuevo/?guia={other.slug}&inicio={START}&diagnostico=1&tengo=ordenar"
    drawn = client.get(asked).context["plan"].tasks
    days = {one.key: (one.starts, one.ends) for one in drawn}
    assert days["cerrar"][0] > days["esperar"][1]


def test_a_playbook_without_steps_is_not_offered(client: Client, playbook: PlaybookPage) -> None:
    empty = playbook.get_parent().add_child(instance=PlaybookPage(title="Sin pasos", slug="sin-pasos"))
    page = read(client, address(guia="sin-pasos", inicio=START))
    assert "todavía no tiene pasos" in page and playbook.title in page and "Sin pasos" not in page
    assert "/plan/nuevo/" not in read(client, empty.url)
    assert "/plan/nuevo/?guia=reclamos" in read(client, playbook.url)


def test_whoever_is_of_a_team_sees_the_plan_that_will_be_saved(playbook: PlaybookPage) -> None:
    abroad = make_municipality(province=make_province("13", "Metropolitana", "CL"), name="Ñuñoa")
    browser = log_in(Client(), make_person(Role.CONTRIBUTOR, abroad))
    page = read(browser, address(inicio="2027-01-04"))
    assert "Guardarlo en Ñuñoa" in page and "27.399" not in page
    browser.post(reverse("roadmap:save"), fields_of(page))
    dates = {one.key: one.starts for one in browser.get(address(inicio="2027-01-04")).context["plan"].tasks}
    assert {one.key: one.starts for one in Roadmap.objects.get().tasks.all()} == dates
    other = make_municipality("000778", name="Villa Ajena")
    page = read(browser, address(inicio="2027-01-04", municipio=other.key))
    assert "Guardarlo" not in page and f"municipio={abroad.key}" in page


def test_what_does_not_fit_is_listed_with_by_how_much(client: Client) -> None:
    one = make_step("uno", "problem", 40)
    make_playbook(steps=[one, make_step("dos", "process", 20, [one])])
    page = read(client, address(inicio=START))
    assert re.search(r"«Dos» termina \d+ días después", page)


def test_steps_that_wait_for_each_other_do_not_hang(client: Client) -> None:
    one = make_step("uno", "problem")
    two = make_step("dos", "problem", after=[one])
    one.after.set([two])
    one.save()
    make_playbook(steps=[one, two])
    assert "se esperan" in read(client, address(inicio=START))


def test_in_another_country_it_says_what_it_does_not_know(client: Client, playbook: PlaybookPage) -> None:
    abroad = make_municipality(province=make_province("13", "Metropolitana", "CL"), name="Ñuñoa")
    page = read(client, address(inicio=START, municipio=abroad.key))
    assert "Los demás feriados del país no se conocen" in page and "27.399" not in page


def test_its_evidence_has_levels_of_today(client: Client, playbook: PlaybookPage) -> None:
    step = Step.objects.get(slug="ordenar")
    step.cases.set([make_case(title="Baches en plazo"), make_case(title="Borrador", live=False)])
    step.save()
    page = read(client, address(inicio=START))
    assert "Baches en plazo" in page and "Borrador" not in page


def test_invented_evidence_says_so_wherever_the_plan_goes(client: Client, playbook: PlaybookPage) -> None:
    step = Step.objects.get(slug="ordenar")
    step.cases.set([make_case(make_municipality(is_example=True), title="Baches en plazo")])
    step.save()
    page = read(client, address(inicio=START))
    assert page.count('<span class="badge">Ejemplo</span>') == 1 and "son inventados" in page
    book = load_workbook(
        BytesIO(client.get(f"/plan/nuevo/descargar.xlsx?guia=reclamos&inicio={START}").content)
    )
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "Baches en plazo (ejemplo inventado)" in cells


@pytest.mark.parametrize("kind", ["ics", "csv", "xlsx"])
def test_it_leaves_as_a_file(client: Client, playbook: PlaybookPage, kind: str) -> None:
    page = read(client, address(inicio=START))
    url = re.search(rf'href="([^"]+descargar\.{kind}[^"]*)"', page)[1].replace("&amp;", "&")
    response = client.get(url)
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]


def test_a_file_of_nothing_is_none(client: Client, playbook: PlaybookPage) -> None:
    for url in ("/plan/nuevo/descargar.exe?guia=reclamos&inicio=2027-03-01", "/plan/nuevo/descargar.ics"):
        assert client.get(url).status_code == 404


def test_two_addresses_that_ask_the_same_are_the_same_calendar(
    client: Client, playbook: PlaybookPage
) -> None:
    one = client.get("/plan/nuevo/descargar.ics?inicio=1/3/2027&guia=reclamos&otra=cosa").content.decode()
    two = client.get("/plan/nuevo/descargar.ics?guia=reclamos&inicio=2027-03-01").content.decode()
    assert re.findall("UID:.*", one) == re.findall("UID:.*", two) != []


def test_asking_again_for_other_dates_updates_what_a_calendar_has(
    client: Client, playbook: PlaybookPage, place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/plan/nuevo/descargar.ics?guia=reclamos&municipio={place.key}"
    one = client.get(f"{url}&inicio=2027-03-01").content.decode()
    later = now() + timedelta(minutes=2)
    monkeypatch.setattr(drafting, "now", lambda: later)
    two = client.get(f"{url}&inicio=2027-04-01&diagnostico=1&mido=alcance").content.decode()
    assert sorted(re.findall("UID:.*", one)) == sorted(re.findall("UID:.*", two)) != []
    first, second = (int(re.search(r"SEQUENCE:(\d+)", text)[1]) for text in (one, two))
    assert first < second < 2**31
    other = client.get("/plan/nuevo/descargar.ics?guia=reclamos&inicio=2027-03-01").content.decode()
    assert not set(re.findall("UID:.*", one)) & set(re.findall("UID:.*", other))


def fields_of(page: str) -> dict[str, list[str]]:
    form = page.split("plan-save")[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def test_the_team_saves_it_once(playbook: PlaybookPage, place: Municipality) -> None:
    browser = log_in(Client(), make_person(Role.CONTRIBUTOR, place))
    told = {"diagnostico": 1, "tengo": "contar", "mido": ["alcance", "tiempo"]}
    page = read(browser, address(inicio=START, municipio=place.key, **told))
    fields = fields_of(page)
    for _n in range(2):
        response = browser.post(reverse("roadmap:save"), fields)
    roadmap = Roadmap.objects.get()
    assert response.url == roadmap.get_absolute_url()
    assert roadmap.municipality == place and roadmap.diagnosis["have"] == ["contar"]
    assert roadmap.tasks.get(key="contar").state == "skipped"
    assert roadmap.tasks.count() == 5 and roadmap.tasks.get(key="medir").step.slug == "medir"
    assert [one.name for one in playbook.users()] == ["Villa Plan"]


def test_whoever_belongs_elsewhere_saves_nothing_here(playbook: PlaybookPage, place: Municipality) -> None:
    fields = {"guia": "reclamos", "inicio": START, "municipio": place.key, "en": place.key}
    for role, at in ((Role.LEAD, make_municipality()), (Role.COORDINATOR, place), (Role.ADMIN, place)):
        browser = log_in(Client(), make_person(role, at), second_factor=True)
        assert browser.post(reverse("roadmap:save"), fields).status_code == 404
    response = Client().post(reverse("roadmap:save"), fields)
    assert response.status_code == 302 and "entrar" in response.url
    assert dict(parse_qsl(urlsplit(response.url).query))["next"].startswith("/plan/nuevo/?guia=reclamos")
    assert not Roadmap.objects.exists()


def test_the_number_of_queries_does_not_follow_the_steps(client: Client, playbook: PlaybookPage) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            read(client, url)
        return len(found)

    more = make_playbook(
        "largo", [make_step(f"p{n}", "process", 1, indicators=("alcance",)) for n in range(15)]
    )
    read(client, address(inicio=START))
    assert queries(address(guia=more.slug, inicio=START)) <= queries(address(inicio=START)) + 1


def test_the_steps_that_answer_bottlenecks_are_written() -> None:
    written = {path.stem for path in (Path(playbooks.__file__).parent / "data" / "pasos").glob("*.md")}
    assert {slug for slugs in FIRST.values() for slug in slugs} <= written
    assert set(FIRST) == set(Bottleneck.values)
