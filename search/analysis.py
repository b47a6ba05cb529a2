"""One Spanish analysis for every engine: the tokens are made here and the index only splits at spaces.

A token has two forms. The *stem* has no accents and no endings, so that "árboles" finds "árbol"; the *exact*
form keeps the ending and the ñ, and weighs more, so that "año" is not "ano". Measured in engines.md §4.

Besides its words in their order, a text is found by

- its identifiers as they are written: "4221/2025", "12,5", "e-gobierno";
- what its accented verbs leave when the ending goes before the accents. Without accents first, "recibió" has
  an ending that Snowball does not know, and would not be "recibieron".
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

ANALYSIS_VERSION = f"3+snowball-{Stemmer.version()}"
"""Part of the index's metadata: an index made by another analysis is rebuilt."""

MAX_TOKEN = 60
# Each begins with a plain character, which Python finds many times faster than a class or a look-behind.
_THOUSANDS = re.compile(r"\.(?<=\d\.)(?=\d{3}(?!\d))")
_DECIMAL_POINT = re.compile(r"\.(?<=\d\.)(?=\d)")
_NUMBER_SIGN = re.compile(r"n(?<!\wn)(?:°|\.\s?°|ros?\b\.?|[uú]m\b\.?)\s*(?=\d)")
_MAYBE_DOTTED = re.compile(r"\.[^\W\d_]\.")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_SIGN_INSIDE = re.compile(r"[/.,_-](?=[^\W_])")
_RUN = re.compile(r"[^\W_]+(?:[/.,_-][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_LETTER_AND_WORD = re.compile(r"[^\W\d_]-[^\W\d_]{2,}")
# Not "-ría": "secretaría" and "mayoría" are no verbs, and would become "secreto" and "mayor".
_ACCENTED_VERB = re.compile(r"(?:ó|(?<!r)ía(?:n|s|mos)?|[aei]r(?:á[ns]?|é)|á[bsr]a?mos)$")
# Folded. No negations ("no", "sin"): "sin agua" is not "con agua".
_STOP_WORDS = """
a al ante aquel aquella aquellas aquellos aqui asi aun bajo cada como con cual cuales cuando cuanta cuantas
cuanto cuantos de del desde donde durante e el ella ellas ellos en entre era eran es esa esas ese eso esos
esta estaba estaban estan estas este esto estos fue fueron ha habia habian hacia hacian han hasta hay la las
le les lo los mas me mi mis mientras muy nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro
otros para pero podia podian podra podran podria podrian por porque puede pueden puedo podemos que quien
quienes se sea segun ser si sido sobre son su sus tambien te tenia tenian tiene tienen tu tus u un una unas
uno unos vos y ya yo
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Nouns and adjectives that Snowball takes for verbs ("reclamos" like "amamos"): their singular is stemmed.
LIKE_VERBS = frozenset(
    ("reclamos", "prestamos", "supremos", "maximos", "minimos", "proximos", "legitimos", "kilogramos")
)
_local = threading.local()  # a Stemmer is not safe to share between threads


@dataclass(frozen=True, slots=True)
class Token:
    """`also` is the stem of an accented verb when its ending goes before its accents, if it is another."""

    exact: str
    stem: str
    also: str = ""


def tokens(text: str) -> list[Token]:
    """The words of a text in order, without the stop words."""
    return _words(_lower(text))


def words_and_identifiers(text: str) -> tuple[list[Token], list[Token]]:
    """The words, and what has a sign inside and is looked for as it is written: "4221/2025", "12,5"."""
    lowered = _lower(text)
    runs = _RUN.findall(lowered) if _SIGN_INSIDE.search(lowered) else ()
    return _words(lowered), [_whole(run) for run in runs if _is_identifier(run)]


def query_tokens(text: str) -> tuple[Token, ...]:
    """The distinct words of what a person typed, in the order typed. An identifier is one of them."""
    return tuple(dict.fromkeys(_typed(text)))


def field_text(found: Iterable[str]) -> str:
    """Tokens as the index reads them: separated by spaces."""
    return " ".join(found)


def fold(word: str) -> str:
    """Without accents; "ñ" becomes "n"."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _typed(text: str) -> Iterator[Token]:
    for run in _RUN.findall(_lower(text)):
        if _is_identifier(run):
            yield _whole(run)
        else:
            yield from _words(run)


def _words(lowered: str) -> list[Token]:
    return [token for word in _WORD.findall(lowered) if (token := _token(word)) is not None]


def enye_variants(word: str) -> list[str]:
    """The word, and the word with each of its n as ñ: "nino" may be "niño"."""
    return [word, *(f"{word[:n]}ñ{word[n + 1 :]}" for n, letter in enumerate(word) if letter == "n")]


def _lower(text: str) -> str:
    """In lower case, with numbers and acronyms written in one way: "N.º 4.221/2025" → "4221/2025"."""
    text = unicodedata.normalize("NFKC", text.replace("º", "°")).lower()  # NFKC alone makes an "o" of it
    text = _DECIMAL_POINT.sub(",", _THOUSANDS.sub("", text))
    if _MAYBE_DOTTED.search(text):
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return _NUMBER_SIGN.sub("", text)


def _is_identifier(run: str) -> bool:
    joined = not run.isalnum()
    return joined and (any(map(str.isdigit, run)) or bool(_LETTER_AND_WORD.fullmatch(run)))


def _whole(run: str) -> Token:
    folded = fold(run)[:MAX_TOKEN]
    return Token(exact=folded, stem=folded)


@lru_cache(maxsize=65_536)
def _token(word: str) -> Token | None:
    folded = fold(word)[:MAX_TOKEN]
    if not folded or folded in STOP_WORDS:
        return None
    exact = "ñ".join(fold(part) for part in word.split("ñ"))[:MAX_TOKEN]
    stem = _stemmer().stemWord(_singular(folded))
    also = fold(_stemmer().stemWord(word))[:MAX_TOKEN] if _ACCENTED_VERB.search(word) else stem
    return Token(exact=exact, stem=stem, also=also if also != stem else "")


def _singular(word: str) -> str:
    """Undoes the plurals that Snowball does not know: "luces" → "luz", "reclamos" → "reclamo"."""
    if word in LIKE_VERBS:
        return word[:-1]
    return f"{word[:-3]}z" if len(word) > 4 and word.endswith("ces") else word


def _stemmer() -> Stemmer.Stemmer:
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("spanish")
    return _local.stemmer
