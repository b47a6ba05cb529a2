"""Passwords, tokens, codes, signed links and the text of mails: none of it reaches a log, at DEBUG (C46)."""

import io
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from cases.models import FollowUp, Implementation
from cases.notices import letters
from cases.notices.followups import token_of
from cases.notices.mailing import tell
from config.logs import WithoutLinks
from tests import factories as make
from tests.accounts.people import PASSWORD, code_now, give_app, log_in, make_person, type_in
from tests.permissions.routes import every_route

pytestmark = pytest.mark.django_db
WRONG = "clave-equivocada-canario-9"
NEW = "nueva@prueba.test"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Everything that the site writes in its log, were it asked for every detail."""
    loggers = [logging.getLogger(name) for name in ("", *logging.root.manager.loggerDict)]
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    (ours,) = (one for one in logging.root.handlers if isinstance(one.formatter, WithoutLinks))
    handler.setFormatter(ours.formatter)
    for one in loggers:
        monkeypatch.setattr(one, "level", logging.DEBUG)
        monkeypatch.setattr(one, "disabled", False)
        if not one.propagate or one is logging.root:
            one.addHandler(handler)
    logging.root.manager._clear_cache()  # type: ignore[attr-defined]
    yield written.getvalue
    for one in loggers:
        one.removeHandler(handler)


def found(pattern: str) -> str:
    link = re.search(pattern, mail.outbox[-1].body)
    assert link, mail.outbox[-1].body
    return link[1]


def test_coming_in(log: Callable[[], str], client: Client) -> None:
    place = make.make_municipality("000401")
    lead = make_person(Role.LEAD, place)
    secret = give_app(lead)
    type_in(client, lead.email, WRONG)
    type_in(client, lead.email, PASSWORD)
    code = code_now(secret)
    client.post("/cuenta/segundo-factor/entrar/", {"code": "000000"})
    client.post("/cuenta/segundo-factor/entrar/", {"code": code})
    client.post(f"/cuenta/equipo/{place.key}/", {"email": NEW, "role": "contributor"})
    token = found(r"/cuenta/invitaciones/([\w-]+)/")
    session = client.session.session_key
    invited = Client()
    invited.get(f"/cuenta/invitaciones/{token}/")
    invited.post(f"/cuenta/invitaciones/{token}/")  # 405, which Django tells by its address
    invited.post("/cuenta/invitaciones/aceptar/", {"name": "Nueva", "password": "corta"})
    invited.post("/cuenta/invitaciones/aceptar/", {"name": "Nueva", "password": PASSWORD})
    assert User.objects.filter(email=NEW).exists()
    invited.post("/cuenta/clave/olvidada/", {"email": NEW})
    key = found(r"/cuenta/clave/cambiar/(\S+?)/")
    invited.put(f"/cuenta/clave/cambiar/{key}/")
    invited.get(f"/cuenta/clave/cambiar/{key}/")
    assert "Method Not Allowed" in log(), "the log is read"
    for one in (WRONG, PASSWORD, secret, code, token, session, key):
        assert one not in log(), one


def test_links_of_mails(log: Callable[[], str], client: Client) -> None:
    site = make.make_implementation(make.make_case(), mailbox="buzon@prueba.test")
    FollowUp.objects.plan(site, site.started)
    token = token_of(site.followups.first())
    stranger = make_person(Role.LEAD, make.make_municipality())
    log_in(client, stranger)
    assert client.post(f"/seguimiento/{token}/", {"running": "nada"}).status_code == 422
    client.put(f"/seguimiento/{token}/")
    client.get(f"/seguimiento/{token}x/")
    assert "Unprocessable Entity: /seguimiento/…" in log() and token not in log()


def test_the_text_of_a_mail_that_does_not_leave(
    log: Callable[[], str], settings, site: Implementation
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    settings.EMAIL_HOST_PASSWORD = "canario-del-servidor-de-correo"
    letter = letters.Letter("Asunto canario", ("Cuerpo canario.",), "Ver", "https://entre.test/canario/")
    assert not tell(["ana@prueba.test"], letter)
    assert "could not be sent" in log()
    for one in ("anario", "ana@prueba.test"):
        assert one not in log(), one


@pytest.fixture
def site() -> Implementation:
    return make.make_implementation(make.make_case())


def test_every_address_with_a_token_is_known() -> None:
    """A new one is added to `config.logs`."""
    with_token = [route.template for route in every_route() if re.search(r"token>|P<key>", route.template)]
    assert len(with_token) >= 6
    for template in with_token:
        address = "/" + re.sub(r"\(\?P<\w+>.*?\)|<\w+:\w+>", "SECRETO", re.sub(r"[\^$]", "", template))
        record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (address,)})
        assert "SECRETO" not in WithoutLinks().format(record), template
