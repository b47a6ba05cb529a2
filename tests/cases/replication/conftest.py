import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from cases.models import CasePage
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import proven_case


@pytest.fixture
def place() -> Municipality:
    return make.make_municipality("000101", name="Adoptante")


@pytest.fixture
def case() -> CasePage:
    """At level 2: what it lacks is a replication that sustains the outcome."""
    return proven_case()


@pytest.fixture
def contributor(place: Municipality) -> User:
    return make_person(Role.CONTRIBUTOR, place)


@pytest.fixture
def lead(place: Municipality) -> User:
    return make_person(Role.LEAD, place)


@pytest.fixture
def coordinator(place: Municipality) -> User:
    return make_person(Role.COORDINATOR, place)


@pytest.fixture
def telling(client: Client, contributor: User) -> Client:
    """The browser of somebody of the adopter's team."""
    return log_in(client, contributor)


@pytest.fixture
def leading(lead: User) -> Client:
    """The browser of the adopter's lead."""
    return log_in(Client(), lead)


@pytest.fixture
def coordinating(coordinator: User) -> Client:
    return log_in(Client(), coordinator)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):  # type: ignore[no-untyped-def]
    """`with committed(execute=True):` what follows from a commit happens, as on a server."""
    return django_capture_on_commit_callbacks
