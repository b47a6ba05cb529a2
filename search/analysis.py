"""One Spanish analysis for every engine: the tokens are made here and the index only splits at spaces.

A token has two forms. The *stem* has no accents and no endings, so that "árboles" finds "árbol"; the *exact*
form keeps the ending and the ñ, and weighs more, so that "año" is not "ano". Measured in engines.md §4.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

ANALYSIS_VERSION = f"2+snowball-{Stemmer.version()}"
"""Part of the index's metadata: an index made by another analysis is rebuilt."""

MAX_TOKEN = 60
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+")
# Folded. No negations ("no", "sin"): "sin agua" is not "con agua".
_STOP_WORDS = """
a al ante aquel aquella aquellas aquellos aqui asi aun bajo cada como con cual cuales cuando de del
desde donde durante e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estaba estaban
estan estas este esto estos fue fueron ha habia habian han hasta hay la las le les lo los mas me mi mis
mientras muy nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero por
porque que quien quienes se sea segun ser si sido sobre son su sus tambien te tiene tienen tu tus u un
una unas uno unos vos y ya yo
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Nouns and adjectives that Snowball takes for verbs ("reclamos" like "amamos"): their singular is stemmed.
LIKE_VERBS = frozenset(
    ("reclamos", "prestamos", "supremos", "maximos", "minimos", "proximos", "legitimos", "kilogramos")
)
_local = threading.local()  # a Stemmer is not safe to share between threads


@dataclass(frozen=True, slots=True)
class Token:
    exact: str
    stem: str


def tokens(text: str) -> list[Token]:
    """The words of a text in order, without the stop words."""
    return [token for word in _WORD.findall(_lower(text)) if (token := _token(word)) is not None]


def query_tokens(text: str) -> tuple[Token, ...]:
    """The distinct words of what a person typed, in the order typed."""
    return tuple(dict.fromkeys(tokens(text)))


def field_text(found: Iterable[str]) -> str:
    """Tokens as the index reads them: separated by spaces."""
    return " ".join(found)


def fold(word: str) -> str:
    """Without accents; "ñ" becomes "n"."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _lower(text: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=65_536)
def _token(word: str) -> Token | None:
    folded = fold(word)[:MAX_TOKEN]
    if not folded or folded in STOP_WORDS:
        return None
    exact = "ñ".join(fold(part) for part in word.split("ñ"))[:MAX_TOKEN]
    return Token(exact=exact, stem=_stemmer().stemWord(_singular(folded)))


def _singular(word: str) -> str:
    """Undoes the plurals that Snowball does not know: "luces" → "luz", "reclamos" → "reclamo"."""
    if word in LIKE_VERBS:
        return word[:-1]
    return f"{word[:-3]}z" if len(word) > 4 and word.endswith("ces") else word


def _stemmer() -> Stemmer.Stemmer:
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("spanish")
    return _local.stemmer
