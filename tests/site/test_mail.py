"""Mails as another server receives them: a real SMTP conversation on this machine (C25)."""

import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from accounts.mail import post, send
from cases.notices.letters import Letter
from cases.notices.mailing import tell

EVIL = "Agua\r\nBcc: todos@ejemplo.test\r\nX-Otro: si\r\n\r\n<script>1</script>"


class Inbox:
    """What arrived: envelope and message."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], EmailMessage]] = []
        self.refuse = False
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return "451 Try again later"
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        with self.lock:
            self.received.append((envelope.mail_from, envelope.rcpt_tos, message))  # type: ignore[arg-type]
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@pytest.fixture
def inbox(settings) -> Iterator[Inbox]:  # type: ignore[no-untyped-def]
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = controller.port
        settings.EMAIL_USE_TLS = False
        yield inbox
    finally:
        controller.stop()


def letter(title: str = "Agua") -> Letter:
    return Letter(f"Novedades de {title}", (f"Cambió {title}.",), "Ver el caso", "https://entre.test/x/")


@pytest.mark.django_db
def test_it_arrives_whole_to_one_person(inbox: Inbox) -> None:
    assert tell(["ana@prueba.test"], letter("Ñandubay «río»"), "news")
    ((_sender, to, message),) = inbox.received
    assert to == ["ana@prueba.test"] and message["Subject"] == "Novedades de Ñandubay «río»"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text and "Cambió Ñandubay «río»." in text.get_content()
    assert html and 'lang="es-AR"' in html.get_content()
    assert message["List-Unsubscribe"].strip().startswith("<http")


@pytest.mark.django_db
def test_what_people_type_never_becomes_a_header_nor_a_recipient(inbox: Inbox) -> None:
    assert tell(["ana@prueba.test"], letter(EVIL), "news")
    ((_sender, to, message),) = inbox.received
    assert to == ["ana@prueba.test"]
    assert message["Bcc"] is None and message["X-Otro"] is None
    html = message.get_body(("html",))
    assert html and "<script>" not in html.get_content()


@pytest.mark.django_db
def test_an_address_with_a_line_break_goes_nowhere(inbox: Inbox) -> None:
    assert not tell(["ana@prueba.test\r\nBcc: todos@ejemplo.test"], letter())
    assert not send("notices/letter", "ana@prueba.test\nBcc: b@ejemplo.test", {"letter": letter()})
    assert inbox.received == []


def test_a_server_that_refuses_is_no_error_of_ours(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    inbox.refuse = True
    assert not post("notices/letter", "ana@prueba.test", {"letter": letter()})
    assert "could not be sent" in caplog.text


def test_a_server_that_is_not_there_is_no_error_of_ours(settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    assert not post("notices/letter", "ana@prueba.test", {"letter": letter()})
    assert "could not be sent" in caplog.text
