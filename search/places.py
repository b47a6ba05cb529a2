"""The names of the register, and where there are cases: what `search.names` is told by the database."""

from collections.abc import Iterator, Mapping, Sequence
from time import monotonic

from django.db.models import Count, Q

from cases.models import CasePage
from municipalities.countries import shipped_provinces
from municipalities.models import Municipality, Province
from municipalities.peers import register
from search.labels import COUNTRIES
from search.names import Names, Place

KEPT_SECONDS = 60.0
_FIELDS = {
    "lugar": "implementations__municipality",
    "provincia": "implementations__municipality__province",
    "pais": "implementations__municipality",
}
_kept: tuple[object, float, Names] | None = None


def names() -> Names:
    """The names of municipalities, provinces and countries; one that changed may take a minute to show."""
    global _kept
    version, now = register().version, monotonic()
    if _kept is None or _kept[0] != version or now >= _kept[1]:
        _kept = version, now + KEPT_SECONDS, Names(_places())
    return _kept[2]


def forget() -> None:
    """The next question reads the names anew."""
    global _kept
    _kept = None


def cases_at(places: Sequence[Place]) -> Mapping[Place, int]:
    """How many published cases each place has. At most one query for each kind of place."""
    found: dict[Place, int] = {}
    for facet in dict.fromkeys(place.facet for place in places):
        asked = {place.value: place for place in places if place.facet == facet}
        found |= {asked[value]: count for value, count in _counts(facet, list(asked)) if value in asked}
    return found


def _counts(facet: str, values: Sequence[str]) -> Iterator[tuple[str, int]]:
    field = _FIELDS[facet]
    keys = [f"{field}__country", f"{field}__code"]
    within = Q(**{f"{field}__code__in": [value.partition("-")[2] for value in values]})
    if facet == "pais":
        keys, within = keys[:1], Q(**{f"{field}__country__in": values})
    cases = CasePage.objects.published().filter(within).order_by()
    for *parts, count in cases.values_list(*keys).annotate(Count("pk", distinct=True)):
        yield "-".join(parts), count


def _places() -> Iterator[tuple[str, Place]]:
    columns = ("country", "code", "name", "province__code", "province__name")
    for country, code, name, province, province_name in Municipality.objects.values_list(*columns):
        yield name, Place("lugar", f"{country}-{code}", f"{name} ({province_name})", f"{country}-{province}")
    called = {(row.country, row.code): row.called for row in shipped_provinces()}
    for province_ in Province.objects.all():
        place = Place("provincia", province_.key, province_.name)
        for name in {province_.name, *called.get((province_.country, province_.code), ())}:
            yield name, place
    for country, label in COUNTRIES.items():
        yield str(label), Place("pais", country, str(label))
