"""What holds on every page: accessible, nothing asked of other hosts, nothing refused by the policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "finder": "/buscar/",
    "finder of a municipality": "/buscar/?municipio=AR-820042",
    "nothing found": "/buscar/?q=zanahorias&tema=agua&municipio=AR-820042",
    "picker": "/municipio/elegir/?q=san+jose",
    "municipalities": "/municipios/",
    "municipality": "/municipios/AR-820042-rafaela/",
    "method": "/como-se-calcula/",
    "playbooks": "/guias/",
    "playbook": "/guias/perdidas-de-agua/",
    "playbook of the site": "/guias/compras-de-tecnologia/?municipio=AR-820042",
    "step": "/guias/pasos/medir-la-linea-de-base/",
    "templates": "/guias/plantillas/",
    "template": "/guias/plantillas/ficha-de-ia/",
    "clauses": "/guias/clausulas/",
    "compliance": "/guias/cumplimiento/",
    "choice of a process": "/guias/elegir-proceso/?p1-name=Bacheo&p1-pain=5&p1-excluded=2&p1-volume=80",
    "wrong choice of a process": "/guias/elegir-proceso/?p1-name=Bacheo",
    "new plan": "/plan/nuevo/?guia=compras-de-tecnologia",
    "plan": "/plan/nuevo/?guia=compras-de-tecnologia&municipio=AR-820042&inicio=2027-02-01",
    "login": "/cuenta/entrar/",
    "forgotten password": "/cuenta/clave/olvidada/",
    "access request": "/cuenta/pedir-acceso/?municipio=AR-820042",
}
SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "400 %": {"viewport": {"width": 320, "height": 256}},  # narrower than any phone
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=SCREENS)
def page(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="es-AR", **SCREENS[request.param])
    yield context.new_page()
    context.close()


def case_address(page: Page) -> str:
    page.goto("/buscar/?q=pérdidas+agua&municipio=AR-820042")
    return page.locator(".hit").first.get_by_role("link").first.get_attribute("href") or ""


@pytest.mark.parametrize("name", [*PAGES, "case"])
def test_page(page: Page, site: str, name: str) -> None:
    address = PAGES.get(name) or case_address(page)
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(address)
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in violations] == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert [text for text in refused if "404" not in text] == []
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], "the page scrolls sideways"
