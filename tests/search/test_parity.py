"""The same questions on both engines, over the demo and 5,000 synthetic cases: the same answers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from math import floor
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from benchmarks import judged
from benchmarks.generating import DAY, Documents
from municipalities.peers import register, register_profiles
from search.case_documents import make_documents
from search.documents import CaseDocument
from search.engines.base import Engine, Reader
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.client import server_at
from search.engines.embedded import EmbeddedEngine
from search.explanation import explain
from search.facets import FACETS, Kind
from search.query import SearchQuery, Sort
from search.readers import reader_for
from search.stored import published_keys

SYNTHETIC = 5_000
QUESTIONS = 150
_FIRST = 10


@dataclass(frozen=True)
class Both:
    """The same cases on both engines."""

    embedded: Engine
    elasticsearch: Engine
    documents: list[CaseDocument]


@pytest.fixture(scope="module")
def both(elasticsearch_url: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Both]:
    with django_db_blocker.unblock(), transaction.atomic():
        for command in ("load_register", "load_synonyms", "load_demo"):
            call_command(command, verbosity=0)
        demo = list(make_documents(published_keys()))
        others = (replace(one, pk=one.pk + 1_000_000) for one in islice(Documents(SYNTHETIC), SYNTHETIC))
        documents = [*demo, *others]
        engines = EmbeddedEngine(), ElasticsearchEngine(server_at(f"{elasticsearch_url}-parity"))
        for engine in engines:
            assert engine.rebuild(iter(documents), lambda keys: iter(())) == len(documents) > SYNTHETIC
        yield Both(*engines, documents)
        transaction.set_rollback(True)


def questions(documents: list[CaseDocument]) -> Iterator[SearchQuery]:
    """What people typed, and words of cases; by readers of every size; with some of the facets, and none."""
    random = Random("paridad")
    typed = [query.words for query in judged.read()]
    keys = sorted(key for key, profile in register_profiles().items() if profile.population)
    readers = random.sample(keys, 40)
    for number in range(QUESTIONS):
        document = random.choice(documents)
        own = " ".join(random.sample(document.title.split(), min(2, len(document.title.split()))))
        having = [facet for facet in FACETS if facet.kind is not Kind.READER and document.values(facet.field)]
        chosen = {
            facet.name: random.sample(
                document.values(facet.field), min(len(document.values(facet.field)), random.randint(1, 2))
            )
            for facet in random.sample(having, random.choice((0, 0, 1, 2, 3)))
        }
        if random.random() < 0.15:
            chosen["escala"] = ["si"]
        yield SearchQuery.make(
            words=(typed[number % len(typed)], typed[number % len(typed)], own, "")[number % 4],
            municipality=random.choice((*readers, "", "")) if number % 7 else "",
            population=random.choice((None, 700, 12_000, 900_000)),
            facets=chosen,
            sort=random.choice(("", "", *Sort)),
            page=random.choice((1, 1, 1, 2, 40)),
        )


def reader_of(query: SearchQuery) -> tuple[Reader | None, Any]:
    known = register()
    profile = known.profiles.get(query.municipality)
    if profile is None and query.population:
        profile = replace(next(iter(known.profiles.values())), key="", population=query.population)
    return reader_for(profile, known), profile


def same_order(ours: tuple, theirs: tuple, by_text: bool) -> bool:
    """By primary key; but among cases that only the text score tells apart, in any order.

    A group of such cases may be cut by the end of the page, so there the keys may differ too.
    """
    if not by_text:
        return [hit.pk for hit in ours] == [hit.pk for hit in theirs]
    places = [[floor(hit.score) for hit in hits] for hits in (ours, theirs)]
    whole = [
        {(floor(hit.score), hit.pk) for hit in hits if floor(hit.score) > places[0][-1]}
        for hits in (ours, theirs)
    ]
    return places[0] == places[1] and whole[0] == whole[1]


@pytest.mark.django_db
def test_totals_facets_order_and_rows_are_the_same(both: Both) -> None:
    asked = list(questions(both.documents))
    assert sum(bool(query.words) for query in asked) > 100
    found = 0
    for query in asked:
        reader, profile = reader_of(query)
        ours = both.embedded.search(query, reader, size=_FIRST)
        theirs = both.elasticsearch.search(query, reader, size=_FIRST)
        assert (theirs.total, theirs.any_word) == (ours.total, ours.any_word), query
        assert theirs.facets == ours.facets, query
        assert len(theirs.hits) == len(ours.hits), query
        if query.page == 1:
            by_text = bool(query.words) and query.sort is not Sort.RECENT
            assert not ours.hits or same_order(ours.hits, theirs.hits, by_text), query
        rows = {hit.pk: hit for hit in ours.hits}
        for hit in theirs.hits:
            if hit.pk not in rows:
                continue
            assert (hit.id, hit.payload) == (rows[hit.pk].id, rows[hit.pk].payload)
            if profile:
                known = register().profiles
                assert explain(hit.payload, profile, known) == explain(rows[hit.pk].payload, profile, known)
        found += bool(ours.total)
    assert found > QUESTIONS / 2, "most questions find something"


@pytest.mark.django_db
def test_help_when_there_is_nothing_is_the_same(both: Both) -> None:
    for query in list(questions(both.documents))[::3]:
        reader, _profile = reader_of(query)
        ours = {(one.facet, one.value, one.total) for one in both.embedded.drop_suggestions(query, reader)}
        theirs = {
            (one.facet, one.value, one.total) for one in both.elasticsearch.drop_suggestions(query, reader)
        }
        assert theirs == ours
        if reader is not None:
            near = both.embedded.nearest(query, reader), both.elasticsearch.nearest(query, reader)
            assert len({hit and hit.score for hit in near}) == 1, query


@pytest.mark.django_db
def test_suggestions_words_contents_and_due_cases_are_the_same(both: Both) -> None:
    assert both.elasticsearch.vocabulary() == both.embedded.vocabulary()
    assert both.elasticsearch.contents() == both.embedded.contents()
    for day in (DAY, date(2027, 6, 1), date(2040, 1, 1)):
        assert both.elasticsearch.due(day) == both.embedded.due(day)
    for words in (
        "sema",
        "luminarias le",
        "agua pot",
        "cordon cu",
        "nino",
        "resid",
        "zzz",
        "la",
        "habilitaciones com",
    ):
        ours, theirs = both.embedded.suggest(words, 8), both.elasticsearch.suggest(words, 8)
        assert [(hit.pk, hit.payload) for hit in theirs] == [(hit.pk, hit.payload) for hit in ours], words
