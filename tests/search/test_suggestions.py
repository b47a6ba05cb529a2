"""What is offered while somebody types, and how the finder says what it understood."""

from urllib.parse import urlencode

import pytest

from search import outbox
from search.finder import find
from search.labels import labels
from search.query import SearchQuery
from search.rows import understood
from tests.factories import make_case, make_implementation, make_municipality, make_province, make_topic

pytestmark = pytest.mark.django_db
MANY = 10


@pytest.fixture
def network(site_engine):
    """Rafaela and two San José with cases, one of them shared, and Esperanza without any."""
    santa_fe, misiones = make_province("82", "Santa Fe"), make_province("54", "Misiones")
    places = {
        "rafaela": make_municipality("820042", 102_236, name="Rafaela", province=santa_fe),
        "esperanza": make_municipality("820105", 40_000, name="Esperanza", province=santa_fe),
        "san josé": make_municipality("820200", 3_000, name="San José", province=santa_fe),
        "the other": make_municipality("540200", 9_000, name="San José", province=misiones),
    }
    make_case(places["rafaela"], "separar", title="Separar los residuos en casa", topics=("residuos",))
    make_case(places["san josé"], "bolsa", title="Bolsa verde para los residuos")
    shared = make_case(
        places["the other"], "semaforos", title="Semáforos con onda verde", topics=("transito",)
    )
    make_implementation(shared, places["san josé"])
    outbox.drain()
    return places


@pytest.fixture
def many(network):
    here = make_municipality(population=700_000)
    for n in range(MANY):
        make_case(here, f"baches-{n}", title=f"Bacheo número {n}")
    outbox.drain()


def ask(words: str, **more: object):
    return find(SearchQuery.make(words=words, path="/buscar/", **more))


def keys(finding) -> set[str]:
    return {hit.id for hit in finding.result.hits}


def test_a_municipality_in_the_words_is_a_filter_that_the_page_says(network, client):
    finding = ask("residuos en rafaela")
    assert keys(finding) == {"separar"} and finding.query.selected("lugar") == ("AR-820042",)
    assert finding.query.words == "residuos" and finding.asked.words == "residuos en rafaela"
    assert [view.selected[0].label for view in finding.facets if view.selected] == ["Rafaela (Santa Fe)"]
    page = client.get("/buscar/?q=residuos+en+rafaela").content.decode()
    assert "Rafaela (Santa Fe)" in page and 'value="residuos en rafaela"' in page
    assert "?q=residuos+en+rafaela&amp;tal_cual=1" in page
    assert 'id="f-lugar"' not in page, "two thousand municipalities are no list to choose from"


def test_taken_as_they_are_the_words_are_only_words(network):
    plain = ask("residuos en rafaela").asked.as_typed()
    finding = find(plain)
    assert finding.query == plain and finding.said == () and keys(finding) == {"separar"}
    assert ask("semforos", verbatim=True).result.total == 0


def test_the_place_alone_shows_its_cases_and_names_the_others(network):
    finding = ask("san josé")
    assert finding.result.total == 2 and finding.query.selected("lugar") == ("AR-820200",)
    [said] = understood(finding)
    assert [url for _label, url in said.others] == ["/buscar/?lugar=AR-540200"]


def test_a_size_in_the_words_is_a_filter(network):
    finding = ask("residuos en municipios chicos")
    assert keys(finding) == {"bolsa"} and finding.query.selected("tamano") == ("a", "b")


@pytest.mark.parametrize("words", ["residuos en esperanza", "residuos en ciudades medianas"])
def test_what_finds_nothing_when_interpreted_is_searched_as_text_and_nothing_is_said(network, words):
    finding = ask(words)
    assert finding.said == () and finding.query.words == words and finding.query.facets == ()


def test_words_without_names_give_what_they_always_gave(network):
    finding = ask("residuos")
    assert finding.query == finding.asked and keys(finding) == {"separar", "bolsa"}
    assert not finding.said and not finding.mended and not finding.did_you_mean


def test_what_nothing_has_is_mended_and_said_with_its_accents(network, client):
    finding = ask("semforos")
    assert keys(finding) == {"semaforos"} and finding.mended == "semáforos"
    assert find(finding.asked.as_typed()).did_you_mean.words == "semáforos"
    page = client.get("/buscar/?q=semforos").content.decode()
    assert "«semáforos»" in page or "“semáforos”" in page
    assert "/buscar/?q=semforos&amp;tal_cual=1" in page


def test_a_mistyped_name_is_mended_and_then_understood(network):
    finding = ask("resiudos rafeala")
    assert keys(finding) == {"separar"} and finding.query.selected("lugar") == ("AR-820042",)
    assert finding.mended == "residuos rafaela" and len(finding.said) == 1


def test_words_are_mended_before_any_of_them_is_left_out(network):
    finding = ask("separar resiudos")
    assert finding.mended == "separar residuos" and not finding.result.any_word


def test_where_few_cases_have_a_spelling_the_common_one_is_offered(many):
    make_case(identifier="vacheo", title="Un vacheo")
    outbox.drain()
    finding = ask("vacheo")
    assert keys(finding) == {"vacheo"} and finding.mended == ""
    assert finding.did_you_mean.words == "bacheo"
    assert find(finding.did_you_mean).result.total == MANY


def test_cases_topics_and_municipalities_are_suggested_while_typing(network, client):
    make_topic("residuos-peligrosos", "Residuos peligrosos")
    make_topic("residuos").save()
    groups = _groups(client, q="resid")
    assert len(groups) == 2
    assert {one["label"] for one in groups[0]["options"]} == {
        "Separar los residuos en casa",
        "Bolsa verde para los residuos",
    }
    assert [(one["label"], one["url"]) for one in groups[1]["options"]] == [
        ("Residuos", "/buscar/?tema=residuos")
    ]
    places = _groups(client, q="san jo")[-1]["options"]
    assert [one["url"] for one in places] == ["/buscar/?lugar=AR-820200", "/buscar/?lugar=AR-540200"]
    assert client.get(places[0]["url"]).context["finding"].result.total == 2


def test_suggestions_keep_who_reads_and_are_at_most_eight(many, client):
    options = [one for group in _groups(client, q="bach", municipio="AR-820042") for one in group["options"]]
    assert len(options) == 8
    assert all(one["url"].endswith("?municipio=AR-820042") for one in options)
    assert client.get("/buscar/sugerencias/?q=bach").json()["said"].startswith("8 ")


@pytest.mark.parametrize("q", ["", "a", "\x00", "'\"<script>", "x" * 5000, "zanahoria", "de la", "((", "ñ%"])
def test_whatever_is_typed_gives_suggestions_or_none(network, client, q):
    answer = client.get("/buscar/sugerencias/", {"q": q})
    assert answer.status_code == 200 and answer.json()["groups"] == []


def test_suggestions_of_an_engine_that_is_down_are_those_of_the_register(network, client, settings, tmp_path):
    settings.SEARCH_URL = f"embedded://{tmp_path / 'nowhere'}"
    [places] = _groups(client, q="rafa")
    assert [one["label"] for one in places["options"]] == ["Rafaela (Santa Fe)"]


def test_a_municipality_that_filters_is_called_by_its_name(network):
    assert labels("lugar", ["AR-820042", "AR-000000"]) == {
        "AR-820042": "Rafaela (Santa Fe)",
        "AR-000000": "AR-000000",
    }


def _groups(client, **params: str) -> list[dict]:
    return client.get(f"/buscar/sugerencias/?{urlencode(params)}").json()["groups"]
