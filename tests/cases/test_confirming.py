"""A replication belongs to the city that adopted it: only its lead confirms it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, NetworkRole, User
from municipalities.models import Network
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 2)


def test_the_lead_of_the_adopting_municipality_confirms() -> None:
    place = make.make_municipality()
    site = make.make_implementation(make.make_case(), place, confirmed=False)
    lead = make.make_lead(place)
    site.confirm(lead, DAY)
    site.refresh_from_db()
    assert (site.confirmed_by, site.confirmed_on) == (lead, DAY)
    assert site.history().first().user == lead


@pytest.mark.parametrize(
    "who", ["admin", "coordinator", "contributor", "lead of another", "lead of the origin"]
)
def test_nobody_else_confirms(who: str) -> None:
    place = make.make_municipality()
    case = make.make_case()
    site = make.make_implementation(case, place, confirmed=False)
    user = User.objects.create_user("alguien@prueba.test", is_superuser=who == "admin")
    if who == "coordinator":
        network = Network.objects.create(slug="red", name="Red")
        network.members.add(place)
        NetworkRole.objects.create(user=user, network=network)
    elif who == "contributor":
        Membership.objects.create(user=user, municipality=place, role=Membership.Role.CONTRIBUTOR)
    elif who == "lead of another":
        Membership.objects.create(user=user, municipality=make.make_municipality(), role=Membership.Role.LEAD)
    elif who == "lead of the origin":
        Membership.objects.create(user=user, municipality=case.municipality, role=Membership.Role.LEAD)
    with pytest.raises(PermissionDenied):
        site.confirm(user, DAY)
    site.refresh_from_db()
    assert site.confirmed_on is None
