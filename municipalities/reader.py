"""Who reads: the municipality, or only the population, that the page is about.

It travels in the address (`?municipio=AR-820042` or `?poblacion=34100`) and, if the person asked for it, in
a cookie. The address wins over the cookie.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from design.formats import number
from municipalities.cells import BadCell, people
from municipalities.models import Municipality
from municipalities.similarity import Profile

BY_KEY, BY_POPULATION = "municipio", "poblacion"
COOKIE = "municipio"


@dataclass(frozen=True, slots=True)
class Reader:
    """The point of view of a page. `key` is empty when only a population was typed."""

    profile: Profile
    label: str
    key: str = ""

    @property
    def population(self) -> int | None:
        return self.profile.population

    def params(self) -> dict[str, str]:
        """The parameter that says it in an address."""
        return {BY_KEY: self.key} if self.key else {BY_POPULATION: str(self.population)}

    def cookie(self) -> str:
        """The value of the cookie that remembers it."""
        return self.key or str(self.population)

    @classmethod
    def of(cls, place: Municipality) -> "Reader":
        return cls(place.profile, str(place.label), place.key)

    @classmethod
    def of_population(cls, population: int) -> "Reader":
        label = _("A municipality of %(population)s inhab.") % {"population": number(population)}
        return cls(Profile(key="", population=population), label)


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader, or None and, when something wrong was asked for, a message that says what."""

    reader: Reader | None = None
    message: str = ""
    remembered: bool = False


def read_choice(params: Mapping[str, str], cookies: Mapping[str, str]) -> Choice:
    """The choice that an address and a cookie make. Bad values choose nobody; they never raise."""
    key, population = params.get(BY_KEY, "").strip(), params.get(BY_POPULATION, "").strip()
    if key:
        return by_key(key)
    if population:
        return by_population(population)
    remembered = cookies.get(COOKIE, "").strip()
    if not remembered:
        return Choice()
    choice = by_population(remembered) if remembered.isdigit() else by_key(remembered)
    return Choice(choice.reader, remembered=True) if choice.reader else Choice()


def by_key(key: str) -> Choice:
    place = Municipality.objects.by_key(key)
    if place is None:
        return Choice(message=_("No municipality is called %(key)s.") % {"key": key[:30]})
    return Choice(Reader.of(place))


def by_population(text: str) -> Choice:
    try:
        population = people(text)
    except BadCell:
        population = None
    if not population:
        return Choice(message=_("Type the population with digits, such as 34100."))
    return Choice(Reader.of_population(population))


def reader_choice(request: HttpRequest) -> Choice:
    """The choice of this request, worked out once."""
    choice: Choice | None = getattr(request, "_reader_choice", None)
    if choice is None:
        choice = read_choice(request.GET, request.COOKIES)
        request._reader_choice = choice  # type: ignore[attr-defined]
    return choice


def reader_of(request: HttpRequest) -> Reader | None:
    return reader_choice(request).reader
