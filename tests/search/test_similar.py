"""While a title is typed: the cases of which it may be a replication."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from search import outbox
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_municipality, make_topic

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


@pytest.mark.parametrize(
    ("title", "offered"),
    [
        ("Castraciones gratuitas de perros y gatos", True),
        ("Menos perros sueltos", True),
        ("Menos accidentes con perros en el centro", False),
        ("Un mapa de los recorridos del arte", False),
        ("Menos tiempo para habilitar un comercio", False),
    ],
)
def test_a_case_that_shares_less_than_half_of_the_words_is_not_offered(site_engine, writer, title, offered):
    case = make_case(title="Castración de perros y gatos por recorridos", summary="En cada barrio, una vez.")
    outbox.drain()
    assert (case.title in look(writer, title).content.decode()) is offered


@pytest.mark.parametrize("where", ["summary", "topics"])
def test_what_it_says_in_its_summary_and_its_topics_counts(site_engine, writer, where):
    case = make_case(
        title="Ecopuntos de la costa", summary="Reciclado de vidrio." if where == "summary" else "Sí"
    )
    if where == "topics":
        case.topics = [make_topic(name="Reciclado")]
        case.save()
    outbox.drain()
    assert case.title in look(writer, "Reciclado de cartones").content.decode()
