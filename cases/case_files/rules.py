"""What the schema cannot say: references that exist, dates in order, one record for each thing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.case_files.fields import dig
from cases.case_files.problems import Problem
from cases.case_files.references import References
from cases.figures import too_early

Record = Mapping[str, Any]
EARLIEST, LATEST = "1900-01-01", "2100-12-31"
# Dates of things that happened; a target or an end that was agreed may lie ahead.
PAST = {"published_on", "confirmation.date", "objection.date", "period_end"}


def rule_errors(case: Record, path: str, known: References) -> Iterator[Problem]:
    """Errors of a case that the schema accepts."""
    yield from _unknown_municipalities(case, path, known)
    for n, topic in enumerate(case.get("topics", [])):
        if topic not in known.topics:
            yield Problem(f"{path}.topics[{n}]", _("Unknown topic: “%(topic)s”.") % {"topic": topic})
    yield from _dates(case, path, "published_on", "cost.date", "outcome_defined_on", "contract_signed_on")
    for n, source in enumerate(case.get("sources", [])):
        yield from _dates(source, f"{path}.sources[{n}]", "date")
    yield from _indicators(case, path, known)
    yield from _sites(case, path)
    for n, site in enumerate(case["implementations"]):
        where = f"{path}.implementations[{n}]"
        yield from _site_dates(site, where)
        yield from _measures(site, where, case, known)
        yield from _followups_before_baseline(site, where)
    for n, dispute in enumerate(case.get("accepted_disputes", [])):
        where = f"{path}.accepted_disputes[{n}]"
        yield from _dates(dispute, where, "period_end")
        if dispute["indicator"] not in _keys(case):
            yield Problem(f"{where}.indicator", _no_indicator(dispute["indicator"]))


def _unknown_municipalities(value: Any, path: str, known: References) -> Iterator[Problem]:
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _unknown_municipalities(inner, f"{path}[{n}]", known)
    elif isinstance(value, Mapping):
        if "municipality" in value and known.municipality(value["municipality"]) is None:
            key = "{country}-{code}".format_map(value["municipality"])
            message = _("No municipality has the code %(key)s in the register.") % {"key": key}
            yield Problem(f"{path}.municipality.code", message)
        for key, inner in value.items():
            yield from _unknown_municipalities(inner, f"{path}.{key}", known)


def _indicators(case: Record, path: str, known: References) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, indicator in enumerate(case["indicators"]):
        where = f"{path}.indicators[{n}]"
        definition = indicator.get("definition")
        if definition and definition not in known.definitions:
            message = _("The catalogue has no indicator “%(slug)s”.") % {"slug": definition}
            yield Problem(f"{where}.definition", message)
        if indicator["key"] in seen:
            yield Problem(f"{where}.key", _("Another indicator of this case has this key."))
        seen.add(indicator["key"])
        yield from _dates(indicator, where, "target.date")


def _sites(case: Record, path: str) -> Iterator[Problem]:
    """The origin is the case's municipality and nobody else; each attempt is told once."""
    home = _place(case)
    seen: set[tuple[tuple[str, str], int]] = set()
    for n, site in enumerate(case["implementations"]):
        where = f"{path}.implementations[{n}]"
        if (site["role"] == "origin") != (_place(site) == home):
            message = _("The origin is the municipality of the case, and every other one is a replication.")
            yield Problem(f"{where}.role", message)
        attempt = (_place(site), int(site.get("attempt", 1)))
        if attempt in seen:
            message = _(
                "This attempt of this municipality appears twice: number the second one “attempt”: 2."
            )
            yield Problem(f"{where}.attempt", message)
        seen.add(attempt)


def _site_dates(site: Record, path: str) -> Iterator[Problem]:
    names = ("started", "in_production", "ended")
    others = ("phase_since", "contract.decision_on", "confirmation.date", "objection.date")
    yield from _dates(site, path, *names, *others)
    told = [(name, site[name]) for name in names if site.get(name)]
    for (earlier, before), (later, after) in pairwise(told):
        if after < before:
            message = _("Dates out of order: %(later)s (%(after)s) comes before %(earlier)s (%(before)s).")
            values = {"later": later, "after": after, "earlier": earlier, "before": before}
            yield Problem(f"{path}.{later}", message % values)


def _measures(site: Record, path: str, case: Record, known: References) -> Iterator[Problem]:
    keys = _keys(case)
    for n, measure in enumerate(site["measures"]):
        where = f"{path}.measures[{n}]"
        yield from _dates(measure, where, "period_end", "source.date")
        indicator = keys.get(measure["indicator"])
        if indicator is None:
            yield Problem(f"{where}.indicator", _no_indicator(measure["indicator"]))
            continue
        units = units_of(indicator, known)
        if measure.get("unit") and measure["unit"] not in units | known.units:
            message = _("Unknown unit: “%(unit)s”. This indicator is measured in “%(units)s”.")
            values = {"unit": measure["unit"], "units": " / ".join(sorted(units))}
            yield Problem(f"{where}.unit", message % values)
        said = dig(measure, "source.said_by")
        if said and said != measure["said_by"]:
            message = _("The source is said by “%(source)s” and the figure by “%(figure)s”: which one is it?")
            yield Problem(f"{where}.said_by", message % {"source": said, "figure": measure["said_by"]})


def units_of(indicator: Record, known: References) -> set[str]:
    """The units in which a figure of this indicator makes sense: its own, and its definition's."""
    definition = known.definitions.get(indicator.get("definition", ""))
    base = definition.unit if definition else dig(indicator, "custom.unit")
    return {unit for unit in (base, indicator.get("unit")) if unit}


def _followups_before_baseline(site: Record, path: str) -> Iterator[Problem]:
    """A follow-up comes after the earliest baseline of the same indicator, group and unit."""

    def series(measure: Record) -> tuple[str, str, str]:
        return measure["indicator"], measure.get("group", ""), measure.get("unit", "")

    baselines: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for measure in site["measures"]:
        if measure["moment"] == "baseline":
            baselines[series(measure)].append(measure["period_end"])
    for n, measure in enumerate(site["measures"]):
        days = baselines[series(measure)]
        if measure["moment"] == "followup" and too_early(days, [measure["period_end"]]):
            message = _("This follow-up (%(day)s) does not come after its baseline (%(baseline)s).")
            values = {"day": measure["period_end"], "baseline": min(days)}
            yield Problem(f"{path}.measures[{n}].period_end", message % values)


def _dates(record: Record, path: str, *keys: str) -> Iterator[Problem]:
    today = localdate().isoformat()
    for key in keys:
        day = dig(record, key)
        if day is None:
            continue
        if not EARLIEST <= day <= LATEST:
            yield Problem(f"{path}.{key}", _("A date between 1900 and 2100 is expected."))
        elif key in PAST and day > today:
            yield Problem(f"{path}.{key}", _("This date is in the future."))


def _keys(case: Record) -> dict[str, Record]:
    return {indicator["key"]: indicator for indicator in case["indicators"]}


def _place(record: Record) -> tuple[str, str]:
    return record["municipality"]["country"], record["municipality"]["code"]


def _no_indicator(key: str) -> str:
    return _("This case has no indicator “%(key)s”.") % {"key": key}
