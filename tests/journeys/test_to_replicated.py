"""From an invitation by mail to a case that is *Replicado* because another city's lead says so."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.building import CONTRIBUTOR, COORDINATOR, LEAD
from tests.journeys.conftest import World, person
from tests.journeys.steps import (
    CORE,
    add_indicator,
    add_the_app,
    come_in,
    invite,
    log_in,
    save_draft,
    submit_for_review,
)
from tests.site.test_replication_browser import choose, press, reach, write

pytestmark = pytest.mark.browser

NEW_LEAD, NEW_CONTRIBUTOR = "ana@origen.test", "beto@origen.test"
TEAM = "/cuenta/equipo/AR-000901/"
TITLE = "El permiso de obra, en la mitad de tiempo"
STORY = {
    "title": TITLE,
    "summary": "Un permiso de obra tardaba 94 días. Con una sola ventanilla tarda 41.",
    "problem": "Las familias esperaban tres meses para empezar a construir.",
    "what_was_done": "Dibujamos el trámite con la gente de la ventanilla y sacamos tres certificados.",
    "responsible_area": "Obras Privadas",
    "norm": "Ordenanza 4221/2025",
}
SUSTAINED = re.compile(r"Nivel de evidencia:\s*2\s*Sostenido")
REPLICATED = re.compile(r"Nivel de evidencia:\s*3\s*Replicado")
NEXT = "Guardar y seguir"
INCLUSION_AND_GOVERNANCE = ("Accesibilidad del servicio", "Incidentes de seguridad o de datos")


def ago(months: int) -> date:
    """The rules count months from today: so do the figures of the journey."""
    return date.today() - timedelta(days=31 * months)


BEFORE, STARTED, IN_PRODUCTION, AFTER = ago(28), ago(27), ago(25), ago(2)


def test_a_coordinator_invites_a_lead_and_the_lead_a_contributor(world: World, browser: Browser) -> None:
    with person(world, browser) as coordinator:
        log_in(coordinator, COORDINATOR, world.secrets[COORDINATOR])
        invite(coordinator, TEAM, NEW_LEAD, "Referente")
    with person(world, browser) as lead:
        come_in(lead, world, NEW_LEAD, "Ana Prueba")
        lead.goto(TEAM)
        world.secrets[NEW_LEAD] = add_the_app(lead)
        invite(lead, TEAM, NEW_CONTRIBUTOR, "Equipo")
    with person(world, browser) as contributor:
        come_in(contributor, world, NEW_CONTRIBUTOR, "Beto Prueba")
        expect(contributor.get_by_role("main")).to_contain_text("Villa Origen")


def test_the_contributor_tells_a_case_and_the_coordinator_publishes_it(
    world: World, browser: Browser
) -> None:
    with person(world, browser) as contributor:
        log_in(contributor, NEW_CONTRIBUTOR)
        tell_the_case(contributor)
    with person(world, browser) as coordinator:
        log_in(coordinator, COORDINATOR, world.secrets[COORDINATOR])
        publish_from_the_queue(coordinator)
    with person(world, browser) as lead:
        log_in(lead, NEW_LEAD, world.secrets[NEW_LEAD])
        lead.goto("/mi-municipio/")
        waiting = lead.get_by_role("listitem").filter(has_text="solo vos podés confirmarlo")
        waiting.get_by_role("link").click()
        lead.get_by_role("button", name="Confirmo que es así").click()
        expect(lead.get_by_role("main")).to_contain_text("Confirmado")
    with person(world, browser) as visitor:
        open_the_case(visitor)
        expect(visitor.get_by_role("main")).to_contain_text(SUSTAINED)


def tell_the_case(page: Page) -> None:
    """The story in the editor, its figures beside it, and off to the network."""
    page.goto("/mi-municipio/")
    page.get_by_role("link", name="Contar un caso").click()
    for name, text in STORY.items():
        page.locator(f"[name={name}]").fill(text)
    save_draft(page)
    page.get_by_role("link", name="Indicadores, cifras y cómo está").click()
    add_indicator(page, CORE, ("94", BEFORE), ("41", AFTER))
    for name in INCLUSION_AND_GOVERNANCE:
        add_indicator(page, name, ("20", BEFORE), ("20", AFTER))
    page.get_by_role("link", name="Fase, fechas, contrato").click()
    page.locator("[name=phase]").select_option("production")
    page.locator("[name=started]").fill(STARTED.isoformat())
    page.locator("[name=in_production]").fill(IN_PRODUCTION.isoformat())
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.get_by_role("link", name="Volver al texto del caso").click()
    submit_for_review(page)


def publish_from_the_queue(page: Page) -> None:
    page.goto("/coordinacion/")
    page.get_by_role("link", name="La lista, para tomar uno").click()
    page.get_by_role("button", name="Tomarlo").click()
    page.get_by_role("button", name="Publicar", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(TITLE)


def open_the_case(page: Page) -> None:
    page.goto("/buscar/?q=permiso+de+obra")
    page.get_by_role("link", name=TITLE).first.click()


def test_another_city_replicates_it_by_keyboard_and_without_javascript(
    world: World, browser: Browser
) -> None:
    """At 360 px. What the pages look like to a program that reads them, tests/site says."""
    with person(world, browser, phone=True, scripts=False) as contributor:
        contributor.scripts = False  # type: ignore[attr-defined]
        log_in(contributor, CONTRIBUTOR)
        open_the_case(contributor)
        tell_the_replication(contributor)
        open_the_case(contributor)
        expect(contributor.get_by_role("main")).to_contain_text(SUSTAINED)
    with person(world, browser, phone=True, scripts=False) as lead:
        lead.scripts = False  # type: ignore[attr-defined]
        log_in(lead, LEAD, world.secrets[LEAD])
        lead.goto(world.inbox.link(LEAD, "/replicar/confirmar/"))
        press(lead, "Confirmo que es así")
        expect(lead.get_by_role("status")).to_contain_text("Confirmado")
    with person(world, browser) as visitor:
        open_the_case(visitor)
        expect(visitor.get_by_role("main")).to_contain_text(REPLICATED)
    world.inbox.link(NEW_LEAD, "/casos/")
    assert any("Replicado" in text for text in world.inbox.texts(NEW_LEAD)), "the city of origin is told"


def tell_the_replication(page: Page) -> None:
    """Tab, Enter, Space and the arrows inside a group: nothing is clicked."""
    press(page, "Replicamos este caso", "link")
    press(page, NEXT)  # the only municipality is chosen already
    choose(page, re.compile("^En producción"))
    press(page, NEXT)
    write(page, "¿Cuándo empezaron a trabajar en esto?", typed(STARTED))
    write(page, "¿Desde cuándo es la manera habitual de hacerlo?", typed(IN_PRODUCTION))
    press(page, NEXT)
    write(page, "Qué cambiaron, y por qué", "Lo hicimos con el colegio de arquitectos.")
    press(page, NEXT)
    reach(page, page.get_by_role("checkbox", name=re.compile(f"^{CORE}"))).press("Space")
    press(page, NEXT)
    write(page, "Antes de empezar", "88")
    write(page, "Último día del período medido antes", typed(BEFORE))
    write(page, "Lo último que midieron", "39")
    write(page, "Último día del período medido después", typed(AFTER))
    write(page, "De dónde salen las cifras", "Registro de expedientes de Obras")
    press(page, NEXT)
    press(page, NEXT)  # the contract
    press(page, NEXT)  # what stood in the way
    press(page, "Enviar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lo recibimos")


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
