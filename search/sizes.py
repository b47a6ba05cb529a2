"""Sizes of municipalities as people say them: "municipios chicos", "menos de 10 mil habitantes"."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from design.formats import number
from municipalities.size_bands import SIZE_LIMITS, SIZES
from search.analysis import fold

_SMALL, _MEDIUM, _LARGE = (0, 9_999), (10_000, 99_999), (100_000, None)
_ADJECTIVES = {
    "chic": _SMALL,
    "pequen": _SMALL,
    "median": _MEDIUM,
    "intermedi": _MEDIUM,
    "grand": _LARGE,
}
_NOUN = r"(?:municipi(?:o|os|alidad|alidades)|ciudad(?:es)?|localidad(?:es)?|comunas?|pueblos?)"
_ADJECTIVE = r"(?:mas |muy )?(chic|pequen|median|intermedi|grand)(?:[oa]s?|es?)"
_INHABITANTS = r"(?:habitantes|hab\b\.?)"
_BEFORE = r"(?:\b(?:en|de|para|por)\s+)?(?:\b(?:los|las|un|una|el|la)\s+)?"
_OF = r"(?:(?:de|con|que tengan|que tienen)\s+)?"


def _number(name: str) -> str:
    return rf"(?P<{name}>\d{{1,3}}(?:[. ]\d{{3}})+|\d+)(?P<{name}_unit> mil(?:lon(?:es)?)?\b)?"


_PATTERNS = (
    re.compile(rf"{_BEFORE}\b{_NOUN} {_ADJECTIVE}\b"),
    re.compile(rf"{_BEFORE}\b{_ADJECTIVE} {_NOUN}\b"),
)
_VILLAGES = re.compile(rf"{_BEFORE}\bpueblos\b(?! (?:originari|indigen|nativ))|\b(?:en|de|para) un pueblo\b")
_PEOPLE = re.compile(
    rf"(?P<noun>{_BEFORE}\b{_NOUN}\s+)?{_OF}"
    rf"(?:\b(?P<under>menos de|hasta|menores? (?:de|a))\s+|\b(?P<over>mas de|desde|mayores? (?:de|a))\s+"
    rf"|\bentre\s+{_number('low')}\s+y\s+|(?:unos\s+|cerca de\s+)?)"
    rf"\b{_number('high')} (?:de )?{_INHABITANTS}"
)


@dataclass(frozen=True, slots=True)
class SizeAsked:
    """Size bands that follow one another, smallest first (`municipalities.size_bands.SIZES`)."""

    bands: tuple[str, ...]

    @property
    def label(self) -> str:
        """The municipalities of those bands, in words: "municipios de menos de 10.000 habitantes"."""
        limits = [0, *(limit for _name, limit in SIZE_LIMITS)]
        places = [name for name, _label in SIZES]
        low, last = limits[places.index(self.bands[0])], places.index(self.bands[-1])
        high = limits[last + 1] if last + 1 < len(limits) else None
        slots = {"low": number(low), "high": number(high or 0), "last": number((high or 1) - 1)}
        if high is None:
            return _("municipalities of %(low)s inhabitants or more") % slots
        if not low:
            return _("municipalities of fewer than %(high)s inhabitants") % slots
        return _("municipalities of %(low)s to %(last)s inhabitants") % slots


def sizes_in(words: str) -> tuple[SizeAsked | None, tuple[int, int] | None]:
    """The sizes that the words ask for, and where they say it; nothing when they ask for none."""
    plain = "".join(fold(letter)[:1] or " " for letter in words.lower())
    if len(plain) != len(words):  # a letter whose lower case is two
        return None, None
    for pattern in _PATTERNS:
        if found := pattern.search(plain):
            return _asked(*_ADJECTIVES[found[1]]), found.span()
    if (found := _PEOPLE.search(plain)) and (asked := _by_people(found)):
        return asked, found.span()
    if found := _VILLAGES.search(plain):
        return _asked(*_SMALL), found.span()
    return None, None


def _by_people(found: re.Match[str]) -> SizeAsked | None:
    """None for a number of inhabitants that is not said to be a municipality's."""
    amount = _people(found["high"], found["high_unit"])
    if found["under"]:
        return _asked(0, max(amount - 1, 0))
    if found["over"]:
        return _asked(amount, None)
    if found["low"]:
        low = _people(found["low"], found["low_unit"] or found["high_unit"])  # "entre 10 y 50 mil"
        low = low if low < amount else _people(found["low"], found["low_unit"])
        return _asked(min(low, amount), max(low, amount - 1))
    return _asked(amount, amount) if found["noun"] else None


def _people(digits: str, unit: str | None) -> int:
    amount = int(digits.replace(".", "").replace(" ", ""))
    if unit is None:
        return amount
    return amount * (1_000 if unit == " mil" else 1_000_000)


def _asked(low: int, high: int | None) -> SizeAsked:
    """Every band that has some size from `low` to `high`, both included."""
    limits = [0, *(limit for _name, limit in SIZE_LIMITS)]
    bands = []
    for place, (name, _label) in enumerate(SIZES):
        below = limits[place + 1] if place + 1 < len(limits) else None
        if (below is None or low < below) and (high is None or high >= limits[place]):
            bands.append(name)
    return SizeAsked(tuple(bands))
