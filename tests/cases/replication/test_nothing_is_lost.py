"""Sessions end, buttons are pressed twice, people go back: nothing is lost and nothing is told twice."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from cases.models import CasePage, Implementation, ReplicationReport
from municipalities.models import Municipality
from tests.accounts.people import PASSWORD, log_in, make_person, type_in
from tests.cases.replication.telling import (
    TODAY_PAIR,
    address,
    answer,
    hidden,
    report_of,
    send,
    tell,
)

pytestmark = pytest.mark.django_db


def test_a_session_that_ends_in_mid_form_loses_nothing(
    telling: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "pilot"})
    page = telling.get(address(case, "adaptaciones")).content.decode()
    telling.session.flush()
    telling.cookies.pop("sessionid", None)
    typed = {"draft": hidden(page, "draft"), "adaptations": "Media hora de texto."}
    ended = telling.post(address(case, "adaptaciones"), typed)
    assert ended["Location"].startswith("/cuenta/entrar/?next=/replicar/")
    back = type_in(telling, contributor.email, PASSWORD, next=address(case, "adaptaciones"))
    assert back["Location"] == address(case, "adaptaciones")
    assert "Media hora de texto." in telling.get(back["Location"]).content.decode()


def test_even_the_first_answer_and_a_wrong_one_survive_the_end_of_the_session(
    telling: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    page = telling.get(address(case, "municipio")).content.decode()
    telling.logout()
    typed = {"draft": hidden(page, "draft"), "municipality": place.key}
    telling.post(address(case, "municipio"), typed)
    assert report_of(contributor).typed("municipio", "municipality") == place.key


@pytest.mark.parametrize("token", ["", "eyJrIjoxfQ:1:x"])
def test_without_the_page_s_own_token_nobody_writes_in_a_draft(
    token: str, client: Client, case: CasePage, contributor: User
) -> None:
    client.post(address(case, "adaptaciones"), {"draft": token, "adaptations": "x"})
    assert not ReplicationReport.objects.exists()


def test_the_page_of_another_person_writes_in_no_draft_of_mine(
    telling: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    tell(telling, case, place)
    theirs = hidden(telling.get(address(case, "adaptaciones")).content.decode(), "draft")
    other = log_in(Client(), make_person(Role.LEAD, place))
    other.post(address(case, "municipio"), {"draft": theirs, "municipality": place.key})
    assert contributor.replication_reports.get().typed("adaptaciones", "adaptations") == "Sin la aplicación."
    assert ReplicationReport.objects.count() == 2


def test_sending_twice_records_once(telling: Client, case: CasePage, place: Municipality) -> None:
    losses = case.indicators.get(key="perdidas")
    tell(telling, case, place, figures={losses: TODAY_PAIR})
    html = telling.get(address(case, "revisar")).content.decode()
    held = {name: hidden(html, name) for name in ("draft", "seen")}
    first = telling.post(address(case, "revisar"), held)
    second = telling.post(address(case, "revisar"), held)
    assert first["Location"] == second["Location"] and "/enviado/" in first["Location"]
    site = Implementation.objects.get(municipality=place)
    assert site.measures.count() == 2 and ReplicationReport.objects.count() == 1
    assert telling.get(first["Location"]).status_code == 200


@pytest.mark.parametrize("name", ["revisar", "adaptaciones", "contrato"])
def test_going_back_after_sending_shows_the_confirmation(
    name: str, telling: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place)
    page = telling.get(address(case, "contrato")).content.decode()
    sent = send(telling, case)
    assert telling.get(address(case, name))["Location"] == sent["Location"]
    late = telling.post(address(case, "contrato"), {"draft": hidden(page, "draft"), "exit_criteria": "x"})
    assert late["Location"] == sent["Location"]
    assert Implementation.objects.get(municipality=place).exit_criteria == ""


def test_going_back_keeps_what_was_typed_even_if_it_is_wrong(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "pilot"})
    back = answer(telling, case, "fechas", {"started": "en marzo", "go": "back"})
    assert back["Location"] == address(case, "fase")
    asked = telling.get(address(case, "fechas"))
    assert 'value="en marzo"' in asked.content.decode() and not asked.context["form"].errors


def test_saving_for_later_leads_back_to_the_same_question(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "production"})
    later = answer(telling, case, "fechas", {"started": "1/9/2023", "go": "later"})
    listed = telling.get(later["Location"]).content.decode()
    assert address(case) in listed
    assert telling.get(address(case))["Location"] == address(case, "fechas")
    assert 'value="1/9/2023"' in telling.get(address(case, "fechas")).content.decode()


def test_a_draft_is_thrown_away_by_its_author_only(
    telling: Client, leading: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    answer(telling, case, "municipio", {"municipality": place.key})
    page = f"/replicar/borrador/{report_of(contributor).key}/tirar/"
    assert leading.post(page).status_code == 404
    assert telling.get(page).status_code == 405
    telling.post(page)
    assert not ReplicationReport.objects.exists()


def test_extra_fields_are_not_kept(
    telling: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    answer(
        telling,
        case,
        "municipio",
        {"municipality": place.key, "user": "1", "document": "7", "role": "origin"},
    )
    assert report_of(contributor).answers == {"municipio": {"municipality": [place.key]}}


def test_pages_of_the_flow_are_kept_by_no_cache(telling: Client, case: CasePage) -> None:
    for page in (address(case, "municipio"), "/replicar/"):
        assert "no-store" in telling.get(page)["Cache-Control"]
