"""The lead has the last word; a coordinator may doubt it in public; a link only opens a page."""

import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail, signing
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from cases.models import CasePage, Implementation
from cases.replication.links import SALT, mailbox_link
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import (
    TODAY_PAIR,
    address,
    answer,
    confirm,
    hidden,
    refused,
    report_of,
    send,
    tell,
)

pytestmark = pytest.mark.django_db


def test_a_returned_report_leaves_the_public_and_goes_back_whole(
    telling: Client, leading: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    losses = case.indicators.get(key="perdidas")
    tell(telling, case, place, figures={losses: TODAY_PAIR})
    send(telling, case)
    site = case.implementations.get(municipality=place)
    page = f"/replicar/confirmar/{site.pk}/"
    assert leading.post(page, {"decision": "refuse", "reason": ""}).status_code == 422
    leading.post(page, {"decision": "refuse", "reason": "Fue en otro barrio."})
    assert not case.implementations.filter(municipality=place).exists()
    assert place.name not in telling.get(case.url).content.decode()
    report = report_of(contributor)
    assert report.sent_at is None and report.refusal == "Fue en otro barrio."
    assert "Fue en otro barrio." in telling.get("/replicar/").content.decode()
    begun = telling.get(address(case))
    assert begun["Location"] == address(case, "revisar"), "nothing has to be told again"
    send(telling, case)
    assert case.implementations.get(municipality=place).measures.count() == 2


def test_a_correction_that_is_returned_leaves_what_was_confirmed(
    telling: Client, leading: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    site = make.make_implementation(case, place, adaptations="Con planillas.")
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "concluded"})
    answer(telling, case, "fechas", {"started": "1/9/2023", "in_production": "1/3/2024", "ended": "1/3/2026"})
    answer(telling, case, "mediciones", {"nothing": "on"})
    send(telling, case)
    leading.post(f"/replicar/confirmar/{site.pk}/", {"decision": "refuse", "reason": "Sigue andando."})
    site.refresh_from_db()
    assert site.phase == "production" and site.confirmed_on
    assert report_of(contributor).refusal == "Sigue andando."


def test_what_changed_while_the_lead_read_it_is_read_again(
    telling: Client, leading: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place)
    send(telling, case)
    site = case.implementations.get(municipality=place)
    page = f"/replicar/confirmar/{site.pk}/"
    seen = hidden(leading.get(page).content.decode(), "seen")
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "adaptaciones", {"adaptations": "Otra cosa."})
    send(telling, case)
    assert leading.post(page, {"decision": "confirm", "seen": seen}).status_code == 409
    site.refresh_from_db()
    assert site.confirmed_on is None


def test_confirming_twice_confirms_once(
    telling: Client, leading: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place)
    send(telling, case)
    site = case.implementations.get(municipality=place)
    confirm(leading, site)
    changes = site.history().count()
    assert "waits" in leading.get(f"/replicar/confirmar/{site.pk}/").context
    assert not leading.get(f"/replicar/confirmar/{site.pk}/").context["waits"]
    assert site.history().count() == changes


def test_a_draft_begun_meanwhile_is_not_lost_when_the_first_is_returned(
    telling: Client, leading: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    tell(telling, case, place, adaptaciones={"adaptations": "Lo primero."})
    send(telling, case)
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "adaptaciones", {"adaptations": "Lo que sigo escribiendo."})
    site = case.implementations.get(municipality=place)
    leading.post(f"/replicar/confirmar/{site.pk}/", {"decision": "refuse", "reason": "No es así."})
    draft = contributor.replication_reports.drafts().get()
    assert draft.typed("adaptaciones", "adaptations") == "Lo que sigo escribiendo."
    assert draft.refusal == "No es así."


def test_an_objection_is_public_leaves_the_figures_and_is_withdrawn(
    coordinating: Client, client: Client, case: CasePage, place: Municipality, lead: User
) -> None:
    site = make.make_implementation(case, place)
    make.make_pair(site, case.indicators.get(key="perdidas"), 40, 30)
    page = f"/replicar/objetar/{site.pk}/"
    assert coordinating.post(page, {"reason": " "}).status_code == 422
    mail.outbox.clear()
    coordinating.post(page, {"reason": "El balance es de otro servicio."})
    site.refresh_from_db()
    assert site.objected_on and sorted(site.measures.values_list("value", flat=True)) == [30, 40]
    assert [one.to for one in mail.outbox] == [[lead.email]]
    assert "El balance es de otro servicio." in mail.outbox[0].body
    assert "El balance es de otro servicio." in client.get(case.url).content.decode()
    coordinating.post(page)
    site.refresh_from_db()
    assert (site.objected_on, site.objection) == (None, "")


def test_on_behalf_of_a_city_it_says_so_and_waits_for_its_lead(
    coordinating: Client, leading: Client, client: Client, case: CasePage, place: Municipality, committed
) -> None:
    tell(coordinating, case, place, buzon={"mailbox": "gobierno@adoptante.gob.ar"})
    mail.outbox.clear()
    with committed(execute=True):
        send(coordinating, case, confirm="on")
    site = case.implementations.get(municipality=place)
    assert site.on_behalf and site.confirmed_on is None, "a coordinator never confirms"
    to_mailbox = next(one for one in mail.outbox if one.to == ["gobierno@adoptante.gob.ar"])
    link = "/replicar/enlace/" + to_mailbox.body.split("/replicar/enlace/")[1].split()[0]
    opened = client.get(link)
    assert opened.status_code == 200 and f"next=/replicar/confirmar/{site.pk}/" in opened.content.decode()
    assert client.get(f"/replicar/confirmar/{site.pk}/")["Location"].startswith("/cuenta/entrar/")
    assert leading.get(link)["Location"] == f"/replicar/confirmar/{site.pk}/"
    confirm(leading, site)
    site.refresh_from_db()
    assert site.confirmed_on and site.on_behalf


def test_a_link_expires_and_cannot_be_made_up(client: Client, case: CasePage, place: Municipality) -> None:
    site = make.make_implementation(case, place, confirmed=False, mailbox="gobierno@adoptante.gob.ar")
    good = mailbox_link(site).partition("/replicar/")[2]
    assert client.get(f"/replicar/{good}").status_code == 200
    assert client.get(f"/replicar/{good[:-3]}xx/").status_code == 404
    then = time.time() - timedelta(days=15).total_seconds()
    with patch("django.core.signing.time.time", lambda: then):
        old = signing.dumps({"site": site.pk, "to": site.mailbox}, salt=SALT)
    assert client.get(f"/replicar/enlace/{old}/").status_code == 404
    site.mailbox = "otra@adoptante.gob.ar"
    site.save()
    assert client.get(f"/replicar/{good}").status_code == 404, "the mailbox was put right"


def test_a_coordinator_does_not_touch_what_the_city_told(
    coordinating: Client, case: CasePage, place: Municipality
) -> None:
    make.make_implementation(case, place, confirmed=False)
    answered = refused(coordinating, case, "municipio", {"municipality": place.key})
    assert "municipality" in answered.context["form"].errors


def test_a_coordinator_mends_what_they_recorded_until_the_lead_confirms(
    coordinating: Client, leading: Client, case: CasePage, place: Municipality
) -> None:
    tell(coordinating, case, place, buzon={"mailbox": "gobierno@adoptante.gob.ar"})
    send(coordinating, case)
    site = case.implementations.get(municipality=place)
    answer(coordinating, case, "municipio", {"municipality": place.key})
    answer(coordinating, case, "adaptaciones", {"adaptations": "Mejor dicho."})
    send(coordinating, case)
    site.refresh_from_db()
    assert site.adaptations == "Mejor dicho."
    confirm(leading, site)
    assert refused(coordinating, case, "municipio", {"municipality": place.key}).context["form"].errors


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN, Role.CONTRIBUTOR])
def test_nobody_but_the_lead_confirms_or_returns(role: Role, case: CasePage, place: Municipality) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    client = log_in(Client(), make_person(role, place), second_factor=True)
    for decision in ("confirm", "refuse"):
        posted = {"decision": decision, "reason": "x", "seen": "x"}
        assert client.post(f"/replicar/confirmar/{site.pk}/", posted).status_code == 404
    assert Implementation.objects.get(pk=site.pk).confirmed_on is None


def test_the_lead_of_the_origin_does_not_confirm_for_the_adopter(case: CasePage, place: Municipality) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    client = log_in(Client(), make_person(Role.LEAD, case.municipality), second_factor=True)
    assert client.get(f"/replicar/confirmar/{site.pk}/").status_code == 404
