"""From a case to its playbook, to a plan of twelve months and its PDF, without JavaScript."""

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_from_a_case_to_a_plan_for_the_council_without_javascript(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="es-AR")
    page = context.new_page()
    page.goto("/buscar/?q=compras+prueba+salida&municipio=AR-820042")
    page.locator(".hit").first.get_by_role("link").first.click()
    page.get_by_role("link", name="Compras de tecnología: una prueba no es producción").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Compras de tecnología: una prueba no es producción"
    )
    expect(page.get_by_role("heading", name="Gobernanza", exact=True)).to_be_visible()
    page.get_by_role("link", name="Armar tu plan").click()
    page.get_by_label("¿Cuándo empiezan?").fill("2027-02-01")
    page.get_by_role("button", name="Armar el plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("plan de doce meses")
    expect(page.locator("main")).to_contain_text("1 de febrero de 2027")
    address = page.get_by_role("link", name="PDF para el concejo").get_attribute("href")
    answer = context.request.get(f"{site}{address}")
    assert answer.status == 200 and answer.body().startswith(b"%PDF")
    context.close()
