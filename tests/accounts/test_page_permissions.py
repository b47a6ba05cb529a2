"""Wagtail's permissions follow from memberships and network roles, and leave with them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from accounts import groups
from accounts.models import Membership, NetworkRole, User
from accounts.permissions import Role
from cases.models import CasePage, MunicipalityCasesPage
from cases.page_policy import PagePolicy
from cases.visibility import pages_for
from playbooks.models import PlaybookIndexPage
from tests import factories as make
from tests.accounts.people import make_person, network_of

pytestmark = pytest.mark.django_db


def allowed(user: User, page: Page) -> set[str]:
    """What a fresh request of this person may do on the page."""
    tester = page.permissions_for_user(User.objects.get(pk=user.pk))
    checks = {
        "add": tester.can_add_subpage(),
        "edit": tester.can_edit(),
        "publish": tester.can_publish(),
        "lock": tester.can_lock(),
        "delete": tester.can_delete(),
    }
    return {name for name, able in checks.items() if able}


def test_a_first_member_gets_the_city_a_page_to_write_under() -> None:
    make.make_index()
    place = make.make_municipality()
    member = make_person(Role.CONTRIBUTOR, place)
    page = MunicipalityCasesPage.objects.get(municipality=place)
    assert allowed(member, page) == {"add", "edit"}
    assert member.has_perm("wagtailadmin.access_admin")


def test_a_page_that_comes_later_is_granted_too() -> None:
    place = make.make_municipality()
    member, moderator = make_person(Role.LEAD, place), make_person(Role.COORDINATOR, place)
    page = make.make_cases_page(place)
    assert allowed(member, page) == {"add", "edit"}
    assert allowed(moderator, page) == {"publish", "lock"}


def test_nobody_reaches_the_pages_of_another_city() -> None:
    place, other = make.make_municipality(), make.make_municipality()
    theirs = make.make_case(other, live=False)
    for role in (Role.CONTRIBUTOR, Role.LEAD, Role.COORDINATOR):
        user = make_person(role, place)
        assert allowed(user, theirs) == allowed(user, make.make_cases_page(other)) == set()


def test_a_team_edits_what_its_people_wrote_and_publishes_nothing() -> None:
    place = make.make_municipality()
    member, colleague = make_person(Role.CONTRIBUTOR, place), make_person(Role.LEAD, place)
    draft = make.make_case(place, live=False)
    CasePage.objects.filter(pk=draft.pk).update(owner=member)
    draft.refresh_from_db()
    for one in (member, colleague):
        assert allowed(one, draft) == {"edit", "delete"}
        assert allowed(one, make.make_case(place)) == {"edit"}


def test_a_city_that_leaves_the_network_leaves_its_coordinators() -> None:
    place = make.make_municipality()
    moderator = make_person(Role.COORDINATOR, place)
    page = make.make_cases_page(place)
    assert "publish" in allowed(moderator, page)
    network_of(place).members.remove(place)
    assert allowed(moderator, page) == set()


@pytest.mark.parametrize("leave", ["remove", "clear"])
def test_a_city_that_leaves_from_its_own_side_too(leave: str) -> None:
    place = make.make_municipality()
    moderator, network = make_person(Role.COORDINATOR, place), network_of(place)
    page = make.make_cases_page(place)
    getattr(place.networks, leave)(*([network] if leave == "remove" else []))
    assert allowed(moderator, page) == set()


def test_a_new_member_of_the_network_is_reached() -> None:
    place, new = make.make_municipality(), make.make_municipality()
    moderator, page = make_person(Role.COORDINATOR, place), make.make_cases_page(new)
    new.networks.add(network_of(place))
    assert "publish" in allowed(moderator, page)


def test_leaving_the_team_takes_effect_on_the_next_request(client: Client) -> None:
    place = make.make_municipality()
    member, page = make_person(Role.LEAD, place), make.make_cases_page(place)
    address = f"/admin/pages/add/cases/casepage/{page.pk}/"
    client.force_login(member)
    assert client.get(address).status_code == 200
    Membership.objects.get(user=member).delete()
    assert client.get(address).status_code == 302
    assert client.get(f"/cuenta/equipo/{place.key}/").status_code == 404


def test_leaving_the_network_takes_effect_on_the_next_request(client: Client) -> None:
    place = make.make_municipality()
    moderator, case = make_person(Role.COORDINATOR, place), make.make_case(place)
    address = f"/admin/pages/{case.pk}/view_draft/"
    case.save_revision()
    client.force_login(moderator)
    assert client.get(address).status_code == 200
    NetworkRole.objects.get(user=moderator).delete()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("first", ["the role", "the index"])
def test_coordinators_curate_playbooks_and_nobody_else_does(first: str) -> None:
    home = make.make_index().get_parent()
    index = PlaybookIndexPage(title="Guías", slug="guias")
    place = make.make_municipality()
    if first == "the index":
        home.add_child(instance=index)
    moderator, lead = make_person(Role.COORDINATOR, place), make_person(Role.LEAD, place)
    if first == "the role":
        home.add_child(instance=index)
    assert {"add", "publish"} <= allowed(moderator, index)
    assert allowed(lead, index) == set()
    make.make_cases_page(place)  # granting anew elsewhere takes nothing away here
    assert "publish" in allowed(moderator, index)


def test_coordinators_edit_what_everybody_shares_and_no_figures() -> None:
    moderator = make_person(Role.COORDINATOR, make.make_municipality())
    assert moderator.has_perms(["cases.change_topic", "municipalities.change_network"])
    for forbidden in ("cases.change_measure", "cases.change_implementation", "accounts.change_user"):
        assert not moderator.has_perm(forbidden)


def test_the_command_puts_right_what_was_edited_by_hand() -> None:
    place = make.make_municipality()
    member, page = make_person(Role.LEAD, place), make.make_cases_page(place)
    Group.objects.all().delete()
    assert allowed(member, page) == set()
    call_command("sync_permissions")
    assert allowed(member, page) == {"add", "edit"}


def test_the_group_of_a_city_goes_with_it() -> None:
    place = make.make_municipality()
    name = groups.of_team(place).name
    place.delete()
    assert not Group.objects.filter(name=name).exists()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMIN, None])
def test_what_one_reaches_is_what_wagtail_says(role: Role | None) -> None:
    place, other, nobody = (make.make_municipality() for _n in range(3))
    user = make_person(role, place) if role else User.objects.create_user("nadie@prueba.test", "x")
    if role is Role.CONTRIBUTOR:
        Membership.objects.create(user=user, municipality=other, role="lead")
    for one in (place, other, nobody):
        make.make_case(one, live=False)
    ours, theirs = policy_registry.get_by_type(Page), PagePermissionPolicy(Page)
    assert isinstance(ours, PagePolicy)
    user = User.objects.get(pk=user.pk)
    for ask in (
        lambda policy: policy.explorable_instances(user),
        lambda policy: policy.instances_user_has_any_permission_for(user, {"change"}),
        lambda policy: policy.instances_user_has_any_permission_for(user, {"publish", "lock"}),
    ):
        assert {page.pk for page in ask(ours)} == {page.pk for page in ask(theirs)}
        assert list(ask(ours).search("nada")) == []


def test_whoever_only_adds_changes_what_they_began() -> None:
    place = make.make_municipality()
    page, user = make.make_cases_page(place), User.objects.create_user("suma@prueba.test", "x")
    group = Group.objects.create(name="Suma")
    group.user_set.add(user)
    add = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=add)
    mine, _of_others = make.make_case(place, owner=user), make.make_case(place)
    policy = policy_registry.get_by_type(Page)
    assert [one.pk for one in policy.instances_user_has_any_permission_for(user, {"change"})] == [mine.pk]


def test_a_coordinator_of_a_whole_country_reaches_every_city() -> None:
    """SQLite takes no more than a thousand conditions one inside the other."""
    case, user = make.make_case(live=False), User.objects.create_user("pais@prueba.test", "x")
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    city = case.get_parent()
    pages = [city, *(Page(path=f"{city.path[:-4]}Z{n:03}", content_type_id=1) for n in range(1000))]
    user._page_permission_cache = [GroupPagePermission(page=page, permission=publish) for page in pages]
    assert pages_for(user).filter(pk=case.pk).exists()
