"""The words of facet values that the code does not declare: topics, places, networks, technologies."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from time import monotonic

from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from cases.models import Topic
from municipalities.models import Municipality, Network, Province
from search.facets import FACET, Label

COUNTRIES: Mapping[str, Label] = {
    "AR": _("Argentina"),
    "BO": _("Bolivia"),
    "BR": _("Brazil"),
    "CL": _("Chile"),
    "CO": _("Colombia"),
    "CR": _("Costa Rica"),
    "EC": _("Ecuador"),
    "ES": _("Spain"),
    "MX": _("Mexico"),
    "PE": _("Peru"),
    "PY": _("Paraguay"),
    "UY": _("Uruguay"),
}


def labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    """A label for each value, itself where nothing better is known. At most one query.

    A name that somebody changed may take a second to show: every page asks for the same few.
    """
    wanted = tuple(values)
    known = _known(facet, wanted, int(monotonic()))
    return {value: known.get(value, value) for value in wanted}


@lru_cache(maxsize=256)
def _known(facet: str, values: tuple[str, ...], second: int) -> Mapping[str, str]:
    if register := _REGISTERS.get(facet):
        return register(values)
    return {value: str(label) for value, label in FACET[facet].values}


def _topics(values: tuple[str, ...]) -> dict[str, str]:
    return dict(Topic.objects.filter(slug__in=values).values_list("slug", "name"))


def _provinces(values: tuple[str, ...]) -> dict[str, str]:
    codes = [value.partition("-")[2] for value in values]
    found = Province.objects.filter(code__in=codes).values_list("country", "code", "name")
    return {f"{country}-{code}": name for country, code, name in found}


def _municipalities(values: tuple[str, ...]) -> dict[str, str]:
    codes = [value.partition("-")[2] for value in values]
    found = Municipality.objects.with_province().filter(code__in=codes)
    return {place.key: str(place) for place in found}


def _countries(values: tuple[str, ...]) -> dict[str, str]:
    return {value: str(COUNTRIES.get(value, value)) for value in values}


def _networks(values: tuple[str, ...]) -> dict[str, str]:
    return dict(Network.objects.filter(slug__in=values).values_list("slug", "name"))


def _technologies(values: tuple[str, ...]) -> dict[str, str]:
    return dict(Tag.objects.filter(slug__in=values).values_list("slug", "name"))


_REGISTERS: Mapping[str, Callable[[tuple[str, ...]], dict[str, str]]] = {
    "tema": _topics,
    "provincia": _provinces,
    "lugar": _municipalities,
    "pais": _countries,
    "red": _networks,
    "tecnologia": _technologies,
}
