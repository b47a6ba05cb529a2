"""Suggestions while typing, with the keyboard and the mouse; and the same finder without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=[1280, 360])
def page(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site, locale="es-AR", viewport={"width": request.param, "height": 800}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(site: str, browser: Browser) -> Iterator[Page]:
    """A page with JavaScript switched off."""
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="es-AR")
    yield context.new_page()
    context.close()


def words(page: Page):
    return page.get_by_role("combobox", name="Palabras")


def test_a_suggestion_is_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/buscar/")
    words(page).press_sequentially("alum")
    expect(page.get_by_role("group", name="Casos").get_by_role("option").first).to_be_visible()
    expect(words(page)).to_have_attribute("aria-expanded", "true")
    expect(
        page.locator("[role=status]").filter(has_text="sugerencias: elegí una con las flechas")
    ).to_have_count(1)
    words(page).press("ArrowUp")
    last = page.get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(words(page)).to_have_attribute("aria-activedescendant", last.get_attribute("id") or "none")
    words(page).press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    title = first.locator("span").first.inner_text()
    words(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_escape_closes_the_list_and_enter_searches_what_was_typed(page: Page) -> None:
    page.goto("/buscar/")
    words(page).press_sequentially("alum")
    expect(page.get_by_role("option").first).to_be_visible()
    words(page).press("Escape")
    expect(page.get_by_role("listbox", name="Palabras")).to_be_hidden()
    expect(words(page)).to_have_value("alum")
    words(page).press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    words(page).press("Tab")
    expect(page.get_by_role("listbox", name="Palabras")).to_be_hidden()
    words(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/buscar/\?q=alum$"))


def test_a_topic_is_chosen_with_the_mouse_and_the_box_still_suggests(page: Page) -> None:
    page.goto("/buscar/")
    words(page).press_sequentially("salud")
    page.get_by_role("group", name="Temas").get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"tema=salud"))
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Recientes").click()
    expect(page).to_have_url(re.compile(r"orden=recientes"))
    assert page.evaluate("window.sameDocument") is True
    words(page).press_sequentially("resid")
    expect(page.get_by_role("option").first).to_be_visible()
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(width), "nothing is wider than the page"


def test_without_javascript_the_box_is_a_form_that_mends_and_interprets(plain: Page) -> None:
    plain.goto("/buscar/")
    plain.get_by_role("searchbox", name="Palabras").fill("chatbot en catamarca")
    plain.locator("#por-palabras").get_by_role("button", name="Buscar").click()
    expect(plain.locator("main")).to_contain_text("Interpretamos: provincia Catamarca.")
    plain.get_by_role("link", name="Buscar «chatbot en catamarca» tal cual").click()
    expect(plain).to_have_url(re.compile("tal_cual=1"))
    expect(plain.locator("main")).not_to_contain_text("Interpretamos")
    plain.goto("/buscar/?q=resiudos")
    expect(plain.locator("main")).to_contain_text("Mostramos resultados de «residuos».")
    plain.get_by_role("link", name="Buscar «resiudos» igual").click()
    plain.get_by_role("link", name="«residuos»", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("«residuos»")
