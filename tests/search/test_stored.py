"""Documents kept beside their cases: never an old one, whatever changed and whoever was faster."""

import pytest

from cases.models import CasePage
from search import stored
from search.case_documents import make_documents
from search.documents import CaseDocument
from search.models import StoredDocument
from search.stored import all_documents, documents_of, published_keys
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def anew(*cases):
    return list(make_documents([case.pk for case in cases]))


def test_a_document_is_made_once_and_then_read(monkeypatch):
    case = make_case(title="Antes")
    made = list(documents_of([case.pk]))
    assert made == anew(case)

    def made_again(keys):
        raise AssertionError("it was kept")

    monkeypatch.setattr(stored, "make_documents", made_again)
    assert list(documents_of([case.pk])) == made


def test_what_is_kept_reads_and_hashes_as_what_was_made():
    case = make_case(topics=("agua",), technologies=("gis",))
    made = anew(case)[0]
    read = CaseDocument.from_json(made.to_json())
    assert read == made and read.content_hash == made.content_hash
    assert read.to_json() == made.to_json()


def test_a_change_outdates_what_is_kept():
    case = make_case(title="Antes")
    list(documents_of([case.pk]))
    case.title = "Después"
    case.save_revision().publish()
    assert [one.title for one in documents_of([case.pk])] == ["Después"]


def test_a_document_made_while_its_case_changed_is_not_kept(monkeypatch):
    case = make_case(title="Antes")
    StoredDocument.objects.outdate([case.pk])
    original = stored.make_documents

    def and_change(keys):
        yield from original(keys)
        CasePage.objects.filter(pk=case.pk).update(title="Después")
        StoredDocument.objects.outdate([case.pk])

    monkeypatch.setattr(stored, "make_documents", and_change)
    assert [one.title for one in documents_of([case.pk])] == ["Antes"]
    monkeypatch.undo()
    assert [one.title for one in documents_of([case.pk])] == ["Después"]


def test_other_code_makes_the_documents_again(monkeypatch):
    case = make_case(title="Antes")
    list(documents_of([case.pk]))
    CasePage.objects.filter(pk=case.pk).update(title="Después")  # behind the back of every signal
    assert [one.title for one in documents_of([case.pk])] == ["Antes"]
    monkeypatch.setattr(stored, "rules", lambda: "of another release")
    assert [one.title for one in documents_of([case.pk])] == ["Después"]


def test_a_rebuild_can_be_asked_to_make_everything_anew():
    case = make_case(title="Antes")
    list(all_documents())
    CasePage.objects.filter(pk=case.pk).update(title="Después")
    StoredDocument.objects.outdate_all()
    assert [one.title for one in all_documents()] == ["Después"]


def test_what_is_not_public_any_more_gives_no_document():
    case = make_case()
    list(documents_of([case.pk]))
    CasePage.objects.filter(pk=case.pk).update(live=False)
    assert not list(documents_of([case.pk]))


def test_every_public_case_is_read_in_order_a_page_at_a_time(monkeypatch):
    monkeypatch.setattr(stored, "_KEYS", 2)
    keys = sorted(make_case().pk for _ in range(5))
    make_case(live=False)
    assert list(published_keys()) == keys
