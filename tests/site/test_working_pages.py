"""The pages on which people work: accessible in light and dark, on a desk and on a phone (C40).

A page of the site has nothing to forgive. In the pages of Wagtail's admin we forgive what is its own.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.site.test_every_page import RULES
from tests.site.test_replication_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAGTAILS = {
    "label": "ui-autocomplete-input",  # the field in which tags are typed: its script gives it no name
    "button-name": "w-editing-sessions__session",  # the face of whoever else has the page open
    "scrollable-region-focusable": "w-minimap__list",  # the list of sections of a phone, closed
    "target-size": "w-minimap__toggle",
}
"""What axe finds in Wagtail's own markup (8.0), by rule and class: no template of ours can mend it."""
SCREENS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
TEAM = "AR-EJ037"
CASE = "ejemplo-mapa-cuidado"


def case_in(page: Page, desk: str, title: str) -> str:
    """The number of a case, as the link of somebody's desk has it."""
    page.goto(desk)
    row = page.get_by_role("listitem").filter(has_text=title)
    found = re.search(r"/pages/(\d+)/edit/", row.get_by_role("link").last.get_attribute("href") or "")
    assert found, title
    return found[1]


def of_contributor(page: Page) -> Iterator[str]:
    draft = case_in(page, "/mi-municipio/", "Reclamos por mensaje")
    returned = case_in(page, "/mi-municipio/", "Poda programada")
    waiting = case_in(page, "/mi-municipio/", "Turnos del vacunatorio")
    yield from ("/admin/", "/admin/pages/", "/admin/account/")
    yield from (f"/admin/pages/{one}/edit/" for one in (draft, returned, waiting))
    yield f"/admin/pages/{draft}/history/"
    yield from (f"/admin/casos/{draft}/{name}/" for name in ("cifras", "indicador", "como-esta", "ficha-ia"))
    yield from ("/mi-municipio/", "/replicar/", f"/replicar/{CASE}/municipio/", differing(page))
    yield from ("/cuenta/", f"/cuenta/equipo/{TEAM}/", "/cuenta/segundo-factor/", "/cuenta/clave/")
    yield from ("/cuenta/sesiones/", "/seguimiento/vencido/")


def of_lead(page: Page) -> Iterator[str]:
    page.goto("/replicar/")
    yield page.locator("main a[href*='/replicar/confirmar/']").first.get_attribute("href") or ""
    yield from (f"/cuenta/equipo/{TEAM}/", "/mi-municipio/")


def of_coordinator(page: Page) -> Iterator[str]:
    waiting = case_in(page, "/coordinacion/", "Turnos del vacunatorio")
    yield from ("/admin/", "/admin/casos/revision/", f"/admin/pages/{waiting}/edit/", "/coordinacion/")
    yield from ("/cuenta/", "/cuenta/pedidos/", "/admin/snippets/cases/measure/")
    page.goto("/replicar/")
    yield page.locator("main a[href*='/replicar/objetar/']").first.get_attribute("href") or ""
    yield f"/discrepar/evaluacion/caso/{CASE}/"


def of_admin(page: Page) -> Iterator[str]:
    yield from ("/cuenta/registro/", "/cuenta/red/red-de-ejemplo/")


def differing(page: Page) -> str:
    """Where a figure of another city is answered with another one."""
    page.goto("/buscar/?q=pérdidas+agua")
    page.locator(".hit").first.get_by_role("link").first.click()
    return page.locator("main a[href^='/discrepar/']").first.get_attribute("href") or ""


PEOPLE = {
    "equipo": of_contributor,
    "referente": of_lead,
    "coordinacion": of_coordinator,
    "admin": of_admin,
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_pages_of(who: str, screen: str, site: str, browser: Browser) -> None:
    size: Any = SCREENS[screen]
    context = browser.new_context(base_url=site, locale="es-AR", viewport=size)
    page = context.new_page()
    log_in(page, f"{who}@ejemplo.test")
    wrong = []
    for address in list(PEOPLE[who](page)):
        response = page.goto(address)
        assert response and response.status in (200, 404), address
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(400)  # messages and colours fade in
            wrong += problems(page, scheme)
    context.close()
    assert wrong == [], "\n".join(wrong)


def problems(page: Page, scheme: str) -> Iterator[str]:
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if widths[0] > widths[1]:
        yield f"{page.url} scrolls sideways"
    admin = "/admin/" in page.url
    for one in Axe().run(page, options=RULES).response["violations"]:
        for node in one["nodes"]:
            if not (admin and WAGTAILS.get(one["id"], "nothing") in node["html"]):
                yield f"{page.url} {scheme} {one['id']}: {node['html'][:160]}"
