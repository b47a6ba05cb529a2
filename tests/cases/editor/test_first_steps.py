"""What somebody who tells their first case runs into: addresses, autosave, and the buttons of a review."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from cases.models import CasePage
from home.management.commands.build_site import build_review, build_tree
from tests.accounts.people import make_person
from tests.cases.editor.test_moderation import as_, decide, submit, typed, write
from tests.factories import make_cases_page, make_municipality

pytestmark = pytest.mark.django_db
# What Wagtail's scripts ask of the form itself: a control of that name would answer in its place.
OF_THE_FORM = {"action", "method", "elements", "submit", "reset", "target", "enctype", "id"}


@pytest.fixture
def town():
    build_tree()
    build_review()
    place = make_municipality(name="Villa Prueba")
    make_cases_page(place)
    return place


@pytest.fixture
def author(town):
    return make_person(Role.CONTRIBUTOR, town)


@pytest.fixture
def coordinator(town):
    return make_person(Role.COORDINATOR, town)


def mend(person, case, **values):
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert as_(person).post(address, typed(**values)).status_code == 302
    return CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()


def test_no_control_takes_the_place_of_what_the_form_is(author, town):
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", town.cases_page.pk])
    page = as_(author).get(address).content.decode()
    form = page[page.index('id="page-edit-form"') :]
    names = set(re.findall(r'\sname="([^"]+)"', form))
    assert "what_was_done" in names and not names & OF_THE_FORM


def test_nobody_has_to_think_of_an_address(author, town):
    case = write(author, town, slug="")
    assert (case.slug, case.identifier) == ("menos-perdidas-de-agua",) * 2
    other = write(author, town, slug="")
    assert (other.slug, other.identifier) == ("menos-perdidas-de-agua-2",) * 2


@pytest.mark.parametrize("sent", ["", "menos-per"])
def test_the_first_autosave_brings_half_a_title_and_the_address_follows_the_rest(author, town, sent):
    case = write(author, town, title="Menos per", slug="")
    now = mend(author, case, title="Menos pérdidas de agua", slug=sent, identifier=sent)
    assert (now.slug, now.identifier) == ("menos-perdidas-de-agua",) * 2


def test_an_address_that_somebody_wrote_stays(author, town):
    case = write(author, town, slug="caudales", identifier="caudales-por-zona")
    now = mend(author, case, title="Otro título", slug="caudales", identifier="caudales-por-zona")
    assert (now.slug, now.identifier) == ("caudales", "caudales-por-zona")


def test_a_published_address_stays_and_cannot_be_emptied(author, coordinator, town):
    case = write(author, town, slug="")
    submit(author, case, slug=case.slug, identifier=case.identifier)
    decide(coordinator, case, "approve")
    now = mend(author, case, title="Otro título", slug=case.slug, identifier=case.identifier)
    assert (now.slug, now.identifier) == (case.slug, case.identifier)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    emptied = as_(author).post(address, typed(slug="", identifier=""))
    assert {"slug", "identifier"} <= emptied.context["form"].errors.keys()


def test_the_page_of_a_stale_save_shows_what_was_done_as_well(author, coordinator, town):
    case = write(author, town)
    opened = case.latest_revision_id
    lead = make_person(Role.LEAD, town)
    mend(lead, case, problem="Lo de la otra", loaded_revision_id=opened)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    mine = typed(what_was_done="Cambiamos los caños de noche.", loaded_revision_id=opened)
    page = as_(author).post(address, mine)
    assert page.status_code == 409
    assert "<pre" in page.content.decode() and "Cambiamos los caños de noche.</pre>" in page.content.decode()


def test_whoever_reviews_reads_publish_first_and_only_once(author, coordinator, town):
    case = write(author, town)
    submit(author, case)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    page = as_(coordinator).get(address).content.decode()
    buttons = re.findall(r'name="(action-[\w-]+)"|data-workflow-action-name="(\w+)"', page)
    assert [a or b for a, b in buttons][:3] == ["approve", "approve", "reject"]
    assert "action-publish" not in page and "action-cancel-workflow" not in page
    seen = as_(author).get(address).content.decode()
    assert (
        "data-workflow-action-name" not in seen and reverse("cases_editor:withdraw", args=[case.pk]) in seen
    )
    assert "awaiting moderation" not in seen


def test_what_came_back_is_submitted_again_and_there_is_no_workflow_to_cancel(author, coordinator, town):
    case = write(author, town)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    assert "Volver a enviar" not in as_(author).get(address).content.decode()
    submit(author, case)
    decide(coordinator, case, "reject", comment="Falta la línea de base.")
    page = as_(author).get(address).content.decode()
    again = page[page.index('name="action-submit"') :]
    assert "Volver a enviar" in again[: again.index("</button>")]
    for other in ("action-cancel-workflow", "action-restart-workflow", "Reenviar a"):
        assert other not in page
    submit(author, case)
    assert CasePage.objects.get(pk=case.pk).workflow_in_progress
