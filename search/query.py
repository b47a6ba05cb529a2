"""SearchQuery: a question as one frozen value that is the query string and back. The URL is all its state."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlencode

from search.facets import FACET, FACETS, MUNICIPALITY, Kind
from search.normalise import clean

MAX_PAGE = 500
MAX_VALUES = 20
MAX_POPULATION = 50_000_000
_POPULATION = re.compile(r"[0-9]{1,3}(?:[. ]?[0-9]{3}){0,3}|[0-9]{1,8}")
_PAGE = re.compile(r"[0-9]{1,6}")


class Sort(StrEnum):
    FOR_READER = "municipio"
    EVIDENCE = "evidencia"
    RECENT = "recientes"
    RELEVANCE = "relevancia"


class Params(Protocol):
    """What is needed of Django's QueryDict."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words, who reads, facet selections, order and page. Build it with `from_params` or `make`.

    `facets` maps a facet's name to its chosen values, sorted; a facet without any is absent. A municipality
    and a typed population exclude each other: the municipality wins. `verbatim`: the words mean what they
    say, without correcting them nor looking for names in them; without words it says nothing.
    """

    words: str = ""
    municipality: str = ""
    population: int | None = None
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    chosen_sort: Sort | None = None
    page: int = 1
    verbatim: bool = False
    path: str = field(default="", compare=False)

    @classmethod
    def from_params(cls, params: Params, path: str = "") -> "SearchQuery":
        """Reads a query string. Whatever is unknown or malformed is ignored; never raises."""
        municipality = _first_match(params.getlist("municipio"), MUNICIPALITY, upper=True)
        return cls.make(
            words=_first(params.getlist("q")),
            municipality=municipality,
            population=_population(_first(params.getlist("poblacion"))),
            facets={facet.name: params.getlist(facet.name) for facet in FACETS},
            sort=_first(params.getlist("orden")),
            page=int(_first_match(params.getlist("pagina"), _PAGE) or 1),
            verbatim=_first(params.getlist("tal_cual")) == "1",
            path=path,
        )

    @classmethod
    def make(
        cls,
        words: str = "",
        municipality: str = "",
        population: int | None = None,
        facets: Mapping[str, Iterable[str]] | None = None,
        sort: str = "",
        page: int = 1,
        verbatim: bool = False,
        path: str = "",
    ) -> "SearchQuery":
        """A query in its canonical form: equal questions are equal values and have equal addresses."""
        query = cls(
            words=clean(words),
            municipality=municipality,
            population=None if municipality else population,
            page=max(1, min(page, MAX_PAGE)),
            path=path,
        )
        query = replace(query, verbatim=verbatim and bool(query.words))
        return replace(query, facets=query._canonical(facets or {}))._sorted_by(sort)

    @property
    def has_reader(self) -> bool:
        return bool(self.municipality) or self.population is not None

    @property
    def default_sort(self) -> Sort:
        return Sort.FOR_READER if self.has_reader else Sort.EVIDENCE

    @property
    def sort(self) -> Sort:
        return self.chosen_sort or self.default_sort

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """The orders that mean something here: none for a reader nobody chose, or for words not typed."""
        hidden = {Sort.FOR_READER} if not self.has_reader else set()
        if not self.words:
            hidden.add(Sort.RELEVANCE)
        return tuple(sort for sort in Sort if sort not in hidden)

    @property
    def active(self) -> tuple[tuple[str, str], ...]:
        """Every chosen (facet, value), in the order of FACETS."""
        return tuple((name, value) for name, values in self.facets for value in values)

    def selected(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        return dict(self.facets).get(facet, ())

    def toggle(self, facet: str, value: str) -> "SearchQuery":
        """The same question with that value added or taken away, from its first page."""
        chosen = self.selected(facet)
        values = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        return self._with_facet(facet, values)

    def toggle_urls(self, facet: str, values: Iterable[str]) -> dict[str, str]:
        """The address of `toggle` for each of the facet's values, without a question for each of them."""
        chosen, others = set(self.selected(facet)), self.without(facet)
        places = list(FACET)
        later = {*places[places.index(facet) :], "tal_cual", "orden", "pagina"}
        before = urlencode([pair for pair in others.params() if pair[0] not in later])
        after = urlencode([pair for pair in others.params() if pair[0] in later])
        urls = {}
        for value in values:
            # The values of facets are letters, digits and hyphens: nothing in them has to be quoted.
            pairs = [f"{facet}={one}" for one in sorted(chosen ^ {value})[:MAX_VALUES]]
            urls[value] = self._address("&".join(filter(None, (before, *pairs, after))))
        return urls

    def without(self, facet: str, value: str | None = None) -> "SearchQuery":
        """The same question without that value, or without the whole facet."""
        kept = [] if value is None else [one for one in self.selected(facet) if one != value]
        return self._with_facet(facet, kept)

    def with_facets(self, added: Mapping[str, Iterable[str]]) -> "SearchQuery":
        """The same question with those values chosen as well."""
        facets = {name: [*self.selected(name), *added.get(name, ())] for name in FACET}
        return replace(self, facets=self._canonical(facets), page=1)

    def without_facets(self) -> "SearchQuery":
        return replace(self, facets=(), page=1)

    def with_words(self, words: str) -> "SearchQuery":
        query = replace(self, words=clean(words), verbatim=False, page=1)
        return query._sorted_by(self.chosen_sort or "")

    def without_words(self) -> "SearchQuery":
        return self.with_words("")

    def as_typed(self) -> "SearchQuery":
        return replace(self, verbatim=bool(self.words), page=1)

    def with_sort(self, sort: str) -> "SearchQuery":
        return replace(self, page=1)._sorted_by(sort)

    def with_page(self, page: int) -> "SearchQuery":
        return replace(self, page=max(1, min(page, MAX_PAGE)))

    def with_municipality(self, key: str) -> "SearchQuery":
        """The same question asked by another municipality; empty: by nobody."""
        valid = key if MUNICIPALITY.fullmatch(key) else ""
        query = replace(self, municipality=valid, population=None, page=1)
        return query._reader_changed()

    def with_population(self, population: int | None) -> "SearchQuery":
        """The same question asked by a municipality that is not in the register."""
        query = replace(self, municipality="", population=population, page=1)
        return query._reader_changed()

    def params(self) -> list[tuple[str, str]]:
        """The canonical parameters: defaults are left out, facets in the order of FACETS."""
        pairs = [("q", self.words), ("municipio", self.municipality)]
        if self.population is not None:
            pairs.append(("poblacion", str(self.population)))
        pairs += self.active
        pairs.append(("tal_cual", "1" if self.verbatim else ""))
        pairs.append(("orden", self.chosen_sort or ""))
        pairs.append(("pagina", str(self.page) if self.page > 1 else ""))
        return [(name, value) for name, value in pairs if value]

    def querystring(self) -> str:
        return urlencode(self.params())

    def url(self) -> str:
        """The address of this question: the path it was read with, and the canonical parameters."""
        return self._address(self.querystring())

    def _address(self, encoded: str) -> str:
        return f"{self.path}?{encoded}" if encoded else self.path or "?"

    def _with_facet(self, facet: str, values: Sequence[str]) -> "SearchQuery":
        return replace(self, facets=self._canonical({**dict(self.facets), facet: values}), page=1)

    def _canonical(self, facets: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Allowed values only, sorted, in the order of FACETS. Without a reader nothing is at their size."""
        chosen = []
        for facet in FACETS:
            if facet.kind is Kind.READER and not self.has_reader:
                continue
            values = {value for value in facets.get(facet.name, ()) if facet.allows(value)}
            if values:
                chosen.append((facet.name, tuple(sorted(values)[:MAX_VALUES])))
        return tuple(chosen)

    def _sorted_by(self, sort: str) -> "SearchQuery":
        """An order that is the default, or means nothing here, is not part of the question."""
        valid = next((one for one in self.sorts if one == sort and one != self.default_sort), None)
        return replace(self, chosen_sort=valid)

    def _reader_changed(self) -> "SearchQuery":
        query = replace(self, facets=self._canonical(dict(self.facets)))
        return query._sorted_by(query.chosen_sort or "")


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _first_match(values: Sequence[str], pattern: re.Pattern[str], upper: bool = False) -> str:
    value = _first(values).strip()
    head, dash, tail = value.partition("-")
    value = f"{head.upper()}{dash}{tail}" if upper else value
    return value if value.isascii() and pattern.fullmatch(value) else ""


def _population(text: str) -> int | None:
    """ "34.100", "34 100" or "34100"; None unless it is a number of inhabitants."""
    text = text.strip()
    if not text.isascii() or not _POPULATION.fullmatch(text):
        return None
    population = int(text.replace(".", "").replace(" ", ""))
    return population if 1 <= population <= MAX_POPULATION else None
