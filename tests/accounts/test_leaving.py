"""Leaving a team by oneself, being taken out of it, and not being invited to where one already is."""

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Workflow, WorkflowPage

from accounts.browsers import browser_name
from accounts.models import AuditEntry, Invitation, LastLead, Membership, User
from accounts.permissions import Role
from home.management.commands.build_site import build_review, build_tree
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person, network_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000001", name="Nogalera")


def leaving(person: User) -> str:
    member = person.memberships.get()
    return f"/cuenta/equipo/{member.municipality.key}/quitar/{member.pk}/"


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD])
def test_anybody_leaves_by_themselves(role: Role, place: Municipality) -> None:
    make_person(Role.LEAD, place, "queda@prueba.test")
    person = make_person(role, place)
    browser = log_in(Client(), person)
    assert leaving(person) in browser.get(f"/cuenta/equipo/{place.key}/").content.decode()
    assert "¿Dejar Nogalera?" in browser.get(leaving(person)).content.decode()
    assert person.memberships.exists(), "reading changes nothing"
    said = browser.post(leaving(person), follow=True).content.decode()
    assert not person.memberships.exists() and "Ya no estás en el equipo de Nogalera" in said
    assert browser.get(f"/cuenta/equipo/{place.key}/").status_code == 404
    assert mail.outbox == [], "whoever leaves knows"


def test_leaving_is_in_the_trail(place: Municipality) -> None:
    person = make_person(Role.CONTRIBUTOR, place)
    log_in(Client(), person).post(leaving(person))
    entry = AuditEntry.objects.get(action=AuditEntry.Action.MEMBER_REMOVED)
    assert (entry.user, entry.details["person"], entry.details["place"]) == (
        person,
        person.email,
        str(place),
    )


def test_the_last_lead_stays_until_another_one_leads(place: Municipality) -> None:
    lead, other = make_person(Role.LEAD, place), make_person(Role.CONTRIBUTOR, place)
    browser = log_in(Client(), lead)
    for answer in (browser.get(leaving(lead)), browser.post(leaving(lead), {"knowingly": "on"})):
        page = answer.content.decode()
        assert "No podés dejar el equipo todavía" in page and f"/cuenta/equipo/{place.key}/" in page
        assert "Dejar el equipo</button>" not in page
    assert lead.memberships.exists()
    other.memberships.update(role=Role.LEAD)
    browser.post(leaving(lead))
    assert not lead.memberships.exists()


def test_a_lead_whose_account_is_off_does_not_count(place: Municipality) -> None:
    lead, off = make_person(Role.LEAD, place), make_person(Role.LEAD, place, "apagada@prueba.test")
    off.is_active = False
    off.save()
    with pytest.raises(LastLead):
        lead.memberships.get().leave()


def test_of_two_leads_who_go_at_once_one_stays(place: Municipality) -> None:
    people = [make_person(Role.LEAD, place, f"{name}@prueba.test") for name in ("una", "otra")]
    first, second = (person.memberships.get() for person in people)
    first.leave()
    with pytest.raises(LastLead):
        second.leave()


def test_a_coordinator_takes_out_the_last_lead_knowingly(place: Municipality) -> None:
    lead, coordinator = make_person(Role.LEAD, place), make_person(Role.COORDINATOR, place)
    browser = log_in(Client(), coordinator, second_factor=True)
    browser.post(leaving(lead))
    assert lead.memberships.exists()
    browser.post(leaving(lead), {"knowingly": "on"})
    assert not Membership.objects.filter(user=lead).exists()


def test_a_contributor_takes_nobody_else_out(place: Municipality) -> None:
    other, person = (
        make_person(Role.CONTRIBUTOR, place, "otra@prueba.test"),
        make_person(Role.CONTRIBUTOR, place),
    )
    assert log_in(Client(), person).post(leaving(other)).status_code == 404
    assert other.memberships.exists()


def test_whoever_is_taken_out_is_told(place: Municipality) -> None:
    person, lead = make_person(Role.CONTRIBUTOR, place), make_person(Role.LEAD, place, "queda@prueba.test")
    log_in(Client(), lead, second_factor=True).post(leaving(person))
    assert [one.to for one in mail.outbox] == [[person.email]]
    letter = mail.outbox[0]
    assert "Nogalera" in letter.subject
    for text in (letter.body, letter.alternatives[0][0]):
        assert "Nogalera" in text and lead.email in text and "/cuenta/" in text


@pytest.mark.parametrize(
    ("held", "offered", "refused"),
    [("contributor", "contributor", True), ("lead", "contributor", True), ("contributor", "lead", False)],
)
def test_who_is_in_the_team_is_not_invited_to_less(
    held: str, offered: str, refused: bool, place: Municipality
) -> None:
    member = make_person(Role(held), place)
    lead = log_in(Client(), make_person(Role.LEAD, place, "queda@prueba.test"), second_factor=True)
    page = lead.post(f"/cuenta/equipo/{place.key}/", {"email": member.email, "role": offered}, follow=True)
    assert ("Ya está en el equipo" in page.content.decode()) is refused
    assert place.invitations.exists() is not refused


def test_who_coordinates_is_not_invited_to_coordinate(place: Municipality) -> None:
    person, network = make_person(Role.COORDINATOR, place), network_of(place)
    admin = log_in(Client(), make_person(Role.ADMIN, place), second_factor=True)
    page = admin.post(f"/cuenta/red/{network.slug}/", {"email": person.email}).content.decode()
    assert "Ya está en el equipo" in page and not network.invitations.exists()


WINDOWS, ANDROID = "Mozilla/5.0 (Windows NT 10.0; Win64; x64", "Mozilla/5.0 (Linux; Android 10; K)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{WINDOWS}; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox en Windows"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox en Android"),
        (f"{WINDOWS}) {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge en Windows"),
        (
            f"{ANDROID} {WEBKIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
            "Samsung Internet en Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 "
            "Mobile/15E148 Safari/604.1",
            "Safari en iPhone",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36", "Chrome en Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 "
            "Safari/605.1.15",
            "Safari en Mac",
        ),
        (f"{ANDROID} {WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36 OPR/86.0.0.0", "Opera en Android"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/131.0.0.0", "Chrome en Chromebook"),
        (
            f"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) {WEBKIT} CriOS/131.0 Safari/604.1",
            "Chrome en iPad",
        ),
        ("curl/8.5.0", "Un navegador"),
        ("", "Un navegador"),
    ],
)
def test_a_session_is_named_by_its_browser(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def test_the_workflow_that_wagtail_brings_is_not_offered() -> None:
    Workflow.objects.get_or_create(name="Moderators approval", defaults={"active": True})
    build_tree()
    for _again in range(2):
        build_review()
    assert [one.name for one in Workflow.objects.active()] == ["Revisión de la red"]


def test_the_workflow_of_wagtail_stays_where_an_administrator_put_it() -> None:
    brought, _new = Workflow.objects.get_or_create(name="Moderators approval", defaults={"active": True})
    WorkflowPage.objects.create(page=build_tree(), workflow=brought)
    build_review()
    assert brought in Workflow.objects.active()


def test_the_admin_leads_to_no_guide_in_english(place: Municipality) -> None:
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR):
        person = make_person(role, place, f"{role.value}@prueba.test")
        page = log_in(Client(), person, second_factor=True).get("/admin/").content.decode()
        assert "guide.wagtail.org" not in page and "/mi-municipio/" in page


@pytest.mark.parametrize("elsewhere", ["//malo.test/", "https://malo.test/", "javascript:alert(1)"])
def test_an_invitation_leads_to_no_other_site(elsewhere: str, place: Municipality) -> None:
    _invitation, token = Invitation.objects.invite(
        "nueva@a.test", "contributor", place, make_person(Role.LEAD, place)
    )
    browser = Client()
    browser.get(f"/cuenta/invitaciones/{token}/", {"next": elsewhere})
    form = {"name": "Ana", "password": "una-clave-larga-77"}
    assert browser.post("/cuenta/invitaciones/aceptar/", form).url == "/cuenta/"


def test_coming_in_says_what_becomes_of_the_data(place: Municipality) -> None:
    lead = make_person(Role.LEAD, place)
    _invitation, token = Invitation.objects.invite("nueva@a.test", "contributor", place, lead)
    page = Client().get(f"/cuenta/invitaciones/{token}/", follow=True).content.decode()
    assert "Ley 25.326" in page
