"""From a draft to the public, by whoever may do each step."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data

from accounts.permissions import Role
from cases.models import CasePage, Measure
from home.management.commands.build_site import build_review, build_tree
from tests.accounts.people import log_in, make_person
from tests.factories import make_cases_page, make_indicator, make_measure, make_municipality

pytestmark = pytest.mark.django_db

MANAGEMENT = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


@pytest.fixture
def town(settings):
    build_tree()
    build_review()
    place = make_municipality(name="Villa Prueba")
    make_cases_page(place)
    return place


@pytest.fixture
def people(town):
    return {role: make_person(role, town) for role in (Role.CONTRIBUTOR, Role.LEAD, Role.COORDINATOR)}


def as_(person):
    return log_in(Client(), person, second_factor=True)


def typed(**values):
    fields = {
        "title": "Menos pérdidas de agua",
        "slug": "menos-perdidas",
        "summary": "Se perdía el 40 % del agua y ahora se pierde el 31 %.",
        "problem": "Un tercio de los barrios se quedaba sin agua en verano.",
        "what_was_done": "Medimos por zona y reparamos de noche.",
        "licence": "CC BY 4.0",
        "photos": MANAGEMENT,
        "sources": MANAGEMENT,
        "comments": MANAGEMENT,
    }
    return nested_form_data({**fields, **values})


def write(person, town, **values):
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", town.cases_page.pk])
    response = as_(person).post(address, typed(**values))
    assert response.status_code == 302, response.context["form"].errors
    return CasePage.objects.latest("pk")


def submit(person, case, **values):
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    return as_(person).post(address, typed(**values, **{"action-submit": "1"}))


def decide(person, case, action, **values):
    state = case.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[case.pk, action, state.pk])
    return as_(person).post(address, values)


def test_a_contributor_writes_a_draft_with_the_little_they_know(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    assert not case.live and case.identifier == "menos-perdidas-de-agua"
    assert case.municipality == town


def test_two_cases_with_one_title_have_different_identifiers(people, town):
    first = write(people[Role.CONTRIBUTOR], town)
    second = write(people[Role.CONTRIBUTOR], town, slug="otra")
    assert first.identifier != second.identifier


def test_a_contributor_does_not_publish(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    as_(people[Role.CONTRIBUTOR]).post(address, typed(**{"action-publish": "1"}))
    case.refresh_from_db()
    assert not case.live


def test_publishing_makes_the_figures_of_the_case_public(people, town, django_capture_on_commit_callbacks):
    case = write(people[Role.CONTRIBUTOR], town)
    figure = make_measure(case.origin_site(), make_indicator(case), "baseline", 40, status="submitted")
    with django_capture_on_commit_callbacks(execute=True):
        submit(people[Role.CONTRIBUTOR], case)
    assert [message.to for message in mail.outbox] == [[people[Role.COORDINATOR].email]]
    assert Measure.objects.get(pk=figure.pk).status == "submitted"
    decide(people[Role.COORDINATOR], case, "approve")
    case.refresh_from_db()
    figure.refresh_from_db()
    assert case.live and figure.status == "accepted"
    assert figure.history().first().user == people[Role.COORDINATOR]


def test_a_case_is_returned_with_a_reason_and_its_author_is_told(
    people, town, django_capture_on_commit_callbacks
):
    case = write(people[Role.CONTRIBUTOR], town)
    submit(people[Role.CONTRIBUTOR], case)
    with django_capture_on_commit_callbacks(execute=True):
        decide(people[Role.COORDINATOR], case, "reject", comment="Falta la línea de base.")
    case.refresh_from_db()
    assert not case.live
    assert [message.to for message in mail.outbox] == [[people[Role.CONTRIBUTOR].email]]
    assert "Falta la línea de base." in mail.outbox[0].body
    assert reverse("wagtailadmin_pages:edit", args=[case.pk]) in mail.outbox[0].body
    editor = as_(people[Role.CONTRIBUTOR]).get(reverse("wagtailadmin_pages:edit", args=[case.pk]))
    assert "action-submit" in editor.content.decode()
    assert "action-cancel-workflow" not in editor.content.decode(), "it came back: there is nothing to cancel"


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD])
def test_nobody_approves_for_their_own_city(people, town, role):
    case = write(people[Role.CONTRIBUTOR], town)
    submit(people[Role.CONTRIBUTOR], case)
    decide(people[role], case, "approve")
    case.refresh_from_db()
    assert not case.live and case.workflow_in_progress


def test_a_coordinator_of_another_network_does_not_see_it(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    submit(people[Role.CONTRIBUTOR], case)
    stranger = make_person(Role.COORDINATOR, make_municipality())
    decide(stranger, case, "approve")
    case.refresh_from_db()
    assert not case.live
    assert case.title not in as_(stranger).get(reverse("cases_editor:queue")).content.decode()
    assert case.title in as_(people[Role.COORDINATOR]).get(reverse("cases_editor:queue")).content.decode()


def test_whoever_reviews_can_take_it_and_leave_it(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    submit(people[Role.CONTRIBUTOR], case)
    client, address = as_(people[Role.COORDINATOR]), reverse("cases_editor:take", args=[case.pk])
    client.post(address)
    assert case.current_workflow_task_state.specific.taken_by == people[Role.COORDINATOR]
    client.post(address)
    assert case.current_workflow_task_state.specific.taken_by is None
    assert as_(people[Role.LEAD]).post(address).status_code == 404


def test_an_author_takes_a_case_back_and_loses_nothing(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    submit(people[Role.CONTRIBUTOR], case)
    edit = reverse("wagtailadmin_pages:edit", args=[case.pk])
    withdraw = reverse("cases_editor:withdraw", args=[case.pk])
    assert withdraw in as_(people[Role.CONTRIBUTOR]).get(edit).content.decode()
    as_(people[Role.CONTRIBUTOR]).post(withdraw)
    case = CasePage.objects.get(pk=case.pk)
    assert not case.workflow_in_progress
    late = as_(people[Role.COORDINATOR]).post(edit, {"action-workflow-action": "approve"}, follow=True)
    assert "no está en revisión" in late.content.decode(), "who was reading it is told why it is gone"
    assert case.get_latest_revision_as_object().action == "Medimos por zona y reparamos de noche."
    stranger = make_person(Role.LEAD, make_municipality())
    assert as_(stranger).post(withdraw).status_code == 404


def test_a_stale_save_is_refused_and_what_was_typed_is_kept(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    opened = case.latest_revision_id
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    as_(people[Role.LEAD]).post(address, typed(problem="Lo de la otra", loaded_revision_id=opened))
    mine = typed(problem="Lo mío, largo y único", loaded_revision_id=opened)
    response = as_(people[Role.CONTRIBUTOR]).post(address, mine)
    assert response.status_code == 409 and "Lo mío, largo y único" in response.content.decode()
    case.refresh_from_db()
    latest = case.get_latest_revision()
    assert latest.as_object().problem == "Lo de la otra"
    insist = {**mine, "insisted_revision_id": latest.pk, "loaded_revision_id": latest.pk}
    assert as_(people[Role.CONTRIBUTOR]).post(address, insist).status_code == 302
    case.refresh_from_db()
    assert case.get_latest_revision_as_object().problem == "Lo mío, largo y único"


def test_the_rights_of_a_team_are_to_write_and_nothing_more(people, town):
    rights = GroupPagePermission.objects.filter(
        page=town.cases_page, group__in=people[Role.LEAD].groups.all()
    )
    assert {one.permission.codename for one in rights} == {"add_page", "change_page"}


def test_the_page_of_figures_is_for_the_city_and_its_coordinators(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    address = reverse("cases_editor:figures", args=[case.pk])
    for person in people.values():
        assert as_(person).get(address).status_code == 200
    for role in (Role.CONTRIBUTOR, Role.LEAD, Role.COORDINATOR):
        stranger = make_person(role, make_municipality())
        assert as_(stranger).get(address).status_code == 404


def test_a_team_writes_indicator_figures_and_how_it_stands(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    client = as_(people[Role.CONTRIBUTOR])
    own = {"custom_name": "Agua no contabilizada", "custom_unit": "%", "custom_direction": "down"}
    own |= {"custom_kind": "outcome", "custom_lens": "executive", "core": "on", "definition": ""}
    assert client.post(reverse("cases_editor:add_indicator", args=[case.pk]), own).status_code == 302
    indicator = case.indicators.get()
    assert not indicator.accepted and indicator.key == "agua-no-contabilizada"
    figure = {"moment": "baseline", "value": "140", "period_end": "2024-06-30", "source_title": "Planta"}
    address = reverse("cases_editor:add_figure", args=[case.pk, indicator.pk])
    wrong = client.post(address, figure)
    assert wrong.status_code == 422 and 'value="140"' in wrong.content.decode()
    assert client.post(address, {**figure, "value": "40"}).status_code == 302
    stands = {"phase": "production", "started": "2024-01-01", "in_production": "2024-08-01"}
    assert client.post(reverse("cases_editor:site", args=[case.pk]), stands).status_code == 302
    origin = case.origin_site()
    assert origin.in_production == date(2024, 8, 1) and origin.measures.get().status == "submitted"
    accept = reverse("cases_editor:accept", args=[case.pk])
    assert client.post(accept).status_code == 404
    assert as_(people[Role.COORDINATOR]).post(accept).status_code == 302
    assert case.indicators.get().accepted and origin.measures.get().status == "accepted"
    correct = reverse("cases_editor:figure", args=[case.pk, indicator.pk, origin.measures.get().pk])
    assert client.get(correct).status_code == 302, "a public figure is corrected by the lead"
    assert as_(people[Role.LEAD]).get(correct).status_code == 200


def test_only_the_lead_confirms_what_the_city_did_at_the_origin(people, town):
    case = write(people[Role.CONTRIBUTOR], town)
    figure = make_measure(case.origin_site(), make_indicator(case), "baseline", 40, status="submitted")
    address = reverse("cases_editor:confirm", args=[case.pk])
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR):
        assert as_(people[role]).post(address).status_code == 404
    assert as_(make_person(Role.LEAD, make_municipality())).post(address).status_code == 404
    assert (
        address
        in as_(people[Role.LEAD]).get(reverse("cases_editor:figures", args=[case.pk])).content.decode()
    )
    assert as_(people[Role.LEAD]).post(address).status_code == 302
    assert case.origin_site().confirmed_by == people[Role.LEAD]
    figure.refresh_from_db()
    assert figure.status == "submitted", "its figures are public when the case is"
