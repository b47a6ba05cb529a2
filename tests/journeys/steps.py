"""What people do in the pages of the site, as they read it."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.accounts.people import code_now
from tests.journeys.building import PASSWORD
from tests.journeys.conftest import World

CORE = "Tiempo de resolución"


def log_in(page: Page, email: str, secret: str = "") -> None:
    """With the code of the authenticator app, for whoever has one."""
    page.goto("/cuenta/entrar/")
    page.get_by_label("Correo electrónico").fill(email)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    if secret:
        page.get_by_label("Código").fill(code_now(secret))
        page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(re.compile("/cuenta/$"))


def invite(page: Page, team: str, email: str, role: str) -> None:
    """From the page of a team. `role` is how its radio button begins."""
    page.goto(team)
    page.get_by_label("Correo electrónico").fill(email)
    page.get_by_role("radio", name=re.compile(f"^{role}")).check()
    page.get_by_role("button", name="Enviar la invitación").click()
    expect(page.get_by_role("status").or_(page.locator(".notice")).first).to_contain_text(email)


def come_in(page: Page, world: World, email: str, name: str) -> None:
    """Open the link of the mail and make the account."""
    page.goto(world.inbox.link(email, "/cuenta/invitaciones/"))
    expect(page.get_by_role("main")).to_contain_text(email)
    page.get_by_label("Nombre y apellido").fill(name)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Crear la cuenta y aceptar").click()
    page.wait_for_url(re.compile("/cuenta/$"))


def add_the_app(page: Page) -> str:
    """An authenticator app, with the secret that the page shows; it."""
    page.goto("/cuenta/segundo-factor/")
    page.get_by_role("link", name="Agregar la aplicación").click()
    if "/cuenta/confirmar/" in page.url:
        page.get_by_label("Contraseña").fill(PASSWORD)
        page.get_by_role("button").last.click()
    secret = page.locator(".code").inner_text().strip()
    page.get_by_label("Código").fill(code_now(secret))
    page.get_by_role("button", name="Agregar la aplicación").click()
    page.wait_for_url(re.compile("/codigos/$"))
    return secret


def save_draft(page: Page) -> None:
    page.get_by_role("button", name="Guardar borrador").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))


def submit_for_review(page: Page) -> None:
    page.get_by_role("button", name="Más acciones").last.click()
    page.locator("[name=action-submit]").click()
    page.wait_for_load_state()


def add_indicator(page: Page, name: str, before: tuple[str, date], after: tuple[str, date]) -> None:
    """From the page of figures: an indicator of the catalogue with its two figures. Core is the first one."""
    figures = page.url
    page.get_by_role("link", name="Agregar un indicador").click()
    choices = page.get_by_label("Definición").get_by_role("option")
    page.get_by_label("Definición").select_option(
        choices.filter(has_text=re.compile(rf"^{name} ·")).inner_text()
    )
    if name != CORE:
        page.get_by_label("Indicador central del caso").uncheck()
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_url(figures)
    for moment, (value, day) in (("baseline", before), ("followup", after)):
        section = page.locator("section").filter(has=page.get_by_role("heading", name=re.compile(f"^{name}")))
        section.get_by_role("link", name="Agregar una cifra").click()
        page.locator("[name=moment]").select_option(moment)
        page.locator("[name=value]").fill(value)
        page.locator("[name=period_end]").fill(day.isoformat())
        page.locator("[name=source_title]").fill("Registro de expedientes")
        page.get_by_role("button", name="Guardar", exact=True).click()
        page.wait_for_url(figures)
