"""The names in a question: places and sizes of municipalities, taken as the filters that they mean.

`interpret` is pure. It takes the longest name first; a name that several places share, or that is also a
common word, is taken only when the cases or the words around it ("en X", "municipio de X") say so.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from municipalities.querysets import SHORT
from search.analysis import fold, query_tokens
from search.sizes import SizeAsked, sizes_in

_WORD = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’´`]")
_NOUNS = {
    **dict.fromkeys(("municipio", "municipalidad", "ciudad", "localidad", "comuna", "partido"), "lugar"),
    **dict.fromkeys(("provincia", "prov"), "provincia"),
    **dict.fromkeys(("pais", "republica"), "pais"),
}
_ARTICLES = {"la", "el", "las", "los"}
_AT = {"en", "desde"}
_OF = {"de", "del", "para", "por"}
# What is left hanging when a name is taken out.
_LOOSE = _ARTICLES | _AT | _OF | {"y", "e", "a", "al", "con"}


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the facet `lugar`, `provincia` or `pais`. `within` is the province of a municipality."""

    facet: str
    value: str
    label: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing understood: a place, with the `others` of that name, or sizes."""

    place: Place | None = None
    others: tuple[Place, ...] = ()
    sizes: SizeAsked | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """`words` are those left, `facets` what the others mean."""

    words: str
    facets: Mapping[str, tuple[str, ...]]
    said: tuple[Said, ...]


class Names:
    """Every name that a place has, as `name_of` writes it."""

    def __init__(self, places: Iterable[tuple[str, Place]]) -> None:
        self._places: dict[str, list[Place]] = {}
        for name, place in places:
            self._places.setdefault(name_of(name), []).append(place)
        self._longest = max((name.count(" ") + 1 for name in self._places), default=0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def called(self, words: Sequence[str]) -> list[Place]:
        return self._places.get(" ".join(words), [])

    def beginning(self, text: str, facet: str) -> list[Place]:
        """Places of a facet with those words in their name, the last one maybe unfinished."""
        typed = f" {name_of(text)}"
        return [
            place
            for name, places in self._places.items()
            if typed in f" {name}"
            for place in places
            if place.facet == facet
        ]

    def found_in(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where names begin and end among the words: the longest first, none within another."""
        taken: list[tuple[int, int]] = []
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                end = start + length
                apart = all(end <= other[0] or start >= other[1] for other in taken)
                if apart and " ".join(words[start:end]) in self._places:
                    taken.append((start, end))
        return sorted(taken)


CasesAt = Callable[[Sequence[Place]], Mapping[Place, int]]
IsCommon = Callable[[str, int], bool]
"""Whether a word is used for something else than a place that has so many cases."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in its sentence. `taken` are the places of its words, with those that announce it."""

    words: tuple[str, ...]
    taken: frozenset[int]
    places: tuple[Place, ...]
    announced: bool


def name_of(text: str) -> str:
    """A name as it is compared: lower case, no accents, no abbreviations."""
    return " ".join(_spoken(word) for word in _WORD.findall(text))


def interpret(words: str, names: Names, cases_at: CasesAt, is_common: IsCommon) -> Interpretation | None:
    """What the names in the words mean; None when there are none, or none is clear enough."""
    sizes, where = sizes_in(words)
    rest = words if where is None else f"{words[: where[0]]} | {words[where[1] :]}"
    found = list(_WORD.finditer(rest))
    spoken = [_spoken(one[0]) for one in found]
    named = [_announced(spoken, start, end, names) for start, end in names.found_in(spoken)]
    named = list(_within_their_province(named))
    alone = len(named) == 1 and len(named[0].taken) == len(spoken) and sizes is None
    chosen = list(_chosen(named, alone, cases_at, is_common))
    if not chosen and sizes is None:
        return None
    taken = {n for one, _said in chosen for n in one.taken}
    said = tuple(one for _named, one in chosen)
    said += (Said(sizes=sizes),) if sizes else ()
    left = _left(rest, found, spoken, taken)
    return Interpretation(left, _facets(said), said)


def _left(rest: str, found: Sequence[re.Match[str]], spoken: Sequence[str], taken: set[int]) -> str:
    """What remains to be looked for, as typed; nothing when only loose words remain."""
    pieces, end = [], 0
    for n, one in enumerate(found):
        pieces.append(rest[end : one.start()])
        pieces.append("" if n in taken else one[0])
        end = one.end()
    words = " ".join("".join([*pieces, rest[end:]]).replace("|", " ").split()).strip(" ,;.()-")
    several = deque(words.split())
    while several and fold(several[-1].lower()) in _LOOSE:
        several.pop()
    while several and fold(several[0].lower()) in _LOOSE:
        several.popleft()
    return " ".join(several) if query_tokens(" ".join(several)) else ""


def _facets(said: Iterable[Said]) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {}
    for one in said:
        if one.place:
            facets[one.place.facet] = (*facets.get(one.place.facet, ()), one.place.value)
        if one.sizes:
            facets["tamano"] = one.sizes.bands
    return facets


def _announced(spoken: Sequence[str], start: int, end: int, names: Names) -> _Named:
    """The name with the words before it that say what it is: "en la ciudad de X"."""
    places, begins, announced = names.called(spoken[start:end]), start, False
    noun = start - 2 if start > 1 and spoken[start - 1] in {"de", "del"} else start - 1
    if noun >= 0 and (facet := _NOUNS.get(spoken[noun])):
        places = [place for place in places if place.facet == facet] or places
        begins, announced = noun, True
    if begins and spoken[begins - 1] in _ARTICLES:
        begins -= 1
    if begins and spoken[begins - 1] in _AT | _OF:
        begins -= 1
        announced = announced or spoken[begins] in _AT
    elif not announced:
        begins = start  # an article alone belongs to what is looked for
    return _Named(tuple(spoken[start:end]), frozenset(range(begins, end)), tuple(places), announced)


def _within_their_province(named: Sequence[_Named]) -> Iterator[_Named]:
    """ "san josé entre ríos": the province says which municipality it is, and nothing else."""
    provinces = {place.value: one for one in named for place in one.places if place.facet == "provincia"}
    settled, used = list(named), []
    for n, one in enumerate(named):
        inside = [place for place in one.places if provinces.get(place.within, one) is not one]
        if inside:
            province = provinces[inside[0].within]
            used.append(province)
            taken = one.taken | province.taken
            settled[n] = replace(one, places=tuple(inside), announced=True, taken=taken)
    return (one for one, before in zip(settled, named, strict=True) if before not in used)


def _chosen(
    named: Sequence[_Named], alone: bool, cases_at: CasesAt, is_common: IsCommon
) -> Iterator[tuple[_Named, Said]]:
    """For each name the place that it means, if that is clear.

    A province comes before its capital when something is looked for there, and after it when it stands alone.
    """
    known = cases_at([place for one in named for place in one.places]) if named else {}
    for one in named:
        places = sorted(
            (place for place in one.places if known.get(place)),
            key=lambda place: ((place.facet == "lugar") is not alone, -known[place], place.label),
        )
        if not places:
            continue
        own = [word for word in one.words if word not in _ARTICLES]
        common = len(own) == 1 and is_common(own[0], known[places[0]])
        if one.announced or not common:
            yield one, Said(places[0], tuple(places[1:]))


def _spoken(word: str) -> str:
    plain = fold(_APOSTROPHES.sub("", word).lower())
    return SHORT.get(plain, plain)
