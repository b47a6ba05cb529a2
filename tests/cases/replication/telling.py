"""Telling a replication as a browser does: each page is asked, answered and followed."""

import re
from typing import Any

from django.test import Client

from accounts.models import User
from cases.models import CasePage, Implementation, Indicator, ReplicationReport
from municipalities.models import Municipality
from tests import factories as make

TODAY_PAIR = {
    "before": "41,5",
    "before_on": "31/12/2023",
    "after": "33,2",
    "after_on": "30/6/2026",
    "source_title": "Balance anual del servicio de agua",
}
PRODUCTION = {"started": "1/9/2023", "in_production": "1/3/2024"}


def address(case: CasePage, name: str = "") -> str:
    return f"/replicar/{case.identifier}/" + (f"{name}/" if name else "")


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    assert found, f"the page has no hidden field {name}"
    return found[1]


def answer(client: Client, case: CasePage, name: str, data: dict[str, Any] | None = None, **extra: Any):  # type: ignore[no-untyped-def]
    """Open the page of a question and post the answer with what the page holds."""
    page = client.get(address(case, name))
    assert page.status_code == 200, f"{name}: {page.status_code} {page.get('Location', '')}"
    draft = hidden(page.content.decode(), "draft")
    return client.post(address(case, name), {"draft": draft, **(data or {}), **extra})


def refused(client: Client, case: CasePage, name: str, data: dict[str, Any] | None = None):  # type: ignore[no-untyped-def]
    """What is asked again when the answer is wrong: a page of its own, so that going back loses nothing."""
    answered = answer(client, case, name, data)
    assert answered.status_code == 302 and answered.url == f"{address(case, name)}?corregir", answered
    return client.get(answered.url)


def tell(
    client: Client,
    case: CasePage,
    place: Municipality,
    *,
    phase: str = "production",
    dates: dict[str, str] | None = None,
    figures: dict[Indicator, dict[str, Any]] | None = None,
    **answers: dict[str, Any],
) -> None:
    """Answer every question up to the page that is checked."""
    figures = figures or {}
    answer(client, case, "municipio", {"municipality": place.key})
    answer(client, case, "fase", {"phase": phase})
    answer(client, case, "fechas", PRODUCTION if dates is None else dates)
    if "buzon" in answers:
        answer(client, case, "buzon", answers["buzon"])
    if phase == "intent":
        return
    answer(client, case, "adaptaciones", answers.get("adaptaciones", {"adaptations": "Sin la aplicación."}))
    if case.indicators.exists():
        ticked = {"indicators": [one.pk for one in figures]} if figures else {"nothing": "on"}
        answer(client, case, "mediciones", ticked)
    for one, figure in figures.items():
        answer(client, case, f"cifra-{one.pk}", figure)
    answer(client, case, "contrato", answers.get("contrato", {}))
    answer(client, case, "trabas", answers.get("trabas", {}))
    if phase == "abandoned":
        answer(client, case, "abandono", answers.get("abandono", {"reasons": ["money"]}))


def send(client: Client, case: CasePage, **data: Any):  # type: ignore[no-untyped-def]
    """Post the page that was checked."""
    page = client.get(address(case, "revisar"))
    assert page.status_code == 200, f"revisar: {page.status_code} {page.get('Location', '')}"
    html = page.content.decode()
    held = {name: hidden(html, name) for name in ("draft", "seen")}
    return client.post(address(case, "revisar"), {**held, **data})


def confirm(client: Client, site: Implementation):  # type: ignore[no-untyped-def]
    page = client.get(f"/replicar/confirmar/{site.pk}/")
    assert page.status_code == 200
    seen = hidden(page.content.decode(), "seen")
    return client.post(f"/replicar/confirmar/{site.pk}/", {"decision": "confirm", "seen": seen})


def report_of(user: User) -> ReplicationReport:
    return user.replication_reports.get()


def proven_case() -> CasePage:
    """A case at level 2, whose core indicator is water losses."""
    case = make.make_case(
        responsible_area="Obras", norm="Ordenanza 1", uses_ai=False, mailbox="agua@origen.test"
    )
    origin = case.implementations.get()
    losses = make.make_indicator(case, "perdidas")
    make.make_pair(origin, losses, 40, 30)
    for key, lens in (("acceso", "inclusion"), ("incidentes", "risk")):
        one = make.make_indicator(case, key, core=False, lens=lens)
        make.make_pair(origin, one, 20, 10)
    return CasePage.objects.get(pk=case.pk)
