"""Of what comes to the finder, only what people ask is kept, and it can be asked again from the list."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from search import outbox, query_log
from search.facets import FACETS
from search.models import LoggedQuery
from search.status import status
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_municipality, make_topic
from tests.search.test_status import logging

__all__ = ["logging"]
pytestmark = pytest.mark.django_db


def kept() -> list[str]:
    query_log.write()
    return [row.words for row in LoggedQuery.objects.order_by("pk")]


def test_a_browser_is_a_person(site_engine, client):
    client.get("/buscar/?q=bacheo", headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    client.get("/buscar/?q=arbolado", headers={"referer": "https://prueba.test/buscar/?q=bacheo"})
    client.get("/buscar/?q=agua", headers={"hx-request": "true", "hx-boosted": "true"})
    assert kept() == ["bacheo", "arbolado", "agua"]


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"sec-purpose": "prefetch;prerender"},
        {"referer": "https://prueba.test/admin/busqueda/"},
    ],
)
def test_robots_prefetches_and_the_list_itself_are_not(site_engine, client, headers):
    assert client.get("/buscar/?q=bacheo", headers=headers).status_code == 200
    client.head("/buscar/?q=bacheo")
    assert kept() == []


def test_another_order_of_the_same_answer_is_not_another_question(site_engine, client):
    for order in ("", "&orden=recientes", "&orden=relevancia", "&pagina=2"):
        client.get(f"/buscar/?q=bacheo{order}")
    assert kept() == ["bacheo"]


def test_suggestions_are_not_questions(site_engine, client):
    client.get(reverse("search:suggestions"), {"q": "bacheo"})
    assert kept() == []


def test_a_question_is_listed_in_words_and_asked_again_as_it_was(site_engine, client):
    make_case(make_municipality(), title="Bacheo con datos", topics=("agua",))
    make_topic("salud", "Salud mental")
    outbox.drain()
    client.get("/buscar/?q=bacheo&tema=salud")
    assert kept() == ["bacheo"]
    (one,) = status().unanswered
    assert one.label == "bacheo · Salud mental" and one.querystring == "q=bacheo&tema=salud"
    admin = log_in(Client(), make_person(Role.COORDINATOR, make_municipality()), second_factor=True)
    assert "/buscar/?q=bacheo&amp;tema=salud" in admin.get(reverse("search_status")).content.decode()


def test_a_question_with_more_facets_than_fit_is_still_listed(site_engine, client):
    many = "&".join(f"{facet.name}={'z' * 50}{n}" for facet in FACETS for n in range(20))
    client.get(f"/buscar/?q=bacheo&{many}")
    assert kept() == ["bacheo"]
    assert status().unanswered[0].label.startswith("bacheo · ")
