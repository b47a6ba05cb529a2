"""A team tells a replication and its lead confirms it: at 360 px, by keyboard, without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.test_every_page import RULES

pytestmark = pytest.mark.browser

PASSWORD = "entre-pares-demo"  # of the demo, public in the README
# One case for each run of the journey: what a run tells is there for the next.
CASES = {False: "censo de árboles con vecinos", True: "cartas de tasas en palabras simples"}
LEFT_OPEN = {False: "ejemplo-mapa-cuidado", True: "ejemplo-castracion-por-recorridos"}


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def phone(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site,
        java_script_enabled=request.param,
        locale="es-AR",
        viewport={"width": 360, "height": 740},
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.scripts = request.param  # type: ignore[attr-defined]
    yield page
    context.close()


def check(page: Page) -> None:
    """Nothing scrolls sideways, and the page is accessible: axe needs scripts of its own to say so."""
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} scrolls sideways"
    if page.scripts:  # type: ignore[attr-defined]
        violations = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:160]) for one in violations] == [], page.url


def reach(page: Page, target: Locator) -> Locator:
    """Press Tab until it has the focus, as somebody without a mouse does."""
    for _press in range(120):
        if target.evaluate("one => one === document.activeElement"):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, name: str, role: str = "button", key: str = "Enter") -> None:
    reach(page, page.get_by_role(role, name=name, exact=True)).press(key)  # type: ignore[arg-type]
    page.wait_for_load_state()
    check(page)


def write(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label, exact=True)).press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, name: str | re.Pattern[str]) -> None:
    """A radio button: the keyboard enters the group and moves inside it with the arrows."""
    wanted = page.get_by_role("radio", name=name)
    group = page.get_by_role("radio")
    for _press in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        inside = page.evaluate("document.activeElement.type === 'radio'")
        page.keyboard.press("ArrowDown" if inside and group.count() > 1 else "Tab")
    page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def log_in(page: Page, email: str) -> None:
    page.goto("/cuenta/entrar/")
    page.get_by_label("Correo electrónico").fill(email)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(re.compile("/cuenta/$"))


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def test_from_the_case_to_a_replication_that_counts(phone: Page) -> None:
    log_in(phone, "equipo@ejemplo.test")
    phone.goto(f"/buscar/?q={CASES[phone.scripts]}")  # type: ignore[attr-defined]
    phone.locator(".hit").first.get_by_role("link").first.click()
    case, title = phone.url, phone.get_by_role("heading", level=1).inner_text()
    press(phone, "Replicamos este caso", "link")
    press(phone, "Guardar y seguir")  # the only municipality is chosen already
    press(phone, "Guardar y seguir")  # nothing chosen: it says so, and takes the focus
    expect(phone).to_have_title(re.compile("^Error:"))
    expect(phone.locator(".error-summary")).to_be_focused()
    choose(phone, re.compile("^Piloto"))
    press(phone, "Guardar y seguir")
    write(phone, "¿Cuándo empezaron a trabajar en esto?", "3/2026")
    press(phone, "Guardar y seguir")
    write(phone, "Qué cambiaron, y por qué", "Lo hicimos con las escuelas técnicas.")
    press(phone, "Guardar y seguir después")
    expect(phone.get_by_role("status")).to_contain_text("Guardamos tu borrador a las")
    reach(phone, phone.locator("main .ruled a").first).press("Enter")
    phone.wait_for_load_state()
    reach(phone, phone.get_by_role("checkbox").first).press("Space")
    press(phone, "Guardar y seguir")
    write(phone, "Antes de empezar", "12,5")
    write(phone, "Último día del período medido antes", "31/12/2025")
    write(phone, "De dónde salen las cifras", "Registro de arbolado")
    press(phone, "Guardar y seguir")
    press(phone, "Guardar y seguir")  # the contract
    press(phone, "Guardar y seguir")  # what stood in the way
    expect(phone.get_by_role("heading", level=1)).to_have_text("Revisá lo que vas a enviar")
    expect(phone.locator("main")).to_contain_text("31 de marzo de 2026")
    press(phone, "Cambiar ¿Qué adaptaron?", "link")
    write(phone, "Qué cambiaron, y por qué", "Lo hicimos con dos escuelas técnicas.")
    press(phone, "Guardar y seguir")
    press(phone, "Enviar")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Lo recibimos")
    expect(phone.locator("main")).to_contain_text(re.compile("Referencia: R-[0-9A-F]{8}"))
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Lo recibimos")

    log_out(phone)
    phone.goto(case)
    expect(phone.locator("#municipios + .scroll, .scroll").first).to_contain_text("Sin confirmar")
    log_in(phone, "referente@ejemplo.test")
    phone.goto("/replicar/")
    press(phone, title, "link")
    expect(phone.locator("main")).to_contain_text("Lo hicimos con dos escuelas técnicas.")
    press(phone, "Confirmo que es así")
    expect(phone.get_by_role("status")).to_contain_text("Confirmado")
    log_out(phone)
    phone.goto(case)
    expect(phone.locator("main")).to_contain_text("Historial de")


def test_a_session_that_ends_keeps_what_was_typed(phone: Page) -> None:
    log_in(phone, "equipo@ejemplo.test")
    phone.goto(f"/replicar/{LEFT_OPEN[phone.scripts]}/")  # type: ignore[attr-defined]
    press(phone, "Guardar y seguir")
    choose(phone, re.compile("^Piloto"))
    press(phone, "Guardar y seguir")
    write(phone, "¿Cuándo empezaron a trabajar en esto?", "en otoño")
    csrf = [one for one in phone.context.cookies() if one["name"] == "csrftoken"]
    phone.context.clear_cookies()
    phone.context.add_cookies(csrf)  # type: ignore[arg-type]
    press(phone, "Guardar y seguir")
    expect(phone.get_by_role("status")).to_contain_text("Lo que escribiste quedó guardado")
    phone.get_by_label("Correo electrónico").fill("equipo@ejemplo.test")
    phone.get_by_label("Contraseña").fill(PASSWORD)
    phone.get_by_role("button", name="Entrar", exact=True).click()
    phone.wait_for_url(re.compile("/fechas/$"))
    expect(phone.get_by_label("¿Cuándo empezaron a trabajar en esto?")).to_have_value("en otoño")
