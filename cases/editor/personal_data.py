"""Personal data that slipped into a text. It warns; it never decides."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A tax number (20-12345678-3) or an identity number (12.345.678), as Argentina writes them.
_IDENTITY = re.compile(r"(?<![\d.,])(?:\d{2}-\d{8}-\d|\d{2}\.\d{3}\.\d{3})(?![\d.,])")
_CUED_IDENTITY = re.compile(
    r"\b(?:DNI|D\.N\.I\.|CUIT|CUIL|documento)\b\D{0,12}\d[\d.\-]{6,12}", re.IGNORECASE
)
_TELEPHONE = re.compile(
    r"(?:\b(?:tel|cel|whatsapp|teléfono|celular)\b\D{0,12}\d[\d \-]{5,14}"
    r"|\+54[\d \-]{8,14}|\b0?\d{2,4}[ \-]15[ \-]?\d{5,8})",
    re.IGNORECASE,
)
_FEW = re.compile(
    r"\b(?:un|una|dos|tres|cuatro|[1-4]) (?:vecin[oa]s?|personas?|famili[ao]s?|chic[oa]s?|niñ[oa]s?"
    r"|pacientes?|mujer(?:es)?|hombres?|jubilad[oa]s?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in a text that may identify a person: what it looks like, and the words themselves."""

    what: Promise
    words: str


_LOOKS_LIKE = (
    (_EMAIL, _("an e-mail address")),
    (_CUED_IDENTITY, _("an identity number")),
    (_IDENTITY, _("an identity number")),
    (_TELEPHONE, _("a telephone number")),
    (_FEW, _("so few people that someone may be recognised")),
)


def personal_data(text: str) -> list[Warned]:
    """What in a text looks like it identifies somebody, each once, in the order of the list above."""
    found: dict[str, Warned] = {}
    for pattern, what in _LOOKS_LIKE:
        for match in pattern.finditer(text[:100_000]):
            words = match.group().strip()
            if not any(words in other for other in found):
                found[words] = Warned(what, words)
    return list(found.values())
