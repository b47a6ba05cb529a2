"""From the home page to the proof, as a person goes: without JavaScript, and with it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

RAFAELA = "Rafaela (Santa Fe) · 102.236 hab."


@pytest.fixture
def plain(site: str, browser: Browser) -> Iterator[Page]:
    """A page with JavaScript switched off."""
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="es-AR")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="es-AR")
    yield context.new_page()
    context.close()


def test_from_home_to_the_proof_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("textbox", name="Nombre del municipio").fill("rafa")
    plain.get_by_role("button", name="Buscar").first.click()
    plain.get_by_role("button", name=RAFAELA).click()
    expect(plain).to_have_url(re.compile(r"/buscar/\?municipio=AR-820042"))
    expect(plain.get_by_role("heading", level=1)).to_contain_text(f"ordenados para {RAFAELA}")
    first = plain.locator(".hit").first
    sentence = first.locator(".evidence p").inner_text()
    assert re.match(r"\d+ de \d+ municipios de 50\.000 a 210\.000 habitantes sostuv", sentence)
    first.get_by_role("link").first.click()
    expect(plain.locator("main")).to_contain_text(sentence.rstrip("."))


def test_facets_narrow_and_are_taken_back_without_javascript(plain: Page) -> None:
    plain.goto("/buscar/?municipio=AR-820042")
    before = plain.get_by_role("heading", level=1).inner_text()
    plain.get_by_role("link", name=re.compile(r"^Salud \d")).click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("de salud")
    plain.get_by_role("link", name=re.compile("^Quitar filtro Salud$")).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text(before)


def test_a_municipality_that_is_not_listed_reads_by_its_population(plain: Page) -> None:
    plain.goto("/municipio/elegir/?next=/buscar/")
    plain.get_by_label("Escribí cuántos habitantes tiene").fill("34100")
    plain.get_by_role("button", name="Seguir con esta población").click()
    expect(plain).to_have_url(re.compile(r"poblacion=34100"))
    expect(plain.get_by_role("heading", level=1)).to_contain_text("34.100")


def test_nothing_found_says_what_to_drop_and_what_it_would_give(plain: Page) -> None:
    plain.goto("/buscar/?q=zanahorias&tema=agua")
    expect(plain.locator("main")).to_contain_text("No encontramos casos con eso")
    plain.get_by_role("link", name="Buscar sin «zanahorias»").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("de agua y saneamiento")


def test_the_combobox_is_used_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Nombre del municipio")
    field.fill("rafa")
    expect(page.get_by_role("option", name=RAFAELA)).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"municipio=AR-820042"))


def test_a_facet_refreshes_the_results_in_place(page: Page) -> None:
    page.goto("/buscar/?municipio=AR-820042")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name=re.compile(r"^Salud \d")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("de salud")
    expect(page).to_have_url(re.compile("tema=salud"))
    assert page.evaluate("window.sameDocument") is True


def test_an_abandoned_replication_is_on_the_case_page(plain: Page) -> None:
    plain.goto("/buscar/?q=pérdidas+agua")
    plain.locator(".hit").first.get_by_role("link").first.click()
    expect(plain.get_by_role("table").filter(has_text="abandonada").first).to_be_visible()
