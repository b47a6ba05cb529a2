"""The mail server of the journeys: what arrived, for whom, and the link that it holds."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit


class Inbox:
    """A handler of aiosmtpd. Each message is kept with the address that it was for."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        self.received += [(to, message) for to in envelope.rcpt_tos]
        return "250 OK"

    def texts(self, to: str) -> list[str]:
        """The plain texts that this address got, oldest first."""
        bodies = (message.get_body(("plain",)) for address, message in self.received if address == to)
        return [body.get_content() for body in bodies if body]

    def link(self, to: str, within: str) -> str:
        """The path of the newest link with that in it which this address got. Waits a little for it."""
        for _attempt in range(100):
            for text in reversed(self.texts(to)):
                for found in re.findall(r"https?://\S+", text):
                    if within in found:
                        parts = urlsplit(found)
                        return parts.path + (f"?{parts.query}" if parts.query else "")
            time.sleep(0.1)
        raise AssertionError(f"{to} got no link with {within}: {self.texts(to)}")
