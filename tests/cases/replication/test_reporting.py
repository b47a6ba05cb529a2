"""From the first question to a replication that counts because the adopter's lead says so."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from cases.evidence import Level, State
from cases.models import CasePage, Implementation, Measure
from municipalities.models import Municipality
from tests.accounts.people import log_in
from tests.cases.replication.telling import PRODUCTION, TODAY_PAIR, answer, confirm, report_of, send, tell

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def state_at(case: CasePage, place: Municipality) -> State:
    fresh = CasePage.objects.with_facts().get(pk=case.pk)
    return next(one.state for one in fresh.assessment(DAY).sites if one.site.municipality == place.key)


def level_of(case: CasePage) -> Level:
    return CasePage.objects.with_facts().get(pk=case.pk).assessment(DAY).level


def test_a_contributor_reports_the_lead_confirms_and_the_level_rises(
    client: Client, case: CasePage, place: Municipality, contributor: User, lead: User
) -> None:
    losses = case.indicators.get(key="perdidas")
    log_in(client, contributor)
    tell(client, case, place, figures={losses: TODAY_PAIR})
    assert send(client, case).status_code == 302
    site = Implementation.objects.get(municipality=place)
    assert (site.attempt, site.phase, site.confirmed_on) == (1, "production", None)
    assert (site.started, site.in_production) == (date(2023, 9, 1), date(2024, 3, 1))
    before, after = site.measures.order_by("moment")
    assert (before.value, after.value) == (Decimal("41.5"), Decimal("33.2"))
    assert {before.status, after.status} == {"submitted"} and before.said_by == "self"
    assert (state_at(case, place), level_of(case)) == (State.UNCONFIRMED, Level.SUSTAINED)

    log_in(client, lead)
    assert confirm(client, site).status_code == 302
    site.refresh_from_db()
    assert (site.confirmed_by, report_of(contributor).settled_at is not None) == (lead, True)
    assert set(site.measures.values_list("status", flat=True)) == {"accepted"}
    assert (state_at(case, place), level_of(case)) == (State.SUSTAINED, Level.REPLICATED)


def test_a_lead_reports_and_confirms_at_once(
    client: Client, case: CasePage, place: Municipality, lead: User
) -> None:
    log_in(client, lead)
    tell(client, case, place, figures={case.indicators.get(key="perdidas"): TODAY_PAIR})
    send(client, case, confirm="on")
    assert (state_at(case, place), level_of(case)) == (State.SUSTAINED, Level.REPLICATED)


def test_what_a_lead_sends_without_confirming_stays_unconfirmed(
    client: Client, case: CasePage, place: Municipality, lead: User
) -> None:
    log_in(client, lead)
    tell(client, case, place)
    send(client, case)
    assert state_at(case, place) is State.UNCONFIRMED


def test_with_a_password_alone_the_lead_is_asked_for_a_second_factor(
    client: Client, case: CasePage, place: Municipality, lead: User, settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    log_in(client, lead)
    tell(client, case, place)
    answered = send(client, case, confirm="on")
    site = Implementation.objects.get(municipality=place)
    assert answered["Location"] == f"/replicar/confirmar/{site.pk}/" and site.confirmed_on is None
    assert client.get(answered["Location"])["Location"].startswith("/cuenta/")
    log_in(client, lead, second_factor=True)
    confirm(client, site)
    site.refresh_from_db()
    assert site.confirmed_on


def test_an_intent_asks_five_things_and_keeps_the_mailbox_private(
    client: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    log_in(client, contributor)
    begun = client.get(f"/replicar/{case.identifier}/?fase=intent")
    assert begun["Location"].endswith("/municipio/?fase=intent")
    page = client.get(begun["Location"])
    draft = page.content.decode().split('name="draft" value="')[1].split('"')[0]
    gone = client.post(begun["Location"], {"draft": draft, "municipality": place.key})
    assert gone["Location"].endswith("/fechas/"), "the phase was said by the button of the case"
    answer(client, case, "fechas", {"planned_start": "3/2027"})
    answered = answer(client, case, "buzon", {"shares": "on", "mailbox": "Agua@Adoptante.gob.ar"})
    assert answered["Location"].endswith("/revisar/")
    send(client, case)
    site = Implementation.objects.get(municipality=place)
    assert (site.phase, site.started, site.planned_start) == ("intent", None, date(2027, 3, 31))
    assert (site.mailbox, site.shares_mailbox) == ("agua@adoptante.gob.ar", True)
    assert "agua@adoptante.gob.ar" not in client.get(case.url).content.decode()


def test_an_abandoned_attempt_is_kept_and_the_next_is_another(
    client: Client, case: CasePage, place: Municipality, lead: User
) -> None:
    log_in(client, lead)
    dates = {"started": "1/9/2023", "in_production_unknown": "on", "ended": "1/6/2024"}
    why = {"reasons": ["money", "use"], "abandon_reason": "Nadie lo pedía."}
    tell(client, case, place, phase="abandoned", dates=dates, abandono=why)
    send(client, case, confirm="on")
    first = Implementation.objects.get(municipality=place)
    assert first.abandon_reason.count("\n") >= 3 and "Nadie lo pedía." in first.abandon_reason
    assert state_at(case, place) is State.ABANDONED

    tell(client, case, place, dates=PRODUCTION)
    send(client, case, confirm="on")
    assert list(Implementation.objects.filter(municipality=place).values_list("attempt", "phase")) == [
        (1, "abandoned"),
        (2, "production"),
    ]


def test_telling_an_abandoned_one_again_corrects_it(
    client: Client, case: CasePage, place: Municipality, lead: User
) -> None:
    dates = {"started": "1/9/2023", "in_production_unknown": "on", "ended": "1/6/2024"}
    log_in(client, lead)
    tell(client, case, place, phase="abandoned", dates=dates)
    send(client, case, confirm="on")
    answer(client, case, "municipio", {"municipality": place.key})
    answer(client, case, "fase", {"phase": "abandoned"})
    answer(client, case, "mediciones", {"nothing": "on"})
    answer(client, case, "abandono", {"abandon_reason": "Cambió la gestión."})
    send(client, case, confirm="on")
    assert Implementation.objects.get(municipality=place).abandon_reason == "Cambió la gestión."


def test_a_second_group_is_one_more_page(
    client: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    losses = case.indicators.get(key="perdidas")
    log_in(client, contributor)
    tell(client, case, place, figures={losses: TODAY_PAIR})
    more = answer(client, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "go": "again"})
    assert more["Location"].endswith(f"/cifra-{losses.pk}-2/")
    answer(client, case, f"cifra-{losses.pk}-2", {**TODAY_PAIR, "after": "35", "group": "Barrio Norte"})
    send(client, case)
    assert set(
        Measure.objects.filter(implementation__municipality=place).values_list("group", flat=True)
    ) == {
        "",
        "Barrio Norte",
    }


def test_a_group_that_is_left_empty_is_as_if_it_had_not_been_asked(
    client: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    losses = case.indicators.get(key="perdidas")
    log_in(client, contributor)
    tell(client, case, place, figures={losses: TODAY_PAIR})
    assert answer(client, case, f"cifra-{losses.pk}-2", {})["Location"].endswith("/revisar/")
    send(client, case)
    assert Measure.objects.filter(implementation__municipality=place).count() == 2
