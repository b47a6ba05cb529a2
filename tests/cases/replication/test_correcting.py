"""The adopter corrects what it told: what a lead confirmed stands until the lead says otherwise."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from cases.models import CasePage, Implementation, Indicator, ReplicationReport
from municipalities.models import Municipality
from tests import factories as make
from tests.cases.replication.telling import TODAY_PAIR, address, answer, confirm, refused, send, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def losses(case: CasePage) -> Indicator:
    return case.indicators.get(key="perdidas")


@pytest.fixture
def site(case: CasePage, place: Municipality, losses: Indicator) -> Implementation:
    """In production, confirmed, measured."""
    site = make.make_implementation(case, place, adaptations="Con planillas.")
    make.make_pair(site, losses, 41, 33)
    return site


def begin_correction(client: Client, case: CasePage, place: Municipality, phase: str = "production") -> None:
    """What is asked at every correction: where, how it stands, what is new."""
    answer(client, case, "municipio", {"municipality": place.key})
    answer(client, case, "fase", {"phase": phase})


def test_a_correction_asks_only_what_may_have_changed(
    telling: Client, case: CasePage, place: Municipality, site: Implementation
) -> None:
    begin_correction(telling, case, place)
    answered = answer(telling, case, "mediciones", {"nothing": "on"})
    assert answered["Location"] == address(case, "revisar")
    checked = telling.get(address(case, "revisar")).content.decode()
    assert "Con planillas." in checked


def test_what_a_contributor_corrects_waits_and_the_public_reads_what_was_confirmed(
    telling: Client, leading: Client, case: CasePage, place: Municipality, site: Implementation
) -> None:
    begin_correction(telling, case, place)
    answer(telling, case, "mediciones", {"nothing": "on"})
    answer(telling, case, "adaptaciones", {"adaptations": "Con planillas y un tablero."})
    send(telling, case)
    site.refresh_from_db()
    assert (site.adaptations, site.confirmed_on) == ("Con planillas.", date(2026, 10, 1))
    shown = leading.get(f"/replicar/confirmar/{site.pk}/").content.decode()
    assert "Con planillas y un tablero." in shown and "Con planillas.)" in shown, "before and after"

    confirm(leading, site)
    site.refresh_from_db()
    assert site.adaptations == "Con planillas y un tablero." and site.confirmed_on > date(2026, 10, 1)
    corrected = next(one for one in site.history() if one.after["adaptations"] != one.before["adaptations"])
    assert (corrected.before["adaptations"], corrected.origin) == ("Con planillas.", "contributor")


def test_a_new_measure_is_added_and_the_old_ones_stay(
    leading: Client, case: CasePage, place: Municipality, site: Implementation, losses: Indicator
) -> None:
    begin_correction(leading, case, place)
    answer(leading, case, "mediciones", {"indicators": [losses.pk]})
    newer = {"after": "31", "after_on": "31/10/2026", "source_title": "Balance 2026"}
    answer(leading, case, f"cifra-{losses.pk}", newer)
    send(leading, case, confirm="on")
    values = site.measures.filter(status="accepted").values_list("value", flat=True)
    assert sorted(values) == [Decimal(31), Decimal(33), Decimal(41)]


def test_a_figure_with_the_same_date_replaces_the_one_that_was_told(
    leading: Client, case: CasePage, place: Municipality, site: Implementation, losses: Indicator
) -> None:
    old = site.measures.get(moment="followup")
    begin_correction(leading, case, place)
    answer(leading, case, "mediciones", {"indicators": [losses.pk]})
    again = {"after": "34", "after_on": "30/6/2026", "source_title": "Balance corregido"}
    answer(leading, case, f"cifra-{losses.pk}", again)
    send(leading, case, confirm="on")
    old.refresh_from_db()
    assert (old.value, old.status, site.measures.count()) == (Decimal(34), "accepted", 2)
    assert any(one.before and Decimal(one.before["value"]) == 33 for one in old.history())


def test_a_figure_of_after_that_is_older_than_the_told_one_of_before_is_refused(
    leading: Client, case: CasePage, place: Municipality, site: Implementation, losses: Indicator
) -> None:
    begin_correction(leading, case, place)
    answer(leading, case, "mediciones", {"indicators": [losses.pk]})
    older = {"after": "31", "after_on": "31/10/2022", "source_title": "Balance 2022"}
    answered = refused(leading, case, f"cifra-{losses.pk}", older)
    assert "after_on" in answered.context["form"].errors


def test_a_phase_that_goes_on_keeps_its_beginning_and_a_new_one_has_its_own(
    leading: Client, case: CasePage, place: Municipality
) -> None:
    site = make.make_implementation(case, place, phase="pilot", in_production=None)
    begin_correction(leading, case, place, "production")
    asked = leading.get(address(case, "fechas")).content.decode()
    assert 'value="1/9/2023"' in asked, "what was told is not asked again"
    answer(leading, case, "fechas", {"started": "1/9/2023", "in_production": "1/5/2024"})
    answer(leading, case, "mediciones", {"nothing": "on"})
    send(leading, case, confirm="on")
    site.refresh_from_db()
    assert (site.phase, site.phase_since) == ("production", date(2024, 5, 1))
    assert case.implementations.filter(municipality=place).count() == 1


def test_a_second_report_before_the_lead_reads_replaces_the_first(
    telling: Client, leading: Client, case: CasePage, place: Municipality, losses: Indicator
) -> None:
    tell(telling, case, place, figures={losses: TODAY_PAIR})
    send(telling, case)
    begun = answer(telling, case, "municipio", {"municipality": place.key})
    assert begun["Location"] == address(case, "revisar"), "everything that was sent is there"
    answer(telling, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "after": "36", "after_on": "31/5/2026"})
    send(telling, case)
    site = case.implementations.get(municipality=place)
    assert sorted(site.measures.values_list("value", flat=True)) == [Decimal(36), Decimal("41.5")]
    assert ReplicationReport.objects.waiting().count() == 1


def test_two_of_the_same_team_the_second_sees_what_the_first_told(
    telling: Client, leading: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place, adaptaciones={"adaptations": "Lo primero."})
    tell(leading, case, place, adaptaciones={"adaptations": "Lo segundo."})
    page = telling.get(address(case, "revisar")).content.decode()
    send(leading, case)
    held = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("draft", "seen")}
    answered = telling.post(address(case, "revisar"), held)
    assert answered.status_code == 409
    assert case.implementations.get(municipality=place).adaptations == "Lo segundo."
    send(telling, case)
    assert case.implementations.get(municipality=place).adaptations == "Lo primero."
