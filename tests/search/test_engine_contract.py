"""What every engine must do, compared with plain loops over the same random documents."""

from datetime import date
from itertools import groupby, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import CaseDocument
from search.engines.base import Reader
from search.query import SearchQuery, Sort
from search.weights import TIER_WORTH
from tests.search.plain_search import (
    CELLS,
    CODES,
    DAY,
    counts,
    documents,
    matching,
    questions,
    rank,
    readers,
    tie,
)

thorough = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def fill(engine, found):
    """Makes the index hold these and nothing else, as drains would: what others left must not show."""
    by_key = {document.pk: document for document in found}
    wanted = {pk: document.content_hash for pk, document in by_key.items()}
    changed = {pk for pk, _hash in wanted.items() ^ engine.contents().items()}
    engine.write(changed, lambda keys: (by_key[key] for key in keys if key in by_key), wait=5)


@thorough
@given(found=documents(), query=questions(), reader=st.none() | readers())
def test_totals_and_disjunctive_counts_equal_a_plain_loop(engine, found, query, reader):
    fill(engine, found)
    result = engine.search(query, reader)
    expected = matching(found, query, reader)
    assert result.total == len(expected)
    assert {hit.pk for hit in result.hits} <= {document.pk for document in expected}
    assert result.facets == counts(found, query, reader)


@thorough
@given(found=documents(), query=questions(), reader=st.none() | readers())
def test_the_order_equals_a_plain_sort(engine, found, query, reader):
    fill(engine, found)
    expected = {document.pk: document for document in matching(found, query, reader)}
    hits = [hit for page in range(1, 6) for hit in engine.search(query.with_page(page), reader, size=5).hits]
    hits = hits[: len(expected)]
    assert {hit.pk for hit in hits} == expected.keys() and len(hits) == len(expected)
    ranks = [rank(expected[hit.pk], query, reader) for hit in hits]
    assert ranks == sorted(ranks, reverse=True)
    for (_rank, _score), group in groupby(
        hits, lambda hit: (rank(expected[hit.pk], query, reader), hit.score)
    ):
        ties = [tie(expected[hit.pk], query) for hit in group]
        assert query.words or query.sort is not Sort.FOR_READER or ties == sorted(ties, reverse=True)


@thorough
@given(found=documents(), reader=readers())
def test_without_words_the_order_for_a_reader_is_exact_to_the_last_case(engine, found, reader):
    fill(engine, found)
    query = SearchQuery.make(municipality=CODES[0])
    expected = sorted(found, key=lambda one: (*rank(one, query, reader), *tie(one, query)), reverse=True)
    assert [hit.pk for hit in engine.search(query, reader, size=50).hits] == [one.pk for one in expected]


@thorough
@given(found=documents(most=40), reader=readers())
def test_too_many_cases_to_remember_change_no_order(engine, found, reader, monkeypatch):
    for limit in ("_KEPT_CASES", "_MOST_ALIKE", "_TIE_WINDOW"):
        monkeypatch.setattr(f"search.engines.embedded.snapshot.{limit}", 1)
    fill(engine, found)
    query = SearchQuery.make(municipality=CODES[0])
    expected = sorted(found, key=lambda one: (*rank(one, query, reader), *tie(one, query)), reverse=True)
    hits = [
        hit.pk for page in range(1, 9) for hit in engine.search(query.with_page(page), reader, size=5).hits
    ]
    assert hits[: len(found)] == [one.pk for one in expected]


@thorough
@given(found=documents(), sort=st.sampled_from([Sort.EVIDENCE, Sort.RECENT]))
def test_without_words_every_other_order_is_exact_too(engine, found, sort):
    fill(engine, found)
    query = SearchQuery.make(sort=sort)
    expected = sorted(found, key=lambda one: (*rank(one, query, None), *tie(one, query)), reverse=True)
    assert [hit.pk for hit in engine.search(query, size=50).hits] == [one.pk for one in expected]


def test_equal_scores_are_ordered_across_the_border_of_a_page(engine):
    found = [
        CaseDocument(id=f"c{pk}", pk=pk, title="agua", fresh=DAY + pk * 7 % 300, level=1)
        for pk in range(1, 301)
    ]
    fill(engine, found)
    query = SearchQuery.make(words="agua", municipality=CODES[0])
    pages = [engine.search(query.with_page(page), Reader(), size=20).hits for page in range(1, 16)]
    keys = [hit.pk for hits in pages for hit in hits]
    assert keys == [one.pk for one in sorted(found, key=lambda one: (-one.fresh, one.pk))]


def test_the_text_score_never_climbs_over_the_similarity(engine):
    """Rare words, many fields and long repetitions against a difference of one step in 64."""
    rare = " ".join(f"palabra{n}" for n in range(12))
    loud = CaseDocument(id="a", pk=1, title=rare, text=" ".join([rare] * 50), sustained=(CODES[0],), level=5)
    quiet = CaseDocument(id="b", pk=2, title=rare + " uno dos tres", sustained=(CODES[1],), level=5)
    filler = [CaseDocument(id=f"f{pk}", pk=pk, title="otra cosa") for pk in range(3, 600)]
    fill(engine, [loud, quiet, *filler])
    query = SearchQuery.make(words=rare, municipality=CODES[0])
    reader = Reader(steps={CODES[0]: 63, CODES[1]: 64})
    assert [hit.pk for hit in engine.search(query, reader).hits] == [2, 1]
    equal = Reader(steps={CODES[0]: 64, CODES[1]: 64})
    hits = engine.search(query, equal).hits
    assert hits[0].score != hits[1].score, "with all else equal, the text decides"
    assert all(int(one.score) == int(other.score) for one, other in pairwise(hits))


@thorough
@given(found=documents(), query=questions())
def test_the_text_score_stays_in_its_place(engine, found, query):
    """Synonyms, phrases and neighbours included: by relevance a score is a tier and a fraction."""
    fill(engine, found)
    asked = SearchQuery.make(words=query.words, sort=Sort.RELEVANCE)
    for hit in engine.search(asked, size=50).hits if query.words else ():
        assert 0 <= hit.score - rank(found[hit.pk - 1], asked, None)[0] * TIER_WORTH < 1


def test_the_typed_form_comes_before_other_forms_and_the_enye_is_not_an_ene(engine):
    fill(
        engine,
        [
            CaseDocument(id="a", pk=1, title="Una campaña"),
            CaseDocument(id="b", pk=2, title="Una campana"),
            CaseDocument(id="c", pk=3, title="Los árboles"),
            CaseDocument(id="d", pk=4, title="Un arbol"),
        ],
    )
    relevance = {"sort": Sort.RELEVANCE}
    assert [hit.pk for hit in engine.search(SearchQuery.make(words="campaña", **relevance)).hits] == [1, 2]
    assert [hit.pk for hit in engine.search(SearchQuery.make(words="CAMPANA", **relevance)).hits] == [2, 1]
    assert [hit.pk for hit in engine.search(SearchQuery.make(words="arboles", **relevance)).hits] == [3, 4]


def test_when_no_case_has_all_the_words_any_word_does_and_the_result_says_so(engine):
    fill(engine, [CaseDocument(id="a", pk=1, title="agua"), CaseDocument(id="b", pk=2, rest="turnos")])
    both = engine.search(SearchQuery.make(words="agua turnos"))
    assert both.any_word and both.total == 2
    assert not engine.search(SearchQuery.make(words="agua")).any_word
    nothing = engine.search(SearchQuery.make(words="zapallo calabaza"))
    assert nothing.total == 0 and not nothing.any_word
    filtered = engine.search(SearchQuery.make(words="agua", facets={"nivel": ["5"]}))
    assert filtered.total == 0 and not filtered.any_word, "a filter that leaves nothing is not a missing word"


def test_only_stop_words_ask_for_everything(engine):
    fill(engine, [CaseDocument(id="a", pk=1, title="agua")])
    assert engine.search(SearchQuery.make(words="de la en")).total == 1


def test_what_was_written_replaces_what_was_there(engine, put):
    put(engine, [CaseDocument(id="a", pk=1, title="agua"), CaseDocument(id="b", pk=2, title="turnos")])
    put(engine, [CaseDocument(id="a", pk=1, title="residuos")], gone=[2])
    assert engine.search(SearchQuery.make(words="agua")).total == 0
    assert engine.search(SearchQuery.make(words="residuos")).total == 1
    assert engine.contents() == {1: CaseDocument(id="a", pk=1, title="residuos").content_hash}


def test_a_payload_comes_back_as_it_was(engine, put):
    payload = {"title": "Ñandú «á» \u2028 \U0001f333", "sites": [{"population": None}], "n": 1.5}
    put(engine, [CaseDocument(id="a", pk=2**40, payload=payload)])
    hit = engine.search(SearchQuery.make()).hits[0]
    assert (hit.pk, hit.id, hit.payload) == (2**40, "a", payload)


def test_dropping_each_part_of_the_question_says_what_it_would_give(engine):
    fill(
        engine,
        [
            CaseDocument(id="a", pk=1, title="agua", topics=("agua",), level=1),
            CaseDocument(id="b", pk=2, title="agua", topics=("salud",), level=3),
            CaseDocument(id="c", pk=3, title="turnos", topics=("salud",), level=1),
        ],
    )
    query = SearchQuery.make(words="agua", facets={"tema": ["salud"], "nivel": ["1"]})
    assert engine.search(query).total == 0
    dropped = {(one.facet, one.value): one.total for one in engine.drop_suggestions(query)}
    assert dropped == {("tema", "salud"): 1, ("nivel", "1"): 1, ("q", "agua"): 1}
    words = next(one for one in engine.drop_suggestions(query) if one.facet == "q")
    assert engine.search(words.query).total == words.total


def test_the_nearest_evidence_is_the_nearest_in_size(engine):
    fill(
        engine,
        [
            CaseDocument(id="far", pk=1, level=5, sustained=(CODES[0],)),
            CaseDocument(id="near", pk=2, level=2, sustained=(CODES[1], CODES[0])),
            CaseDocument(id="none", pk=3, level=5),
        ],
    )
    reader = Reader(distances={CODES[0]: 90, CODES[1]: 30})
    query = SearchQuery.make(municipality=CODES[7])
    assert engine.nearest(query, reader).id == "near"
    assert engine.nearest(query.toggle("nivel", "5"), reader).id == "far"
    assert engine.nearest(query.toggle("nivel", "4"), reader) is None


def test_cases_whose_day_has_come_are_due(engine, put):
    day = date(2027, 1, 1)
    put(
        engine,
        [
            CaseDocument(id="a", pk=1, next_change=day.toordinal()),
            CaseDocument(id="b", pk=2, next_change=0),
            CaseDocument(id="c", pk=3, next_change=day.toordinal() + 1),
        ],
    )
    assert engine.due(date(2026, 12, 31)) == []
    assert engine.due(day) == [1]
    assert engine.due(date(2027, 1, 2)) == [1, 3]


def test_a_page_beyond_the_last_is_empty_and_still_counts(engine, put):
    put(engine, [CaseDocument(id="a", pk=1)])
    result = engine.search(SearchQuery.make(page=9))
    assert (result.total, result.hits, result.pages) == (1, (), 1)


@pytest.mark.parametrize("cell", CELLS[:1])
def test_an_empty_index_answers_everything(engine, cell):
    reader = Reader(cell=cell, steps={CODES[0]: 3}, distances={CODES[0]: 1})
    query = SearchQuery.make(words="agua y turnos", municipality=CODES[0], facets={"tema": ["agua"]})
    result = engine.search(query, reader)
    assert (result.total, result.hits) == (0, ())
    assert engine.drop_suggestions(query, reader) == []
    assert engine.nearest(query, reader) is None
    assert engine.contents() == {} and engine.due(date(2030, 1, 1)) == []
