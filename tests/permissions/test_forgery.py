"""Another site's page changes nothing here (C5), and no link of ours leads out of the site (C17)."""

import re

import pytest
from django.test import Client

from tests.accounts.people import PASSWORD, log_in
from tests.permissions.asking import addresses
from tests.permissions.row import Row
from tests.permissions.urls import ACCOUNT, EDITOR, PUBLIC, REPLICATION, TEAMS
from tests.permissions.wagtail_settings_urls import SETTINGS, SNIPPETS
from tests.permissions.wagtail_urls import EDITING
from tests.permissions.world import State, Who, World

pytestmark = pytest.mark.django_db
# Mail programs post to it by themselves (RFC 8058): a token in its address is the proof.
EXEMPT = {"notices:unsubscribe"}
POSTED = [
    row
    for row in (*PUBLIC, *ACCOUNT, *TEAMS, *EDITOR, *REPLICATION, *EDITING, *SETTINGS, *SNIPPETS)
    if "POST" in row.methods and row.names not in EXEMPT
]
OWN_LOGINS = Row(
    "account_(login|logout|change_password|reset_password)|mfa_(activate_totp|generate_recovery_codes)",
    frozenset(Who),
    methods=("POST",),
)


@pytest.fixture
def strict(world: World) -> Client:
    """An administrator whose browser is made to post by another site."""
    return log_in(Client(enforce_csrf_checks=True), world.people[Who.ADMIN], second_factor=True)


def test_nothing_is_posted_without_the_token_of_the_site(world: World, strict: Client) -> None:
    taken = [
        address
        for row in (*POSTED, OWN_LOGINS)
        for address, _state in list(addresses(world, row, row.states))[:1]
        if strict.post(address).status_code != 403
    ]
    assert taken == []


@pytest.mark.parametrize("origin", ["https://mala.example", "null", "https://testserver.mala.example"])
def test_nothing_is_taken_from_another_origin(origin: str, world: World, strict: Client) -> None:
    page = strict.get(f"/cuenta/equipo/{world.place.key}/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "email": "x@prueba.test", "role": "lead"}
    address = f"/cuenta/equipo/{world.place.key}/"
    assert strict.post(address, sent, headers={"Origin": origin}).status_code == 403
    assert strict.post(address, sent, headers={"Origin": "http://testserver"}).status_code == 302


OUT = [
    *(
        "https://mala.example",
        "http://mala.example/x",
        "//mala.example",
        "///mala.example",
        "////mala.example",
    ),
    *("/\\mala.example", "\\\\mala.example", "\\/mala.example", "/\\/mala.example", "http:mala.example"),
    *("https:mala.example", "http:/mala.example", "https:///mala.example", "javascript:alert(1)"),
    *("JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://mala.example"),
    *("//mala.example/%2f..", "/%09/mala.example", "/\t/mala.example", "\t//mala.example", " //mala.example"),
    *("//testserver@mala.example", "https://testserver@mala.example", "https://testserver.mala.example"),
    *("https://mala.example#testserver", "https://mala.example?testserver", "//mala%E3%80%82example"),
    *("\x00//mala.example", "\r\n//mala.example", "/\r\nSet-Cookie: a=b", "https://[::1]@mala.example"),
    *("http://0x7f000001", "//①②③.example", "mailto:a@mala.example", "blob:x", "file:///etc/passwd"),
]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        (Who.VISITOR, "/municipio/elegir/"),
        (Who.VISITOR, "/municipio/olvidar/"),
        (Who.VISITOR, "/admin/login/"),
        (Who.VISITOR, "/_util/login/"),
        (Who.VISITOR, "/cuenta/entrar/"),
        (Who.LEAD, "/cuenta/entrar/"),
        (Who.LEAD, "/cuenta/salir/"),
        (Who.COORDINATOR, "/cuenta/segundo-factor/confirmar/"),
    ],
)
def test_no_link_leads_out(who: Who, address: str, world: World) -> None:
    """Wherever it says where to go on to: in the address, in what is posted, or as where one came from."""
    known = {"municipio": world.place.key, "login": world.people[Who.LEAD].email, "password": PASSWORD}
    for out in OUT:
        sent = {"next": out, **known}
        came = {"Referer": re.sub(r"[\x00-\x1f]", "", out)}
        for method, data, headers in (("GET", sent, {}), ("POST", sent, {}), ("POST", known, came)):
            where = world.ask(who, method, address, data=data, headers=headers).headers.get("Location", "")
            assert re.match(r"(?:/(?![/\\\s])|$|http://testserver/)", where), (method, out, where)


@pytest.mark.parametrize("action", ["lock", "unlock", "unpublish"])
def test_no_button_of_the_admin_leads_out(action: str, world: World) -> None:
    address = f"/admin/pages/{world.cases[State.LIVE].pk}/{action}/"
    for out in OUT:
        answered = world.ask(Who.COORDINATOR, "POST", address, data={"next": out})
        assert re.match(r"/(?![/\\\s])", answered["Location"]), (out, answered["Location"])
