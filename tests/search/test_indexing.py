"""From the database to the index: what is written down with a change, and carried out after it."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import PageViewRestriction

from cases.models import CasePage
from municipalities.models import Network
from municipalities.signals import register_changed
from playbooks.models import PlaybookIndexPage, PlaybookPage
from search import outbox
from search.case_documents import case_document
from search.drift import drift, repair
from search.engines.base import IndexBusy
from search.models import PendingChange, StoredDocument
from search.query import SearchQuery
from search.stored import documents_of
from tests.factories import (
    make_case,
    make_implementation,
    make_index,
    make_indicator,
    make_measure,
    make_municipality,
    make_pair,
    make_province,
    make_topic,
)

pytestmark = pytest.mark.django_db


def found(engine, words: str) -> list[str]:
    return [hit.id for hit in engine.search(SearchQuery.make(words=words)).hits]


def settle(engine) -> None:
    """Drains, and makes sure that nothing was forgotten: the index is what the database says."""
    outbox.drain(engine)
    assert drift(engine).none


@pytest.fixture
def sustained_case():
    """Origin and one replication, both with a pair that got better, and the replication proven."""
    case = make_case(
        make_municipality(population=100_000), "luminarias", title="Luminarias", topics=("alumbrado",)
    )
    indicator = make_indicator(case)
    inclusion = make_indicator(case, "alcance", core=False, lens="inclusion", direction="up")
    governance = make_indicator(case, "incidentes", core=False, lens="risk")
    CasePage.objects.filter(pk=case.pk).update(area="servicios-publicos", norm="Ordenanza 1")
    replication = make_implementation(case, make_municipality(population=50_000))
    for one in case.implementations.all():
        make_pair(one, indicator, 40, 10)
        make_pair(one, inclusion, 10, 20)
        make_pair(one, governance, 5, 1)
    return case, replication


def test_publishing_makes_a_case_findable_right_after_the_commit(
    site_engine, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_case(identifier="arbolado", title="Censo de arbolado")
    assert found(site_engine, "turnos") == [] and found(site_engine, "arbolado") == ["arbolado"]
    assert not PendingChange.objects.exists()


def test_a_change_that_is_rolled_back_leaves_no_row():
    case = make_case()
    PendingChange.objects.all().delete()
    with pytest.raises(RuntimeError), transaction.atomic():
        case.save()
        assert PendingChange.objects.filter(case=case.pk).exists()
        raise RuntimeError
    assert not PendingChange.objects.exists()


def test_a_draft_is_never_in_the_index(site_engine):
    case = make_case(identifier="publicado", title="Turnos")
    settle(site_engine)
    case.title = case.problem = "Secreto"
    case.save_revision()
    make_case(identifier="borrador", title="Secreto", live=False)
    settle(site_engine)
    assert found(site_engine, "secreto") == [] and found(site_engine, "turnos") == ["publicado"]
    case.get_latest_revision().publish()
    settle(site_engine)
    assert found(site_engine, "secreto") == ["publicado"] and found(site_engine, "turnos") == []


def test_unpublishing_restricting_and_deleting_take_a_case_out(site_engine):
    for name in ("uno", "dos", "tres"):
        make_case(identifier=name, title="Turnos")
    settle(site_engine)
    CasePage.objects.get(identifier="uno").unpublish()
    CasePage.objects.get(identifier="dos").delete()
    restricted = CasePage.objects.get(identifier="tres")
    restriction = PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    settle(site_engine)
    assert found(site_engine, "turnos") == []
    restriction.delete()
    settle(site_engine)
    assert found(site_engine, "turnos") == ["tres"]


def test_every_record_that_a_case_shows_brings_it_up_to_date(site_engine, sustained_case):
    case, replication = sustained_case
    settle(site_engine)
    origin = case.municipality

    make_topic("alumbrado").delete()
    settle(site_engine)
    origin.population = 300_000
    origin.save()
    settle(site_engine)
    make_province().save()
    settle(site_engine)
    network = Network.objects.create(slug="ril", name="RIL")
    network.members.add(origin)
    settle(site_engine)
    assert site_engine.search(SearchQuery.make(facets={"red": ["ril"]})).total == 1
    origin.networks.clear()
    settle(site_engine)
    network.members.set([replication.municipality])
    settle(site_engine)
    network.slug = "otra"
    network.save()
    settle(site_engine)
    replication.phase, replication.ended = "abandoned", date(2026, 8, 1)
    replication.save()
    settle(site_engine)
    make_measure(
        case.implementations.get(role="origin"),
        case.indicators.first(),
        "followup",
        9,
        period_end=date(2026, 9, 1),
    )
    settle(site_engine)
    case.indicators.get(key="incidentes").delete()
    settle(site_engine)
    replication.delete()
    settle(site_engine)


def test_a_playbook_that_names_a_case_or_leaves_it_brings_it_up_to_date(site_engine, sustained_case):
    case, _replication = sustained_case
    settle(site_engine)
    home = make_index().get_parent()
    guides = home.add_child(instance=PlaybookIndexPage(title="Guías", slug="guias"))
    playbook = guides.add_child(instance=PlaybookPage(title="Guía", slug="guia", body="Texto"))
    PendingChange.objects.all().delete()
    playbook.cases = [case]
    playbook.save()
    assert PendingChange.objects.filter(case=case.pk).exists()
    settle(site_engine)
    playbook.cases = []
    playbook.save()
    assert PendingChange.objects.filter(case=case.pk).exists()
    settle(site_engine)


def test_moving_or_renaming_a_page_above_changes_the_addresses_below(site_engine):
    case = make_case(identifier="mudado")
    settle(site_engine)
    parent = case.get_parent().specific
    parent.slug = "otro-lugar"
    parent.save_revision().publish()
    settle(site_engine)
    hit = site_engine.search(SearchQuery.make()).hits[0]
    assert "/otro-lugar/" in hit.payload["url"]


def test_the_document_says_what_the_evidence_says(sustained_case):
    case, replication = sustained_case
    document = next(documents_of([case.pk]))
    assert document.level == 3
    assert set(document.sustained) == {case.municipality.key, replication.municipality.key}
    assert document.sizes == ("d", "e")
    assert document.topics == ("alumbrado",) and document.area == "servicios-publicos"
    assert document.payload["level"] == 3 and len(document.payload["sites"]) == 2
    assert document.payload["confirmed"] == "2026-10-01"
    assert document.next_change > date.today().toordinal() and document.proven_at
    assert document == next(documents_of([case.pk])), "the same facts give the same document"


def test_documents_cost_a_fixed_number_of_queries(django_assert_max_num_queries):
    for _ in range(2):
        make_case(topics=("agua",), technologies=("gis",))
    with django_assert_max_num_queries(40) as few:
        assert len(list(documents_of(CasePage.objects.values_list("pk", flat=True)))) == 2
    for _ in range(6):
        make_case(topics=("agua", "salud"), technologies=("gis", "api"))
    StoredDocument.objects.outdate_all()
    with django_assert_max_num_queries(len(few) + 6):  # one more UPDATE for each document kept
        assert len(list(documents_of(CasePage.objects.values_list("pk", flat=True)))) == 8


def test_a_change_made_while_draining_keeps_its_row(site_engine, monkeypatch):
    case = make_case()
    write = site_engine.write

    def write_and_change(changed, documents, wait):
        write(changed, documents, wait)
        monkeypatch.setattr(site_engine, "write", write)
        PendingChange.objects.enqueue(site_engine.name, [case.pk])

    monkeypatch.setattr(site_engine, "write", write_and_change)
    outbox.drain(site_engine)
    assert not PendingChange.objects.exists() and drift(site_engine).none


def test_one_case_that_cannot_be_read_does_not_keep_the_others_out(site_engine, monkeypatch):
    bad, good = make_case(identifier="malo"), make_case(identifier="bueno")

    def fails_on_bad(page, today):
        if page.pk == bad.pk:
            raise ValueError("broken")
        return case_document(page, today)

    monkeypatch.setattr("search.case_documents.case_document", fails_on_bad)
    outbox.drain(site_engine)
    assert set(site_engine.contents()) == {good.pk}
    assert list(PendingChange.objects.values_list("case", flat=True)) == [bad.pk]
    monkeypatch.undo()
    settle(site_engine)


def test_publishing_goes_on_when_the_index_is_busy(
    site_engine, monkeypatch, django_capture_on_commit_callbacks
):
    def busy(*args):
        raise IndexBusy

    monkeypatch.setattr(site_engine, "write", busy)
    with django_capture_on_commit_callbacks(execute=True):
        case = make_case()
    assert PendingChange.objects.filter(case=case.pk).exists()
    monkeypatch.undo()
    settle(site_engine)


def test_an_import_drains_once(site_engine, monkeypatch, django_capture_on_commit_callbacks):
    drained = []
    monkeypatch.setattr(outbox, "drain", lambda engine: drained.append(PendingChange.objects.count()))
    with django_capture_on_commit_callbacks(execute=True), outbox.paused():
        make_case()
        make_case()
    assert drained and set(drained) == {2}


def test_the_first_question_of_a_day_brings_the_evidence_to_that_day(
    site_engine, sustained_case, monkeypatch
):
    case, _replication = sustained_case
    settle(site_engine)
    assert outbox.follow_calendar(site_engine) == 0
    day = date.fromordinal(next(documents_of([case.pk])).next_change)
    for module in ("case_documents", "stored"):
        monkeypatch.setattr(f"search.{module}.localdate", lambda: day)
    assert drift(site_engine).outdated == {case.pk}
    assert outbox.follow_calendar(site_engine, day - timedelta(days=1)) == 0
    assert outbox.follow_calendar(site_engine, day) == 1
    assert drift(site_engine).none
    assert outbox.follow_calendar(site_engine, day) == 0


def test_drift_is_reported_and_repaired(site_engine, capsys):
    missing, outdated, extra = (make_case(identifier=name) for name in ("falta", "vieja", "sobra"))
    settle(site_engine)
    site_engine.write([missing.pk], lambda keys: iter(()), wait=1)
    CasePage.objects.filter(pk=outdated.pk).update(title="Otro título")
    CasePage.objects.filter(pk=extra.pk).update(live=False)
    PendingChange.objects.all().delete()
    seen = drift(site_engine)
    assert (seen.missing, seen.outdated, seen.extra) == ({missing.pk}, {outdated.pk}, {extra.pk})
    with pytest.raises(CommandError):
        call_command("check_search_index")
    assert str(missing.pk) in capsys.readouterr().out
    call_command("check_search_index", "--repair")
    call_command("check_search_index")
    assert drift(site_engine).none


def test_an_index_of_another_version_is_not_read_and_is_rebuilt_by_the_next_drain(site_engine, tmp_path):
    case = make_case(identifier="uno")
    settle(site_engine)
    generation = tmp_path / "index" / (tmp_path / "index" / "current").read_text()
    (generation / "metadata.json").write_text('{"schema": "0"}')
    site_engine._storage._opened = site_engine._snapshot = None  # as a new process sees it
    assert site_engine.status().problem
    with pytest.raises(CommandError):
        call_command("check_search_index")
    case.save()
    settle(site_engine)
    assert site_engine.status().metadata["schema"] != "0"


def test_repair_builds_an_index_that_is_missing_or_broken(site_engine, tmp_path):
    make_case(identifier="uno")
    settle(site_engine)
    generation = tmp_path / "index" / (tmp_path / "index" / "current").read_text()
    (generation / "meta.json").write_text('{"trunc')
    site_engine._storage._opened = site_engine._snapshot = None
    assert drift(site_engine).problem
    repair(site_engine, drift(site_engine))
    assert drift(site_engine).none


def test_rebuilding_by_command_says_how_many_cases(site_engine, capsys):
    make_case()
    make_case()
    call_command("rebuild_search_index")
    assert "2" in capsys.readouterr().out
    assert drift(site_engine).none


def test_an_import_of_the_register_concerns_the_cases_of_its_municipalities(site_engine):
    here, elsewhere = make_case(), make_case()
    settle(site_engine)
    register_changed.send(None, keys={here.municipality.key, "UY-1"})
    assert list(PendingChange.objects.values_list("case", flat=True)) == [here.pk]
    assert elsewhere.pk in site_engine.contents()
