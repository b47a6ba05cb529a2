import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from cases.models import CasePage, Implementation
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import proven_case


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000301", name="Adoptante")


@pytest.fixture
def case() -> CasePage:
    """At level 2: what it lacks is a replication that sustains the outcome."""
    return proven_case()


@pytest.fixture
def site(case: CasePage, place: Municipality) -> Implementation:
    return make.make_implementation(case, place)


@pytest.fixture
def lead(place: Municipality) -> User:
    return make_person(Role.LEAD, place)


@pytest.fixture
def origin_lead(case: CasePage) -> User:
    return make_person(Role.LEAD, case.municipality)


@pytest.fixture
def leading(lead: User) -> Client:
    return log_in(Client(), lead, second_factor=True)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):  # type: ignore[no-untyped-def]
    """`with committed(execute=True):` what follows from a commit happens, as on a server."""
    return django_capture_on_commit_callbacks
