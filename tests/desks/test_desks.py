"""The desks show what waits, to those whom it waits for."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.permissions import Role
from cases.models import ReplicationReport
from tests.accounts.people import log_in, make_person, network_of
from tests.factories import make_case, make_implementation, make_indicator, make_measure, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_municipality(name="Villa Prueba")


def see(person, name, *args):
    response = log_in(Client(), person, second_factor=True).get(reverse(f"desks:{name}", args=args))
    return response.status_code, response.content.decode() if response.status_code == 200 else ""


def test_one_municipality_leads_straight_to_its_desk(town):
    person = make_person(Role.CONTRIBUTOR, town)
    response = log_in(Client(), person).get(reverse("desks:mine"))
    assert response.url == reverse("desks:municipality", args=[town.key])


def test_whoever_is_in_no_team_reads_how_to_come_in(town):
    person = make_person(Role.VISITOR, town)
    status, page = see(person, "mine")
    assert status == 200 and reverse("account_signup") in page


def test_an_empty_desk_teaches(town):
    status, page = see(make_person(Role.CONTRIBUTOR, town), "municipality", town.key)
    assert status == 200 and reverse("search:finder") in page


@pytest.mark.parametrize("role", [Role.VISITOR, Role.CONTRIBUTOR, Role.LEAD, Role.COORDINATOR, Role.ADMIN])
def test_the_desk_of_a_city_is_its_team_s(town, role):
    outsider = make_person(role, make_municipality())
    assert see(outsider, "municipality", town.key)[0] == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VISITOR, 404),
        (Role.CONTRIBUTOR, 404),
        (Role.LEAD, 404),
        (Role.COORDINATOR, 200),
        (Role.ADMIN, 200),
    ],
)
def test_coordination_is_for_whoever_coordinates(town, role, status):
    assert see(make_person(role, town), "coordination")[0] == status


def test_nobody_reads_a_desk_without_logging_in(town):
    for address in (reverse("desks:mine"), reverse("desks:municipality", args=[town.key]), "/coordinacion/"):
        response = Client().get(address)
        assert response.status_code == 302 and "entrar" in response.url


def test_the_lead_is_asked_to_confirm_and_the_contributor_is_not(town):
    case = make_case(title="Menos pérdidas")
    site = make_implementation(case, town, confirmed=False)
    lead, contributor = make_person(Role.LEAD, town), make_person(Role.CONTRIBUTOR, town)
    address = reverse("replication:confirm", args=[site.pk])
    assert address in see(lead, "municipality", town.key)[1]
    assert address not in see(contributor, "municipality", town.key)[1]


def test_a_correction_waits_for_the_lead_and_an_objection_for_the_team(town):
    corrected = make_implementation(make_case(title="Corregido"), town)
    make_implementation(
        make_case(title="Objetado"), town, objected_on=date(2026, 1, 2), objection="Otro año."
    )
    author, lead = make_person(Role.CONTRIBUTOR, town), make_person(Role.LEAD, town)
    told = {"user": author, "case": corrected.case, "municipality": town, "implementation": corrected}
    ReplicationReport.objects.create(**told, sent_at=now())
    page = see(lead, "municipality", town.key)[1]
    assert reverse("replication:confirm", args=[corrected.pk]) in page and "Otro año." in page
    assert "Otro año." in see(author, "municipality", town.key)[1]


def test_what_one_began_to_tell_or_was_given_back_waits_for_its_author_alone(town):
    author, other = (
        make_person(Role.CONTRIBUTOR, town),
        make_person(Role.CONTRIBUTOR, town, "otra@prueba.test"),
    )
    answers = {"municipio": {"municipality": [town.key]}}
    for title, refusal in (("Empezado", ""), ("Devuelto", "Fue en otro barrio.")):
        case = make_case(title=title)
        ReplicationReport.objects.create(user=author, case=case, answers=answers, refusal=refusal)
    page = see(author, "municipality", town.key)[1]
    assert "Empezado" in page and "Devuelto" in page and "Fue en otro barrio." in page
    assert "Empezado" not in see(other, "municipality", town.key)[1]


def test_a_figure_that_is_too_old_is_asked_for_again(town):
    case = make_case(title="Menos pérdidas")
    site, indicator = make_implementation(case, town), make_indicator(case)
    make_measure(site, indicator, "baseline", 40, period_end=date(2020, 1, 1))
    make_measure(site, indicator, "followup", 30, period_end=date(2022, 1, 1))
    page = see(make_person(Role.LEAD, town), "municipality", town.key)[1]
    assert "Menos pérdidas" in page.split("<h2>")[1]
    assert reverse("replication:start", args=[case.identifier]) in page.split("<h2>")[1], "where it is told"


def test_drafts_wait_for_the_whole_team(town):
    make_case(town, title="Borrador nuestro", live=False, has_unpublished_changes=True)
    for role in (Role.LEAD, Role.CONTRIBUTOR):
        assert "Borrador nuestro" in see(make_person(role, town), "municipality", town.key)[1]


def test_a_coordinator_sees_what_is_not_confirmed_among_the_members_only(town):
    elsewhere = make_municipality()
    ours, theirs = make_case(title="Nuestro"), make_case(title="Ajeno")
    make_implementation(ours, town, confirmed=False)
    make_implementation(theirs, elsewhere, confirmed=False)
    person = make_person(Role.COORDINATOR, town)
    page = see(person, "coordination")[1]
    assert "Nuestro" in page and "Ajeno" not in page
    network_of(town).members.remove(town)
    assert "Nuestro" not in see(person, "coordination")[1], "leaving takes effect on the next request"
