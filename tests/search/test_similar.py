"""While a title is typed: the cases of which it may be a replication."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from search import outbox
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_municipality

pytestmark = pytest.mark.django_db


def look(person, title):
    return log_in(Client(), person).get(reverse("similar_cases"), {"titulo": title})


@pytest.fixture
def writer():
    return make_person(Role.CONTRIBUTOR, make_municipality())


def test_a_case_like_it_is_offered_with_the_way_to_replicate_it(site_engine, writer):
    case = make_case(title="Semáforos con batería", identifier="semaforos")
    make_case(title="Huertas en las escuelas")
    outbox.drain()
    page = look(writer, "Semáforos que no se apagan").content.decode()
    assert case.title in page and "Huertas" not in page
    assert reverse("replication:start", args=["semaforos"]) in page


def test_a_short_title_or_nothing_like_it_says_nothing(site_engine, writer):
    make_case(title="Semáforos con batería")
    outbox.drain()
    for title in ("Sem", "Zzyzx inencontrable", ""):
        assert not look(writer, title).content.decode().strip()


def test_it_is_of_the_admin(site_engine):
    assert Client().get(reverse("similar_cases"), {"titulo": "Semáforos con batería"}).status_code == 302
