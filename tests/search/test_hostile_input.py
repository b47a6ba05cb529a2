"""What nobody means to ask: through every door of the site, on every engine (ecosystem.md C14, C15)."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from search import outbox
from search.engines import get_engine
from search.facets import FACETS
from search.models import SynonymGroup
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_municipality
from tests.search.test_normalise import HOSTILE

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30
FEW = 2
"""Facets: what a crawler may walk through."""
LONGEST_LINE = 4_094
"""gunicorn refuses a longer request line. Wagtail's boxes would not bear 100 KB; the site's own do."""
LUCENE = [
    "exact:agua~2 AND (level:[0 TO 5])",
    '{"query":{"match_all":{}}}',
    "agua^1e999",
    "/.*.*.*.*.*x/",
    "agua || luz && !salud",
    "_exists_:payload",
]
SQL = ["1 OR 1=1", "agua') UNION SELECT password FROM accounts_user --", "$$agua$$", "pg_sleep(9)"]
# In the address as they are: what is no UTF-8, or is so only by mistake.
RAW = ["%ED%A0%80", "%FF%FE", "%C0%AF", "%00", "%", "%zz", "%E2%80%AE%D7%90", "+" * 9_000]
TEXTS = [quote(text.encode("utf-8", "surrogatepass")) for text in (*HOSTILE, *LUCENE, *SQL)] + RAW
NAMES = ["q", "municipio", "poblacion", "orden", "pagina", "tal_cual", *(facet.name for facet in FACETS)]

MANY_VALUES = "&".join(f"tema=tema-{n}" for n in range(500))
MANY_CODES = "&".join(f"lugar=AR-{n:06d}" for n in range(500))
EVERYTHING = "&".join(
    f"{facet.name}={value}" for facet in FACETS for value in ([v for v, _l in facet.values] or ["zzz", "ZZ"])
)
ABUSES = {
    "500 values": f"q=agua&{MANY_VALUES}",
    "500 municipalities": f"q=agua&{MANY_CODES}",
    "500 values of every facet": "&".join(MANY_VALUES.replace("tema=", f"{one.name}=") for one in FACETS[:9]),
    "every value": f"poblacion=50000&{EVERYTHING}",
    "unknown facet": "color=rojo&tema__in=agua&facets[]=x&q=agua",
    "repeated words": "&".join(["q=agua"] * 400),
    "repeated readers": "municipio=AR-1&municipio=AR-2&poblacion=3&poblacion=4",
    "negative": "poblacion=-5&pagina=-1&nivel=-3&costo=-1..-9&tamano=-a",
    "page 10^9": "q=agua&pagina=1000000000",
    "last page of all": "pagina=999999",
    "numbers that are none": "pagina=NaN&poblacion=1e9&nivel=٣&pagina=0x10",
    "6,000 parameters": "&".join(f"p{n}=1" for n in range(6_000)),
}


@pytest.fixture(params=["embedded", "elasticsearch"])
def site(request: pytest.FixtureRequest, settings, tmp_path) -> None:
    """A site with two cases on that engine and no other one to help it."""
    if request.param == "elasticsearch":
        settings.SEARCH_URL = request.getfixturevalue("elasticsearch_url")
    else:
        settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
    settings.SEARCH_STANDBY_URL = ""
    get_engine().rebuild(iter(()), lambda keys: iter(()))
    make_case(title="Agua sin pérdidas", topics=("agua", "salud"))
    make_case(title="Luz de noche", topics=("luz",))
    outbox.drain()


def refused(client: Client, addresses: Iterator[str]) -> dict[str, int]:
    """The addresses with another answer than a page, or a "no" to who asks nonsense."""
    codes = {address[:200]: ask(client, address) for address in addresses}
    return {address: code for address, code in codes.items() if code not in (200, 400)}


def ask(client: Client, address: str, follow: bool = True) -> int:
    """Query strings as they are: the test client would write them again, correctly."""
    path, _mark, raw = address.partition("?")
    client.raise_request_exception = False
    bytes_as_wsgi_gives_them = raw.encode().decode("latin-1")
    return client.get(path, QUERY_STRING=bytes_as_wsgi_gives_them, follow=follow).status_code


def test_the_finder_answers_hostile_words(site, client):
    assert client.get("/buscar/?q=agua").context["finding"].result.total == 1, "the engine answers"
    assert not refused(client, (f"/buscar/?q={text}" for text in TEXTS))


def test_the_finder_answers_hostile_values_everywhere(site, client):
    short = [text for text in TEXTS if len(text) < 200]
    everywhere = ("&".join(f"{name}={text}" for name in NAMES) for text in short)
    assert not refused(client, (f"/buscar/?{query}" for query in everywhere))
    assert not refused(client, (f"/buscar/?{text}={text}" for text in short))


def test_suggestions_answer_hostile_words(site, client):
    door = reverse("search:suggestions")
    assert client.get(f"{door}?q=agu").json()["groups"]
    assert not refused(client, (f"{door}?q={text}" for text in TEXTS))
    assert not refused(client, (f"{door}?q=agua&municipio={text}&tema={text}" for text in TEXTS))


def test_the_box_that_finds_similar_cases_answers_hostile_titles(site):
    admin = administrator()
    assert "Agua sin" in admin.get(reverse("similar_cases"), {"titulo": "Agua sin pérdidas"}).content.decode()
    assert not refused(admin, (f"{reverse('similar_cases')}?titulo={text}" for text in TEXTS))


@pytest.mark.parametrize(
    "door",
    [
        SynonymGroup.snippet_viewset.get_url_name("list"),
        "wagtailadmin_pages:search",
        "wagtailadmin_choose_page_search",
        "wagtaildocs:index",
        "wagtailimages:index",
        "wagtailusers_users:index",
    ],
)
def test_the_boxes_of_the_admin_answer_hostile_words(door):
    admin = administrator()
    assert ask(admin, f"{reverse(door)}?q=agua") == 200
    assert not refused(admin, (f"{reverse(door)}?q={text}"[:LONGEST_LINE] for text in TEXTS))


@pytest.mark.parametrize(
    "door", ["municipalities:choose", "municipalities:suggest", "directory:municipalities"]
)
def test_the_boxes_of_municipalities_answer_hostile_words(client, door):
    make_municipality(name="Rafaela")
    assert ask(client, f"{reverse(door)}?q=rafa") == 200
    assert not refused(client, (f"{reverse(door)}?q={text}&poblacion={text}" for text in TEXTS))


def test_a_hostile_cookie_is_nobody(site, client):
    for text in TEXTS[:-1]:
        client.cookies["municipio"] = text[:4_000]
        assert ask(client, "/buscar/?q=agua") == 200


def test_an_abused_question_is_bounded(site, client):
    client.get("/buscar/?q=agua")
    unbounded = {}
    for name, abuse in ABUSES.items():
        with CaptureQueriesContext(connection) as captured:
            code = ask(client, f"/buscar/?{abuse}", follow=False)
        if code not in (200, 302, 400) or len(captured) > MOST_QUERIES:
            unbounded[name] = code, len(captured)
    assert not unbounded


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("q=agua", "/buscar/?q=agua"),
        ("tema=salud&q=++AGUA+&tema=agua&tema=salud&color=rojo", "/buscar/?q=AGUA&tema=agua&tema=salud"),
        ("q=agua&poblacion=50000&orden=recientes&escala=si&tal_cual=1", "/buscar/?q=agua&tal_cual=1"),
        ("pagina=-1&nivel=9&nivel=3&q=%00", "/buscar/?nivel=3"),
        ("color=rojo", "/buscar/"),
    ],
)
def test_equal_questions_have_one_address_for_robots(site_engine, client, asked, canonical):
    assert soup(client, asked).find("link", rel="canonical")["href"] == canonical


def test_a_page_after_the_last_one_is_the_last_one(site, client):
    beyond = client.get("/buscar/?q=agua&pagina=999999")
    assert (beyond.status_code, beyond["Location"]) == (302, "/buscar/?q=agua")
    assert "Agua sin pérdidas" in client.get(beyond["Location"]).content.decode()


def test_a_crawler_finds_no_endless_site(site, client):
    """Whoever obeys the marks never reaches a page of more than two facets, nor goes on from one."""
    waiting, seen = ["q=agua", "", "tema=agua&tema=salud"], set[str]()
    while waiting and len(seen) < 40:
        seen.add(query := waiting.pop())
        page = soup(client, query)
        for link in page.select("a[href^='/buscar/?'], a[href^='?']"):
            found = urlsplit(link["href"]).query
            if "nofollow" in link.get("rel", []) or found in seen:
                continue
            assert chosen(found) <= FEW, f"{query} leads to {found}"
            waiting.append(found)
    deep = soup(client, "tema=agua&tema=salud&nivel=0&nivel=1")
    assert set(re.findall(r"\w+", deep.find("meta", {"name": "robots"})["content"])) == {
        "noindex",
        "nofollow",
    }
    assert soup(client, "tema=agua&tema=salud").find("meta", {"name": "robots"}) is None


def soup(client: Client, query: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/buscar/?{query}", follow=True).content, "html.parser")


def chosen(query: str) -> int:
    names = {facet.name for facet in FACETS}
    return sum(name in names for name, _value in parse_qsl(query))


def administrator() -> Client:
    return log_in(Client(), make_person(Role.ADMIN, make_municipality()), second_factor=True)
