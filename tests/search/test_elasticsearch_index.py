"""The index in a real server: swaps while serving, writes that overtake each other, and other versions."""

import threading
from unittest.mock import ANY

import pytest
from elasticsearch import Elasticsearch

from search.documents import CaseDocument
from search.engines.base import IndexBusy, Reader, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.client import server_at
from search.engines.elasticsearch.writing import DocumentRefused
from search.query import SearchQuery
from search.synonyms import Synonyms
from tests.search.conftest import client_at


def none(keys):
    return iter(())


def case(pk, title="agua", **values):
    return CaseDocument(id=f"c{pk}", pk=pk, title=title, **values)


def present(now):
    """What a drain would read of these cases, by key."""
    return lambda keys: iter([now[key] for key in keys if key in now])


@pytest.fixture(autouse=True)
def no_synonyms(monkeypatch):
    monkeypatch.setattr("search.words.site_synonyms", Synonyms)


@pytest.fixture
def client(elasticsearch_url) -> Elasticsearch:
    return client_at(elasticsearch_url)


@pytest.fixture
def alias(elasticsearch_url) -> str:
    return elasticsearch_url.rpartition("/")[2]


@pytest.fixture
def other(elasticsearch, elasticsearch_url) -> ElasticsearchEngine:
    """The same index, as another process has it."""
    return ElasticsearchEngine(server_at(elasticsearch_url))


def test_what_is_written_during_a_rebuild_is_not_lost_and_the_old_index_serves_meanwhile(
    elasticsearch, other
):
    now = {pk: case(pk, "viejo") for pk in range(1, 6)}
    elasticsearch.rebuild(iter(list(now.values())), present(now))

    def everything():
        yield from list(now.values())[:3]
        # Read already, or not yet: changed, deleted and added in the middle.
        now[1], now[6] = case(1, "nuevo"), case(6, "nuevo")
        del now[2], now[5]
        other.write([1, 2, 5, 6], present(now), wait=5)
        assert other.search(SearchQuery.make(words="nuevo")).total == 2, "what serves is up to date"
        yield from (case(4, "viejo"), case(5, "viejo"))

    elasticsearch.rebuild(everything(), present(now))
    assert elasticsearch.contents() == {pk: document.content_hash for pk, document in now.items()}
    assert other.contents() == elasticsearch.contents()


def test_a_write_that_read_the_database_earlier_does_not_win(elasticsearch, other):
    reading, go_on = threading.Event(), threading.Event()

    def slowly(keys):
        reading.set()
        assert go_on.wait(10)
        return iter([case(1, "viejo"), case(2, "viejo")])

    late = threading.Thread(target=elasticsearch.write, args=([1, 2, 3], slowly, 5))
    late.start()
    assert reading.wait(10)
    other.write([1, 2, 3], present({1: case(1, "nuevo"), 3: case(3, "nuevo")}), wait=5)
    go_on.set()
    late.join()
    assert set(elasticsearch.contents()) == {1, 3}, "deletions are not forgotten either"
    assert elasticsearch.search(SearchQuery.make(words="viejo")).total == 0


def test_a_second_rebuild_is_refused_and_leaves_the_first_one_alone(elasticsearch, other):
    def everything():
        yield case(1)
        with pytest.raises(IndexBusy):
            other.rebuild(iter(()), none)
        yield case(2)

    assert elasticsearch.rebuild(everything(), none) == 2
    assert set(other.contents()) == {1, 2}


def test_a_rebuild_that_died_leaves_the_index_as_it_was(elasticsearch, client, alias):
    elasticsearch.rebuild(iter([case(1)]), none)

    def dies():
        yield case(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        elasticsearch.rebuild(dies(), none)
    elasticsearch.write([3], present({3: case(3)}), wait=5)
    assert set(elasticsearch.contents()) == {1, 3}
    assert elasticsearch.rebuild(iter([case(4)]), none) == 1, "nobody is in the way"
    assert len(client.indices.get(index=f"{alias}-cases-*")) == 2, "the one that serves and the one before"


def test_a_rebuild_whose_process_was_killed_is_in_the_way_for_a_while_only(
    elasticsearch, client, alias, monkeypatch
):
    control = f"{alias}-control"
    state = client.get(index=control, id="state")["_source"]
    dead = {**state, "index": f"{alias}-cases-dead", "until": state["clock"] + 60_000_000}
    client.index(index=control, id="state", document=dead, refresh=True)
    elasticsearch.write([1], none, wait=5)  # to both, and there is only one
    with pytest.raises(IndexBusy):
        elasticsearch.rebuild(iter(()), none)
    client.index(index=control, id="state", document={**dead, "until": state["clock"] - 1}, refresh=True)
    assert elasticsearch.rebuild(iter([case(1)]), none) == 1


def test_readers_answer_all_along_many_swaps(elasticsearch, other):
    documents = [case(pk, topics=("agua",)) for pk in range(1, 30)]
    elasticsearch.rebuild(iter(documents), none)
    stop, answers = threading.Event(), []

    def read():
        while not stop.is_set():
            result = other.search(SearchQuery.make(words="agua"))
            answers.append((result.total, result.facets["tema"]["agua"]))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        elasticsearch.rebuild(iter(documents), none)
    stop.set()
    for thread in threads:
        thread.join()
    assert answers and set(answers) == {(29, 29)}


def test_a_document_lost_on_the_way_into_a_new_index_is_written_again(
    elasticsearch, client, alias, monkeypatch
):
    """As when the server loses what it acknowledged: the count does not fit."""
    monkeypatch.setattr("search.engines.elasticsearch.writing.CHUNK", 2)

    def everything():
        yield from (case(1), case(2), case(3), case(4))
        (new,) = (
            name
            for name, held in client.indices.get_alias(index=f"{alias}-cases-*").items()
            if not held["aliases"]
        )
        client.indices.refresh(index=new)
        client.delete_by_query(index=new, query={"terms": {"pk": [1, 2]}}, refresh=True)
        yield case(5)

    assert elasticsearch.rebuild(everything(), present({1: case(1)})) == 4
    assert set(elasticsearch.contents()) == {1, 3, 4, 5}, "the second is not public any more"


def test_another_process_is_seen_at_once_with_its_new_municipalities_and_values(elasticsearch, other):
    reader = Reader(steps={"AR-1": 64, "AR-2": 10})
    query = SearchQuery.make(municipality="AR-000001")
    elasticsearch.write([1], present({1: case(1, sustained=("AR-2",), topics=("agua",))}), wait=5)
    assert [hit.pk for hit in elasticsearch.search(query, reader).hits] == [1]
    other.write([2], present({2: case(2, sustained=("AR-1",), topics=("salud",))}), wait=5)
    result = elasticsearch.search(query, reader)
    assert [hit.pk for hit in result.hits] == [2, 1]
    assert result.facets["tema"] == {"agua": 1, "salud": 1}
    other.write([2], none, wait=5)
    assert elasticsearch.search(query, reader).facets["tema"] == {"agua": 1}


def test_an_index_that_another_version_made_is_not_read_nor_written(elasticsearch, other, client, alias):
    elasticsearch.rebuild(iter([case(1)]), none)
    client.indices.put_mapping(index=alias, meta={"schema": "0"})
    status = other.status()
    assert status.problem and not status.unreachable and status.metadata == {"schema": "0"}
    with pytest.raises(SearchUnavailable):
        other.search(SearchQuery())
    with pytest.raises(SearchUnavailable):
        other.write([1], none, wait=1)
    assert other.rebuild(iter([case(1)]), none) == 1
    assert other.search(SearchQuery()).total == 1


def test_without_an_index_the_engine_says_so_and_makes_none(elasticsearch_url, client):
    engine = ElasticsearchEngine(server_at(f"{elasticsearch_url}-none"))
    assert engine.status() == engine.status() and engine.status().problem
    assert not engine.status().unreachable
    with pytest.raises(SearchUnavailable):
        engine.search(SearchQuery())
    with pytest.raises(SearchUnavailable):
        engine.write([1], present({1: case(1)}), wait=0)
    with pytest.raises(SearchUnavailable):
        engine.contents()
    assert not client.indices.exists(index=f"{elasticsearch_url.rpartition('/')[2]}-none")


def test_an_index_deleted_under_the_feet_is_gone_and_not_made_again_by_a_write(elasticsearch, client, alias):
    elasticsearch.rebuild(iter([case(1)]), none)
    assert elasticsearch.search(SearchQuery()).total == 1
    for index in client.indices.get(index=f"{alias}-cases-*"):
        client.indices.delete(index=index)
    with pytest.raises(SearchUnavailable):
        elasticsearch.search(SearchQuery())
    with pytest.raises(SearchUnavailable):
        elasticsearch.write([1], present({1: case(1)}), wait=1)
    assert not client.indices.exists(index=alias)
    assert elasticsearch.status().problem and not elasticsearch.status().unreachable


# Not "read_only_allow_delete": the server lifts that one by itself as soon as it sees room on the disk.
@pytest.mark.parametrize("block", ["write", "read_only"])
def test_an_index_that_takes_no_writes_still_answers(elasticsearch, client, alias, block):
    elasticsearch.rebuild(iter([case(1)]), none)
    client.indices.put_settings(index=alias, settings={f"index.blocks.{block}": True})
    try:
        with pytest.raises(SearchUnavailable):
            elasticsearch.write([2], present({2: case(2)}), wait=0)
        assert elasticsearch.search(SearchQuery()).total == 1
        assert not elasticsearch.status().problem
    finally:
        client.indices.put_settings(index=alias, settings={f"index.blocks.{block}": None})
    elasticsearch.write([2], present({2: case(2)}), wait=5)
    assert elasticsearch.search(SearchQuery()).total == 2


def test_a_document_that_the_server_refuses_keeps_no_other_out(elasticsearch):
    too_long = "x" * 40_000  # longer than any term may be
    documents = {1: case(1), 2: case(2, topics=(too_long,)), 3: case(3)}
    with pytest.raises(DocumentRefused, match="2: "):
        elasticsearch.write([1, 2, 3], present(documents), wait=5)
    assert set(elasticsearch.contents()) == {1, 3}


def test_every_case_is_read_in_pages_without_an_end_in_between(elasticsearch, monkeypatch):
    monkeypatch.setattr("search.engines.elasticsearch.reading._ROWS", 7)
    monkeypatch.setattr("search.engines.elasticsearch.reading._TERMS", 3)
    elasticsearch.rebuild((case(pk, f"palabra{pk} común") for pk in range(1, 22)), none)
    assert elasticsearch.contents() == dict.fromkeys(range(1, 22), ANY)
    assert elasticsearch.vocabulary() == {"comun": 21, **{f"palabra{pk}": 1 for pk in range(1, 22)}}


def test_a_page_further_than_the_server_reads_is_empty_and_still_counts(elasticsearch):
    elasticsearch.write([1], present({1: case(1)}), wait=5)
    result = elasticsearch.search(SearchQuery.make(page=500), size=1_000)
    assert (result.total, result.hits) == (1, ())
