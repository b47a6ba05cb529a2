"""Every mail of an account: text and HTML, one action, and never more than one line of subject."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def send(name: str, to: str, context: Mapping[str, Any]) -> bool:
    """Send `accounts/email/<name>.*`: subject.txt, txt and html. False, and a log entry, if it failed."""
    context = {**context, "base_url": settings.BASE_URL.rstrip("/")}
    folder = "accounts/email/"
    # Titles and names reach the subject: a line break there would be a header of somebody else's making.
    subject = " ".join(render_to_string(f"{folder}{name}_subject.txt", context).split())
    message = EmailMultiAlternatives(subject, render_to_string(f"{folder}{name}.txt", context), to=[to])
    message.attach_alternative(render_to_string(f"{folder}{name}.html", context), "text/html")
    try:
        message.send()
    except (OSError, SMTPException):
        logger.exception("The mail %r could not be sent", name)
        return False
    return True
