"""What is refused changes nothing, whatever was answered; and what is taken away is gone at once."""

from collections.abc import Callable

import pytest

from accounts.models import User
from cases.models import CasePage, Implementation, Measure
from tests.permissions.world import SECRET, State, Who, World, undone

pytestmark = pytest.mark.django_db
OUTSIDERS = (Who.FOREIGN_CONTRIBUTOR, Who.FOREIGN_LEAD, Who.FOREIGN_COORDINATOR)


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_a_bulk_action_leaves_the_pages_of_others_alone(action: str, who: Who, world: World) -> None:
    pages = list(CasePage.objects.values_list("pk", "live", "path"))
    asked = "&".join(f"id={case.pk}" for case in world.cases.values())
    home = world.other.cases_page.pk
    response = world.browsers[who].post(
        f"/admin/bulk/wagtailcore/page/{action}/?{asked}", {"chooser": home, "include_descendants": "on"}
    )
    assert response.status_code < 500
    assert list(CasePage.objects.values_list("pk", "live", "path")) == pages


def _leave_the_team(user: User) -> None:
    user.memberships.all().delete()


def _leave_the_network(user: User) -> None:
    user.network_roles.all().delete()


def _deactivate(user: User) -> None:
    user.is_active = False
    user.save()


def _no_longer_admin(user: User) -> None:
    user.is_superuser = False
    user.save()


@pytest.mark.parametrize(
    ("who", "take_away"),
    [
        (Who.CONTRIBUTOR, _leave_the_team),
        (Who.LEAD, _leave_the_team),
        (Who.COORDINATOR, _leave_the_network),
        (Who.ADMIN, _no_longer_admin),
        *((who, _deactivate) for who in (Who.CONTRIBUTOR, Who.LEAD, Who.COORDINATOR, Who.ADMIN)),
    ],
)
def test_what_is_taken_away_is_gone_on_the_next_request(
    who: Who, take_away: Callable[[User], None], world: World
) -> None:
    """C3. In the same session, which was at work a moment ago."""
    case, browser = world.cases[State.DRAFT].pk, world.browsers[who]
    private = [
        f"/admin/casos/{case}/cifras/",
        f"/admin/pages/{case}/history/",
        f"/admin/pages/{case}/history/results/",
        f"/admin/pages/{case}/view_draft/",
        f"/cuenta/equipo/{world.place.key}/",
    ]
    with undone():
        assert [browser.get(address).status_code for address in private] == [200] * 5
        take_away(User.objects.get(pk=world.people[who].pk))
        for address in private:
            response = browser.get(address)
            assert response.status_code in (302, 403, 404), address
            assert SECRET not in response.content.decode()
        if take_away is _deactivate:
            assert browser.get("/cuenta/").url.startswith("/cuenta/entrar/")


@pytest.mark.parametrize(
    ("action", "what"), [("confirmar", Implementation), ("objetar", Implementation), ("cifras", Measure)]
)
def test_what_a_refused_post_asked_for_did_not_happen(action: str, what: type, world: World) -> None:
    site, draft = world.things["site"], world.cases[State.DRAFT]
    address = (
        f"/admin/casos/{draft.pk}/cifras/aceptar/" if action == "cifras" else f"/replicar/{action}/{site.pk}/"
    )
    before = list(what.objects.order_by("pk").values())
    for who in (Who.VISITOR, *OUTSIDERS, Who.CONTRIBUTOR):
        world.browsers[who].post(address, {"decision": "confirm", "reason": "porque sí", "seen": "1"})
    assert list(what.objects.order_by("pk").values()) == before
