"""What people ask is kept without them, and the state of the search can be read."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from search import outbox, query_log
from search.engines.base import SearchResult
from search.models import LoggedQuery, PendingChange
from search.query import SearchQuery
from search.status import status, without_password
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def logging(settings, monkeypatch):
    """Questions wait until a test writes them."""
    settings.QUERY_LOG_DAYS = 30
    monkeypatch.setattr(query_log, "_written", float("inf"))
    query_log.forget()
    yield
    query_log.forget()


def ask(**values):
    query = SearchQuery.make(**values)
    query_log.log(query, SearchResult(total=3, hits=(), facets={}), None, 0.012, "embedded")


def test_a_question_of_the_page_is_kept_without_whoever_asked(site_engine):
    place = make_municipality(population=34_000)
    Client().get(reverse("search:finder"), {"q": "bacheo", "municipio": place.key, "nivel": "3"})
    assert query_log.write() == 1
    row = LoggedQuery.objects.get()
    assert (row.words, parse_qs(row.facets), row.size_band) == ("bacheo", {"nivel": ["3"]}, "c")
    assert place.key not in str(row.__dict__) and row.asked.minute == 0


def test_what_asks_for_nothing_or_turns_a_page_is_not_kept():
    ask()
    ask(words="bacheo", page=2)
    assert query_log.write() == 0


@pytest.mark.parametrize("words", ["juan.perez@gmail.com", "DNI 27.345.678", "20-12345678-3", "341 5551234"])
def test_what_looks_like_somebody_s_data_is_masked(words):
    ask(words=f"reclamo {words}")
    query_log.write()
    kept = LoggedQuery.objects.get().words
    assert "reclamo" in kept and not any(character.isdigit() for character in kept) and "@" not in kept


def test_ordinances_and_populations_are_kept_as_asked():
    ask(words="ordenanza 4221/2025 de 20.000 habitantes")
    query_log.write()
    assert "4221/2025" in LoggedQuery.objects.get().words


def test_old_questions_are_forgotten():
    ask(words="viejo")
    query_log.write()
    LoggedQuery.objects.update(asked=timezone.now() - timedelta(days=31))
    ask(words="nuevo")
    query_log.write()
    assert [row.words for row in LoggedQuery.objects.all()] == ["nuevo"]


def test_a_database_that_takes_no_writes_never_shows(monkeypatch):
    def locked(*args, **kwargs):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(LoggedQuery.objects, "bulk_create", locked)
    ask(words="bacheo")
    assert query_log.write() == 0


def test_switched_off_it_keeps_nothing(settings):
    settings.QUERY_LOG_DAYS = 0
    ask(words="bacheo")
    assert query_log.write() == 0 and not LoggedQuery.objects.exists()


def test_the_state_says_what_waits_and_when_it_was_rebuilt(site_engine):
    make_case()
    outbox.rebuild(site_engine)
    PendingChange.objects.enqueue(site_engine.name, [1])
    report = status(with_drift=True).indices[0]
    assert report.documents == 1 and report.pending >= 1 and report.rebuilt is not None
    assert report.drift is not None and not report.drift.none


def test_the_command_speaks_to_people_and_to_programs(site_engine, capsys):
    ask(words="bacheo")
    call_command("search_status")
    assert "bacheo" in capsys.readouterr().out
    call_command("search_status", "--json", "--drift")
    assert json.loads(capsys.readouterr().out)["indices"][0]["documents"] == 0


def test_an_address_is_shown_without_its_password():
    assert without_password("elasticsearch://elastic:secreta@es:9200/x") == "elasticsearch://es:9200/x"


@pytest.mark.parametrize(
    ("role", "code"), [(Role.CONTRIBUTOR, 404), (Role.LEAD, 404), (Role.COORDINATOR, 200), (Role.ADMIN, 200)]
)
def test_the_page_is_for_whoever_curates(site_engine, role, code):
    client = log_in(Client(), make_person(role, make_municipality()), second_factor=True)
    assert client.get(reverse("search_status")).status_code == code


def test_only_an_administrator_mends_from_the_page(site_engine):
    case = make_case()
    place = make_municipality()
    coordinator = log_in(Client(), make_person(Role.COORDINATOR, place), second_factor=True)
    assert coordinator.post(reverse("mend_search")).status_code == 404
    admin = log_in(Client(), make_person(Role.ADMIN, place), second_factor=True)
    assert admin.post(reverse("mend_search")).status_code == 302
    assert set(site_engine.contents()) == {case.pk}
