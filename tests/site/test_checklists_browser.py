"""The checklists of a playbook: boxes that this browser remembers, and plain lists without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

pytestmark = pytest.mark.browser
PLAYBOOK = "/guias/compras-de-tecnologia/"


@pytest.fixture
def context(site: str, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, locale="es-AR")
    yield context
    context.close()


def test_what_is_ticked_is_counted_kept_and_cleared(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(PLAYBOOK)
    boxes, count = page.locator(".step .checks input"), page.locator("[data-done]")
    line = page.locator(".step .checks li").nth(2).inner_text()
    expect(count).to_have_text("0")
    page.get_by_role("checkbox", name=line).first.check()
    boxes.nth(0).press("Space")
    expect(count).to_have_text("2")
    expect(page.locator(".progress")).to_contain_text(f"de {boxes.count()} tareas")
    page.goto("/guias/gobernanza-de-ia-municipal/")
    expect(count).to_have_text("0")
    page.goto(PLAYBOOK)
    expect(count).to_have_text("2")
    expect(boxes.nth(2)).to_be_checked()
    page.get_by_role("button", name="Borrar lo marcado").click()
    page.reload()
    expect(count).to_have_text("0")
    expect(page.locator(".checks input:checked")).to_have_count(0)


def test_what_another_program_left_in_its_place_breaks_nothing(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(PLAYBOOK)
    for odd in ("{", "7", '{"a": 1}'):
        page.evaluate("odd => localStorage.setItem('guia:compras-de-tecnologia', odd)", odd)
        page.reload()
        expect(page.locator("[data-done]")).to_have_text("0")


def test_boxes_can_be_touched(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(PLAYBOOK)
    box = page.locator(".step .checks input").first.bounding_box()
    assert box is not None and box["width"] >= 24 and box["height"] >= 24


def test_without_javascript_they_are_lists(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(PLAYBOOK)
    expect(page.locator(".step .checks li").first).to_be_visible()
    expect(page.locator(".checks input")).to_have_count(0)
    expect(page.locator(".progress")).to_be_hidden()
    context.close()
