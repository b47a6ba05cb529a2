"""The shipped file, the table of the coordinators, and what the engines make of them."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from search import synonyms
from search.documents import CaseDocument
from search.management.commands.load_synonyms import load
from search.models import SynonymGroup
from search.query import SearchQuery, Sort
from search.synonyms import SHIPPED, Group, InvalidSynonyms, Synonyms, read_groups, site_synonyms
from search.words import concepts

LISTS = reverse(SynonymGroup.snippet_viewset.get_url_name("list"))


def shipped() -> list[Group]:
    return list(read_groups(SHIPPED.read_text(encoding="utf-8")))


def said(words: str) -> list[str]:
    return [form.tokens[0].exact for concept in concepts(words) for form in concept.forms]


def test_a_line_is_a_group():
    text = "# heading\n\nbasura, residuos  # both\nmascotas => perros, gatos\n"
    assert list(read_groups(text)) == [
        Group(("basura", "residuos")),
        Group(("mascotas",), ("perros", "gatos")),
    ]


@pytest.mark.parametrize(
    "line",
    ["sola", "a => b => c", "=> perros", "mascotas =>", "mascotas => ,", "bache, baches", ", ,", "de, la"],
)
def test_a_malformed_line_is_refused_with_its_number(line):
    with pytest.raises(InvalidSynonyms, match="2"):
        list(read_groups(f"basura, residuos\n{line}\n"))


def test_a_group_that_is_too_long_is_refused():
    with pytest.raises(InvalidSynonyms):
        Group.parse(", ".join(f"palabra{n}" for n in range(13)))


def test_the_shipped_file_is_sound():
    groups = shipped()
    assert len(groups) >= 170
    first = [group.words[0].casefold() for group in groups]
    assert len(set(first)) == len(first), "a shipped group is known by its first word"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("basura", "residuos"),
        ("ABL", "tasa"),
        ("bicisendas", "ciclovia"),
        ("salita", "caps"),
        ("perros sueltos", "castracion"),
        ("remis", "taxi"),
        ("pozo en la calle", "bacheo"),
        ("carnet de conducir", "licencia"),
    ],
)
def test_the_words_of_the_street_reach_those_of_the_office(asked, found):
    forms = concepts(asked, Synonyms(shipped()))[0].forms[1:]
    assert found in {form.tokens[0].exact for form in forms}


def test_loading_twice_writes_nothing_more(db):
    assert load(shipped()) == len(shipped()) == SynonymGroup.objects.count()
    assert load(shipped()) == 0


def test_what_somebody_changed_stays_and_the_rest_follows_the_file(db):
    load([Group(("basura", "residuos")), Group(("bache", "pozo")), Group(("remís", "taxi"))])
    SynonymGroup.objects.filter(words__startswith="basura").update(words="basura, mugre")
    SynonymGroup.objects.filter(words__startswith="remís").update(words="radiotaxi, remís")
    SynonymGroup.objects.filter(words__startswith="bache").update(active=False)
    load([Group(("basura", "desechos")), Group(("bache", "bacheo")), Group(("remís", "taxi"))])
    rows = dict(SynonymGroup.objects.values_list("words", "active"))
    assert rows == {"basura, mugre": True, "bache, bacheo": False, "radiotaxi, remís": True}


def test_the_command_loads_the_shipped_file(db):
    call_command("load_synonyms", verbosity=0)
    assert said("basura")[0] == "basura" and "residuos" in said("basura")


def test_an_edit_is_seen_without_starting_again(db, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(synonyms, "monotonic", lambda: now[0])
    assert said("basura") == ["basura"]
    group = SynonymGroup.objects.create(words="basura, residuos")
    now[0] += 1
    assert said("basura") == ["basura", "residuos"]
    group.active = False
    group.save()
    now[0] += 1
    assert said("basura") == ["basura"]


def test_the_table_is_looked_at_once_a_second_at_most(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(synonyms, "monotonic", lambda: 100.5)
    site_synonyms()
    with django_assert_num_queries(0):
        for _turn in range(10):
            site_synonyms()


def test_a_database_that_does_not_answer_gives_no_synonyms(db, monkeypatch):
    SynonymGroup.objects.create(words="basura, residuos")
    monkeypatch.setattr(SynonymGroup._meta, "db_table", "no_such_table")
    assert said("basura") == ["basura"]


GROUPS = Synonyms(
    [
        Group(("basura", "residuos")),
        Group(("ventanilla única", "mesa de entradas")),
        Group(("mascotas",), ("perros",)),
    ]
)


@pytest.fixture
def filled(engine, monkeypatch):
    monkeypatch.setattr("search.words.site_synonyms", lambda: GROUPS)
    found = [
        CaseDocument(id="residuos", pk=1, title="Residuos del mercado"),
        CaseDocument(id="basura", pk=2, title="Basura del mercado"),
        CaseDocument(id="mesa", pk=3, title="La mesa de entradas abierta"),
        CaseDocument(id="entradas", pk=4, title="Entradas con mesa para el teatro"),
        CaseDocument(id="perros", pk=5, title="Perros en la plaza"),
        CaseDocument(id="mascotas", pk=6, title="Mascotas en la plaza"),
    ]
    engine.rebuild(iter(found), lambda keys: iter(()))
    return lambda words: [
        hit.id for hit in engine.search(SearchQuery.make(words=words, sort=Sort.RELEVANCE)).hits
    ]


def test_both_words_find_both_and_the_typed_one_comes_first(filled):
    assert filled("basura") == ["basura", "residuos"]
    assert filled("residuos mercado") == ["residuos", "basura"]


def test_the_words_of_an_expression_must_be_together_unless_they_were_typed(filled):
    assert filled("ventanilla única") == ["mesa"]
    assert filled("mesa de entradas") == ["mesa", "entradas"]


def test_a_narrower_word_is_not_found_back(filled):
    assert filled("mascotas") == ["mascotas", "perros"]
    assert filled("perros") == ["perros"]


def test_a_coordinator_edits_them_in_the_admin(admin_client):
    add = reverse(SynonymGroup.snippet_viewset.get_url_name("add"))
    wrong = admin_client.post(add, {"words": "bache, baches", "narrower": "", "active": "on", "note": ""})
    assert wrong.status_code == 200 and not SynonymGroup.objects.exists()
    assert wrong.context["form"].errors["words"]
    admin_client.post(add, {"words": "bache, pozo", "narrower": "", "active": "on", "note": ""})
    assert SynonymGroup.objects.get().words == "bache, pozo"
    assert "bache, pozo" in admin_client.get(LISTS, {"q": "pozo"}).content.decode()
    assert "bache, pozo" not in admin_client.get(LISTS, {"q": "nada"}).content.decode()
