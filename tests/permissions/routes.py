"""Every route of the site, as the resolver holds them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Route(NamedTuple):
    name: str
    """With its namespaces. The template itself when it has no name."""
    template: str
    """As it is written in `urls.py`, from the root: "cuenta/equipo/<str:key>/"."""


def every_route() -> list[Route]:
    """In the order in which they are tried. The same address under the same name counts once."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns)))


def _walk(patterns: list, before: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for one in patterns:
        template = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _walk(one.url_patterns, template, inner)
        elif isinstance(one, URLPattern):
            yield Route(":".join((*spaces, one.name)) if one.name else template, template)
