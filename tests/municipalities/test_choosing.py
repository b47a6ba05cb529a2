"""Choosing without JavaScript, remembering, changing and forgetting."""

from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from municipalities.reader import COOKIE, read_choice


def choose(client: Client, **params: str):
    return client.get(reverse("municipalities:choose"), params)


def test_the_reader_of_an_address(places: dict) -> None:
    reader = read_choice(QueryDict("municipio=AR-820042"), {}).reader
    assert reader.label.startswith("Rafaela (Santa Fe) · 102.236 ")
    assert (reader.key, reader.population) == ("AR-820042", 102_236)
    assert reader.params() == {"municipio": "AR-820042"}


def test_a_population_is_enough(places: dict) -> None:
    for text in ("34100", "34.100", " 34100 "):
        reader = read_choice({"poblacion": text}, {}).reader
        assert (reader.population, reader.params()) == (34_100, {"poblacion": "34100"})
        assert "34.100" in reader.label
        assert reader.profile.country == ""


@pytest.mark.parametrize(
    "params",
    [
        {"municipio": "AR-999999"},
        {"municipio": "rafaela"},
        {"municipio": "<script>"},
        {"municipio": "\x00"},
        {"poblacion": "0"},
        {"poblacion": "mil"},
        {"poblacion": "-5"},
        {"poblacion": "9" * 30},
    ],
)
def test_a_bad_value_chooses_nobody_and_says_so(places: dict, params: dict[str, str]) -> None:
    choice = read_choice(params, {COOKIE: "AR-820042"})
    assert choice.reader is None
    assert choice.message


def test_the_address_wins_over_the_cookie_and_a_bad_cookie_is_nothing(places: dict) -> None:
    cookies = {COOKIE: "AR-820042"}
    assert read_choice({}, cookies).reader.key == "AR-820042"
    assert read_choice({}, cookies).remembered
    assert read_choice({"municipio": "AR-820210"}, cookies).reader.key == "AR-820210"
    assert read_choice({}, {COOKIE: "34100"}).reader.population == 34_100
    bad = read_choice({}, {COOKIE: "AR-nobody"})
    assert (bad.reader, bad.message) == (None, "")


def test_typing_lists_and_choosing_goes_back_where_one_came_from(places: dict, client: Client) -> None:
    page = choose(client, q="rafa", next="/buscar/?tema=agua&pagina=3&municipio=AR-1")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Rafaela (Santa Fe) · 102.236 " in text
    assert "Rafaelillo" not in text
    chosen = choose(client, municipio="AR-820042", next="/buscar/?tema=agua&pagina=3&municipio=AR-1")
    assert chosen["Location"] == "/buscar/?tema=agua&municipio=AR-820042"
    assert COOKIE not in chosen.cookies


def test_the_five_san_jose_are_listed_with_their_province(places: dict, client: Client) -> None:
    class Labels(HTMLParser):
        found = 0

        def handle_data(self, data: str) -> None:
            self.found += data.startswith("San José (")

    labels = Labels()
    labels.feed(choose(client, q="San José").content.decode())
    assert labels.found == 5


def test_remembered_only_when_asked_then_changed_and_forgotten(places: dict, client: Client) -> None:
    first = choose(client, municipio="AR-820042", recordar="1", next="/")
    cookie = first.cookies[COOKIE]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("AR-820042", "Lax", True)
    second = choose(client, poblacion="34100", next="/")
    assert second.cookies[COOKIE].value == "34100"
    gone = client.post(reverse("municipalities:forget"), {"next": "/buscar/?municipio=AR-820042&tema=agua"})
    assert gone["Location"] == "/buscar/?tema=agua"
    assert gone.cookies[COOKIE].value == ""


def test_forgetting_needs_a_post_with_a_token(places: dict) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(reverse("municipalities:forget")).status_code == 405
    assert client.post(reverse("municipalities:forget")).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.test/",
        "//elsewhere.test",
        "///elsewhere.test",
        "/\\elsewhere.test",
        "\\\\elsewhere.test",
        "javascript:alert(1)",
        "http:elsewhere.test",
        "/\t/elsewhere.test",
        "data:text/html,x",
        "http://testserver//elsewhere.test",
        "",
    ],
)
def test_it_never_goes_to_another_site(places: dict, client: Client, url: str) -> None:
    place = choose(client, municipio="AR-820042", next=url)["Location"]
    assert place.startswith("/") and not place.startswith(("//", "/\\"))
    assert choose(client, q="rafa", next=url).status_code == 200


def test_a_wrong_choice_is_explained_on_the_same_page(places: dict, client: Client) -> None:
    for params in ({"municipio": "AR-0"}, {"poblacion": "mil"}, {"municipio": "AR-0", "poblacion": "5"}):
        page = choose(client, **params)
        assert page.status_code == 200
        assert 'role="alert"' in page.content.decode()


def test_a_name_nobody_has_offers_the_population(places: dict, client: Client) -> None:
    assert 'name="poblacion"' in choose(client, q="zzzz").content.decode()
    assert 'value="34100"' in choose(client, q="34.100").content.decode()


def test_what_was_typed_is_escaped(places: dict, client: Client) -> None:
    assert "<script>alert" not in choose(client, q="<script>alert(1)</script>").content.decode()


def test_suggestions(places: dict, client: Client) -> None:
    answer = client.get(reverse("municipalities:suggest"), {"q": "rafa"})
    first = answer.json()["results"][0]
    assert first["key"] == "AR-820042"
    assert first["label"].startswith("Rafaela (Santa Fe) · 102.236 ")
    assert "max-age" in answer["Cache-Control"]
    assert client.get(reverse("municipalities:suggest")).json() == {"results": []}


def test_suggesting_takes_a_constant_number_of_queries(
    places: dict, client: Client, django_assert_max_num_queries
) -> None:
    for text in ("r", "san jose", "san jose entre rios x y z"):
        with django_assert_max_num_queries(2):
            client.get(reverse("municipalities:suggest"), {"q": text})
