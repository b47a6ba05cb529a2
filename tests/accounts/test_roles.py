"""The matrix of design.md §8, written again by hand: each role, for its own municipality and another."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from accounts.permissions import ROLE_ACTIONS, SCOPE, Role, may
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import make_person

pytestmark = pytest.mark.django_db

TEAM = "read write report dispute see_team"
DESK = "read see_team invite decide_access dispute review publish object accept record_for curate"
OWN = {
    Role.VISITOR: "read",
    Role.CONTRIBUTOR: TEAM,
    Role.LEAD: f"{TEAM} confirm invite",
    Role.COORDINATOR: DESK,
    Role.ADMIN: f"{DESK} invite_coordinators audit",
}
FOREIGN = {
    Role.VISITOR: "read",
    Role.CONTRIBUTOR: "read",
    Role.LEAD: "read",
    Role.COORDINATOR: "read",
    Role.ADMIN: OWN[Role.ADMIN],
}
ACTIONS = sorted(set().union(*ROLE_ACTIONS.values()))
CELLS = [(role, action) for role in Role for action in ACTIONS]


@pytest.fixture
def own() -> Municipality:
    return make.make_municipality("000001")


@pytest.fixture
def foreign() -> Municipality:
    return make.make_municipality("000002")


def test_the_matrix_names_every_role_and_every_action() -> None:
    assert set(OWN) == set(Role) == set(ROLE_ACTIONS) == set(SCOPE)
    assert set(" ".join(OWN.values()).split()) == set(ACTIONS)


@pytest.mark.parametrize(("role", "action"), CELLS)
def test_cell(role: Role, action: str, own: Municipality, foreign: Municipality) -> None:
    user = make_person(role, own)
    assert may(user, action, own) is (action in OWN[role].split())
    assert may(user, action, foreign) is (action in FOREIGN[role].split())
    assert set(user.municipalities_for(action)) == {
        place for place in (own, foreign) if user.can(action, place)
    }


@pytest.mark.parametrize("action", ACTIONS)
def test_who_is_not_logged_in_only_reads(action: str, own: Municipality) -> None:
    assert may(AnonymousUser(), action, own) is (action == "read")


@pytest.mark.parametrize("role", Role)
def test_who_was_switched_off_does_nothing(role: Role, own: Municipality) -> None:
    user = make_person(role, own)
    user.is_active = False
    user.save()
    assert not any(user.can(action, own) for action in ACTIONS)


def test_several_places_add_up(own: Municipality, foreign: Municipality) -> None:
    user = make_person(Role.LEAD, own)
    make.Membership.objects.create(user=user, municipality=foreign, role="contributor")
    assert user.can("confirm", own)
    assert not user.can("confirm", foreign)
    assert user.can("write", foreign)


@pytest.mark.parametrize("address", ["/cuenta/equipo/AR-000001/", "/cuenta/equipo/AR-000002/"])
def test_the_team_of_another_municipality_does_not_exist(
    address: str, client: Client, own: Municipality, foreign: Municipality
) -> None:
    client.force_login(make_person(Role.LEAD, own))
    assert client.get(address).status_code == (200 if "000001" in address else 404)


def test_somebody_without_a_team_has_an_account_page_all_the_same(client: Client) -> None:
    client.force_login(User.objects.create_user("nadie@prueba.test"))
    assert "No estás en ningún equipo" in client.get("/cuenta/").content.decode()
