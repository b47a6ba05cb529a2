"""In the editor: the panel follows what is saved, and the link of a mail opens its comment."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.building import CONTRIBUTOR
from tests.journeys.conftest import World, person
from tests.journeys.steps import log_in, save_draft

pytestmark = pytest.mark.browser
SAVED = re.compile(r"/admin/pages/\d+/edit/")


def begin_a_case(page: Page) -> None:
    log_in(page, CONTRIBUTOR)
    page.goto("/mi-municipio/")
    page.get_by_role("link", name="Contar un caso").first.click()
    page.locator("[name=title]").fill("La poda, programada por manzana")
    page.locator("[name=summary]").fill("Se podaba por pedido. Llamá al 2804 451234.")


def write_until_it_saves_itself(page: Page) -> None:
    """What is typed while the page is still getting ready is saved with what is typed afterwards."""
    for _time in range(60):
        page.locator("[name=problem]").press_sequentially("Ramas sobre los cables. ")
        page.wait_for_timeout(500)
        if SAVED.search(page.url):
            return


def comment(page: Page, text: str) -> str:
    """Beside the problem, saved with the draft. The address that leads to it, as a mail gives it."""
    page.goto(page.url)
    page.locator("[data-side-panel-toggle=comments]").click()
    page.locator("[name=problem]").focus()
    page.keyboard.press("Control+Alt+m")
    written = page.locator(".comment textarea").first
    written.fill(text)
    page.locator(".comment button[type=submit]").first.click()
    save_draft(page)
    saved = page.locator("[name=comments-0-id]")
    expect(saved).to_have_value(re.compile(r"\d+"))
    return f"{page.url.partition('?')[0]}?comment={saved.input_value()}#id_problem"


def test_the_panel_and_its_warnings_follow_the_first_saves_of_a_new_case(
    world: World, browser: Browser
) -> None:
    with person(world, browser) as author:
        begin_a_case(author)
        write_until_it_saves_itself(author)
        expect(author.get_by_text("Si se publicara ahora").first).to_be_visible()
        expect(author.get_by_text("2804 451234").first).to_be_visible()


@pytest.mark.parametrize("other", ["", "status", "comments"])
def test_the_link_of_a_mail_opens_the_comment_whatever_panel_was_open(
    world: World, browser: Browser, other: str
) -> None:
    with person(world, browser) as author:
        begin_a_case(author)
        save_draft(author)
        address = comment(author, "¿De qué año es?")
        author.evaluate("name => localStorage.setItem('wagtail:side-panel-open', name)", other)
        errors = open_the_mail(author, address)
        expect(author.get_by_text("¿De qué año es?").first).to_be_visible()
        expect(author.locator("[name=problem]")).to_be_in_viewport()
        assert not errors
        author.set_viewport_size({"width": 360, "height": 740})
        author.evaluate("localStorage.clear()")
        errors = open_the_mail(author, address)
        expect(author.locator("[name=problem]")).to_be_in_viewport()
        assert not errors


def open_the_mail(page: Page, address: str) -> list[str]:
    """The errors of its scripts, those to come included."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("about:blank")
    page.goto(address)
    return errors
