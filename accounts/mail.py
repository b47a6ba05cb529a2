"""Every mail of the site: text and HTML, one action, and never more than one line of subject.

`send` waits and says whether it left; `post` leaves it to the worker, where there is one (django-tasks).
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django_tasks import TaskResultStatus, task

SUBJECT_LENGTH = 78
"""Characters of a subject: what RFC 5322 advises for a line, and more than a phone shows."""

logger = logging.getLogger(__name__)
_silent: ContextVar[bool] = ContextVar("mail_silent", default=False)


def send(name: str, to: str, context: Mapping[str, Any]) -> bool:
    """Send `accounts/email/<name>.*`: subject.txt, txt and html. False, and a log entry, if it failed."""
    message = compose(name, to, context)
    try:
        message.send()
    except (OSError, SMTPException, ValueError):
        logger.exception("The mail %r could not be sent", name)
        return False
    return True


def post(name: str, to: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bool:
    """As `send`, without waiting where a worker is configured. False for what is known to have failed."""
    if silenced():
        return False
    message = compose(name, to, context)
    subject = str(message.subject)
    html = str(message.alternatives[0][0])
    try:
        result = deliver.enqueue(name, to, subject, str(message.body), html, dict(headers or {}))
    except DatabaseError:
        logger.exception("The mail %r could not be left for the worker", name)
        return False
    return result.status != TaskResultStatus.FAILED


@task()
def deliver(name: str, to: str, subject: str, text: str, html: str, headers: dict[str, str]) -> None:
    """Carry out a `post`. Whoever runs it keeps the failure."""
    message = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, SMTPException, ValueError):
        logger.exception("The mail %r could not be sent", name)
        raise


def compose(name: str, to: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    context = {**context, "base_url": settings.BASE_URL.rstrip("/")}
    folder = "accounts/email/"
    # Titles and names reach the subject: a line break there would be a header of somebody else's making.
    subject = " ".join(render_to_string(f"{folder}{name}_subject.txt", context).split())
    subject = Truncator(subject).chars(SUBJECT_LENGTH)
    message = EmailMultiAlternatives(subject, render_to_string(f"{folder}{name}.txt", context), to=[to])
    message.attach_alternative(render_to_string(f"{folder}{name}.html", context), "text/html")
    return message


@contextmanager
def silent() -> Iterator[None]:
    """Nothing that happens inside is told by `post`: for files and the demo, whose news are old."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def silenced() -> bool:
    return _silent.get()
