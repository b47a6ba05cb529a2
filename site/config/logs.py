"""What is never written in a log: a link that lets somebody in, or speaks for a mailbox (C46)."""

import logging
import re

_SECRET_LINK = re.compile(
    r"(/(?:cuenta/invitaciones|cuenta/clave/cambiar|replicar/enlace|seguimiento|avisos/baja"
    r"|discrepar/evaluacion(?!/caso/))/)[^/\s?\"']+"
)


class WithoutLinks(logging.Formatter):
    """Django names the address of whatever it refuses; of these, only what it is for."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET_LINK.sub(r"\1…", super().format(record))
