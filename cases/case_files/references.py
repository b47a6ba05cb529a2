"""What the cases of a file refer to, looked up once: municipalities, topics, the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cases.models import IndicatorDefinition, Topic
from municipalities.models import Municipality

BATCH = 500


@dataclass(frozen=True, slots=True)
class References:
    municipalities: Mapping[tuple[str, str], Municipality]
    topics: Mapping[str, Topic]
    definitions: Mapping[str, IndicatorDefinition]
    units: frozenset[str]

    def municipality(self, record: Mapping[str, Any]) -> Municipality | None:
        """The municipality that a `{"country", "code"}` of the file names. The name decides nothing."""
        return self.municipalities.get((record["country"], record["code"]))


def references_of(cases: Iterable[Any]) -> References:
    """Everything that these cases may name. Badly shaped cases name nothing."""
    keys = sorted({key for case in cases for key in _named(case)})
    found: dict[tuple[str, str], Municipality] = {}
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        wanted = Q()
        for country in {country for country, _code in batch}:
            wanted |= Q(country=country, code__in=[code for of, code in batch if of == country])
        for one in Municipality.objects.select_related("province").filter(wanted):
            found[one.country, one.code] = one
    definitions = {one.slug: one for one in IndicatorDefinition.objects.all()}
    return References(
        municipalities=found,
        topics={topic.slug: topic for topic in Topic.objects.all()},
        definitions=definitions,
        units=frozenset(one.unit for one in definitions.values()),
    )


def _named(value: Any, depth: int = 0) -> set[tuple[str, str]]:
    """Every country and code anywhere in a case."""
    if depth > 6:
        return set()
    if isinstance(value, dict):
        country, code = value.get("country"), value.get("code")
        here = {(country, code)} if isinstance(country, str) and isinstance(code, str) else set()
        return here.union(*(_named(inner, depth + 1) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_named(inner, depth + 1) for inner in value))
    return set()
