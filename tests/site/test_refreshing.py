"""With JavaScript, filters refresh in place and nobody loses theirs."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="es-AR")
    page = context.new_page()
    page.goto("/buscar/?municipio=AR-820042")
    yield page
    context.close()


def choose_health(page: Page) -> None:
    page.get_by_role("link", name=re.compile(r"^Salud \d")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("de salud")


def test_a_result_opens_its_case(page: Page) -> None:
    link = page.locator(".hit").first.get_by_role("link").first
    title = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".site-foot")).to_be_visible()


def test_focus_and_open_facets_stay_and_the_new_question_is_read_out(page: Page) -> None:
    page.locator("#f-tamano > summary").click()
    choose_health(page)
    expect(page.locator("#f-tema-salud")).to_be_focused()
    expect(page.locator("#f-tamano")).to_have_attribute("open", "")
    expect(page.locator("#aviso")).to_contain_text("de salud")


def test_words_typed_after_a_filter_keep_it(page: Page) -> None:
    choose_health(page)
    page.get_by_role("combobox", name="Palabras").fill("turnos")
    page.get_by_role("combobox", name="Palabras").press("Enter")
    expect(page).to_have_url(re.compile("q=turnos"))
    expect(page).to_have_url(re.compile("tema=salud"))


def test_going_back_undoes_a_filter(page: Page) -> None:
    before = page.get_by_role("heading", level=1).inner_text()
    choose_health(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(before)
