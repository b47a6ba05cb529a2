"""Personal data that slipped into a text. It warns; it never decides."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A tax number (20-12345678-3) or an identity number (12.345.678), as Argentina writes them.
# An amount of money ("$ 23.456.789") is none.
_IDENTITY = re.compile(
    r"(?<![\d.,$])(?<!\$ )(?<!\$\xa0)"
    r"(?:\d{2}-\d{8}-\d|(?:20|23|24|27|30|33)\d{9}|\d{2}\.\d{3}\.\d{3})(?![\d.,]?\d)(?! (?:de )?pesos)"
)
_CUED_IDENTITY = re.compile(
    r"\b(?:DNI|D\.N\.I\.|CUIT|CUIL|L\.?E\.?|L\.?C\.?|documento)(?:\b|(?<=\.))\D{0,12}\d[\d.\-]{6,12}",
    re.IGNORECASE,
)
# With a word before it, with the country, with "15", or with the area apart: ten digits in all.
_TELEPHONE = re.compile(
    r"(?:\b(?:tel|cel|whatsapp|teléfono|celular)\b\D{0,12}\d[\d ()\-]{5,16}"
    r"|\+54[\d ()\-]{8,16}|\b0?\d{2,4}[ \-]15[ \-]?\d{5,8}"
    r"|\(0\d{2,4}\) ?\d{2,4}[ \-]?\d{4}|\b0\d{2,4}[ \-]\d{2,4}[ \-]?\d{4}\b"
    r"|\b(?:[1-9]\d [2-9]\d{3}-\d{4}|[1-9]\d{2} [2-9]\d{6}|[1-9]\d{3} [2-9]\d{5})\b)",
    re.IGNORECASE,
)
# Whoever says that there are few: "one person" alone says how a team is made up, or what anybody does.
_FEW = re.compile(
    r"\b(?:sol[oa]|solamente|apenas|únic[oa]s?) (?:un|una|dos|tres|cuatro|[1-4])"
    r" (?:vecin[oa]s?|personas?|famili[ao]s?|chic[oa]s?|niñ[oa]s?|pacientes?|mujer(?:es)?|hombres?"
    r"|jubilad[oa]s?)\b",
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
