"""Other ways to say what was asked: groups of synonyms, and the words of a question that have them.

A group is a line such as

    basura, residuos                 whoever asks for one of them finds the others too
    arbolado => poda, plantación     whoever asks for the first finds the others too, and not back

Groups are not chained: what a group adds is not looked up in another. They are used when a question is asked,
so a change needs no index to be made again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic

from django.db import Error, models
from django.utils.translation import gettext as _

from search.analysis import Token, query_tokens, tokens
from search.models import SynonymGroup

SHIPPED = Path(__file__).parent / "data" / "sinonimos.txt"
MAX_FORMS = 12
"""In a group, and in a concept: each is a clause in every part of a question."""
_ARROW = "=>"

Stems = tuple[str, ...]
Tokens = tuple[Token, ...]


class InvalidSynonyms(ValueError):
    """A group that says nothing. The text is for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Group:
    """`words` mean the same; asking for any of them also finds `narrower`, and not back."""

    words: tuple[str, ...]
    narrower: tuple[str, ...] = ()

    @classmethod
    def parse(cls, words: str, narrower: str = "") -> "Group":
        """From texts separated by commas. Raises InvalidSynonyms."""
        group = cls(_listed(words), _listed(narrower))
        distinct = {_stems(one) for one in (*group.words, *group.narrower)}
        if _ARROW in words + narrower:
            raise InvalidSynonyms(_("There must be one arrow at most, with words on both sides."))
        if not group.words or len(distinct) < 2:
            raise InvalidSynonyms(
                _("Write at least two words or expressions that are not forms of the same one.")
            )
        if len(distinct) > MAX_FORMS:
            raise InvalidSynonyms(
                _("A group holds %(most)d words or expressions at most.") % {"most": MAX_FORMS}
            )
        return group


class Synonyms:
    """Looks up what else to look for. The order of the groups does not matter."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        found: dict[Stems, dict[Tokens, int]] = {}
        for group in groups:
            for word in group.words:
                others = found.setdefault(_stems(word), {})
                for place, other in enumerate((*group.words, *group.narrower)):
                    form = _form(other)
                    others[form] = min(place, others.get(form, place))
        self._others: Mapping[Stems, tuple[Tokens, ...]] = {
            asked: _sorted(others, asked) for asked, others in found.items()
        }
        self._longest = max(map(len, found), default=0)

    def starting(self, typed: Sequence[Token]) -> tuple[int, tuple[Tokens, ...]]:
        """How many of the first words are said in other ways together, and those ways; else 1 and none."""
        stems = tuple(token.stem for token in typed[: self._longest])
        for length in range(len(stems), 0, -1):
            if others := self._others.get(stems[:length]):
                return length, others
        return 1, ()


def read_groups(text: str) -> Iterator[Group]:
    """The groups of a file (its own heading says how it is written). Raises InvalidSynonyms with the line."""
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        words, arrow, narrower = said.partition(_ARROW)
        try:
            yield Group.parse(words, narrower if narrower.strip() else arrow)
        except InvalidSynonyms as error:
            raise InvalidSynonyms(
                _("Line %(number)d: %(error)s") % {"number": number, "error": error}
            ) from error


def site_synonyms() -> Synonyms:
    """What the coordinators keep, as it was a second ago at most. None when the database does not answer."""
    try:
        return _as_of(*_version(int(monotonic())))
    except Error:
        return Synonyms()


def look_again() -> None:
    """Forgets what this process knows of the table."""
    _version.cache_clear()
    _as_of.cache_clear()


@lru_cache(maxsize=1)
def _version(second: int) -> tuple[datetime | None, int]:
    found = SynonymGroup.objects.aggregate(changed=models.Max("changed"), groups=models.Count("pk"))
    return found["changed"], found["groups"]


@lru_cache(maxsize=1)
def _as_of(changed: datetime | None, groups: int) -> Synonyms:
    active = SynonymGroup.objects.filter(active=True).values_list("words", "narrower")
    return Synonyms(Group(_listed(words), _listed(narrower)) for words, narrower in active)


def _listed(text: str) -> tuple[str, ...]:
    """What commas and ends of line separate, without what has nothing to look for."""
    said = (part.strip() for part in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(one for one in said if query_tokens(one)))


def _stems(word: str) -> Stems:
    return tuple(token.stem for token in query_tokens(word))


def _form(word: str) -> Tokens:
    """As it is looked for: one token, or several that follow one another as the text has them."""
    whole = query_tokens(word)
    return whole if len(whole) == 1 else tuple(tokens(word))


def _sorted(others: Mapping[Tokens, int], asked: Stems) -> tuple[Tokens, ...]:
    """The first of each group first. What only repeats the question, or another form, is left out."""
    seen, found = {asked}, []
    for form in sorted(others, key=lambda one: (others[one], [token.exact for token in one])):
        stems = tuple(token.stem for token in form)
        if stems not in seen:
            seen.add(stems)
            found.append(form)
    return tuple(found)
