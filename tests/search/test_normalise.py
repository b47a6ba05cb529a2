"""Texts that break search engines (ecosystem.md P1, P2), against the normaliser and Wagtail's own search."""

import unicodedata

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelsearch.query import And, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search.analysis import query_tokens
from search.engines.embedded import EmbeddedEngine
from search.normalise import MAX_CHARACTERS, MAX_TERMS, clean, clean_for_database
from search.query import SearchQuery
from tests.factories import make_case

HOSTILE = [
    '"',
    '"agua',
    'agua" OR "',
    "agua\x00luz",
    "\x00",
    "\n",
    " \t\r\n ",
    "'",
    "'; DROP TABLE wagtailcore_page; --",
    "*",
    "agua*",
    "NEAR(agua luz)",
    "title:agua",
    "agua AND OR NOT",
    "agua & luz | !residuos",
    "(((((",
    "^agua ~2 +luz -residuos",
    "\\",
    "%' _",
    "palabra " * 3_000,
    "a" * 100_000,
    "[" * 5_000,
    "\u202eagua\u200b luz\ufeff",
    "agua\ud800luz",
    "e\u0301" * 300,
    "🌳" * 300,
    "ﬁ ½ Ⅷ ①",
    "水 الماء вода",
    "AND",
    "-",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_harmless(text):
    cleaned = clean(text)
    assert len(cleaned) <= MAX_CHARACTERS and len(cleaned.split()) <= MAX_TERMS
    assert cleaned == clean(cleaned) and cleaned == unicodedata.normalize("NFC", cleaned)
    assert not any(unicodedata.category(character)[0] == "C" for character in cleaned)
    assert not set("\"'\x00") & set(clean_for_database(text))


@given(st.text(max_size=400) | st.none() | st.integers())
def test_cleaning_never_fails_and_is_stable(text):
    assert clean(clean(text)) == clean(text)
    assert clean_for_database(clean_for_database(text)) == clean_for_database(text)
    assert len(query_tokens(clean(text))) <= 3 * MAX_CHARACTERS


def test_ordinary_text_stays_as_typed():
    assert clean("  Árboles   del AÑO, ¿cuántos? ") == "Árboles del AÑO, ¿cuántos?"
    assert clean_for_database('"agua potable"') == "agua potable"


@pytest.fixture(scope="module")
def finder():
    return EmbeddedEngine()


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_the_finder_answers_hostile_text(finder, text):
    query = SearchQuery.make(words=text)
    assert finder.search(query).total == 0
    assert finder.drop_suggestions(query) == []


@pytest.mark.django_db
@given(st.text(max_size=250))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_finder_answers_any_text(finder, text):
    finder.search(SearchQuery.make(words=text))


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_wagtails_own_search_answers_hostile_text(text):
    backend = get_search_backend()
    assert list(backend.search(text, Page)) is not None
    assert list(backend.autocomplete(text, Page)) is not None
    assert list(Page.objects.search(text)) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("text", ['"', 'agua "potable', "\x00", "luz"])
def test_wagtails_own_search_answers_composed_queries(text):
    backend = get_search_backend()
    for query in (
        PlainText(text, operator="or"),
        Phrase(text),
        And([PlainText(text), PlainText("agua")]),
        Or([PlainText(text), Phrase(text)]),
    ):
        assert list(backend.search(query, Page)) is not None


@pytest.mark.django_db
def test_wagtails_own_search_still_finds():
    case = make_case(title="Árboles de vereda")
    assert [page.pk for page in Page.objects.search('"vereda"')] == [case.pk]


@pytest.mark.django_db
@pytest.mark.urls("tests.search.admin_urls")
@pytest.mark.parametrize("text", HOSTILE)
def test_the_search_boxes_of_the_admin_answer_hostile_text(client, text):
    client.force_login(get_user_model().objects.create_superuser("a@prueba.test", "clave-de-prueba-1"))
    for address in ("/admin/pages/search/", "/admin/documents/", "/admin/images/", "/admin/users/"):
        typed = text[:4_000].encode("utf-8", "replace")
        assert client.get(address, {"q": typed}).status_code == 200
