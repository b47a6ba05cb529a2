"""The words of facet values that the code does not declare: topics, places, networks, technologies."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from cases.models import Topic
from municipalities.models import Network, Province
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
    """A label for each value, itself where nothing better is known. At most one query."""
    wanted = list(values)
    register = _REGISTERS.get(facet)
    known = register(wanted) if register else {value: str(label) for value, label in FACET[facet].values}
    return {value: known.get(value, value) for value in wanted}


def _topics(values: list[str]) -> dict[str, str]:
    return dict(Topic.objects.filter(slug__in=values).values_list("slug", "name"))


def _provinces(values: list[str]) -> dict[str, str]:
    codes = [value.partition("-")[2] for value in values]
    found = Province.objects.filter(code__in=codes).values_list("country", "code", "name")
    return {f"{country}-{code}": name for country, code, name in found}


def _countries(values: list[str]) -> dict[str, str]:
    return {value: str(COUNTRIES.get(value, value)) for value in values}


def _networks(values: list[str]) -> dict[str, str]:
    return dict(Network.objects.filter(slug__in=values).values_list("slug", "name"))


def _technologies(values: list[str]) -> dict[str, str]:
    return dict(Tag.objects.filter(slug__in=values).values_list("slug", "name"))


_REGISTERS: Mapping[str, Callable[[list[str]], dict[str, str]]] = {
    "tema": _topics,
    "provincia": _provinces,
    "pais": _countries,
    "red": _networks,
    "tecnologia": _technologies,
}
