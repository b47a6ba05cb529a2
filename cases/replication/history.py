"""The public history of what a municipality told: before and after, when, and in which role; never who.

Only what the public may read: of the record, the fields listed here; of the figures, the accepted ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Bottleneck, Change, ContractType, Implementation, Measure, Phase
from design.formats import longdate, number

WORDS = 40  # of a long text, before "…"
ROLES: Mapping[str, Promise] = {
    "contributor": gettext_lazy("its team"),
    "lead": gettext_lazy("its lead"),
    "coordinator": gettext_lazy("the coordination of the network"),
}
FIELDS: Mapping[str, Promise] = {
    "phase": gettext_lazy("Phase"),
    "planned_start": gettext_lazy("Means to start on"),
    "started": gettext_lazy("Started"),
    "in_production": gettext_lazy("In production since"),
    "ended": gettext_lazy("Ended"),
    "adaptations": gettext_lazy("What it adapted"),
    "bottlenecks": gettext_lazy("Bottlenecks"),
    "overcome": gettext_lazy("What overcame them"),
    "sponsor_role": gettext_lazy("Who backed it"),
    "abandon_reason": gettext_lazy("Why it was abandoned"),
    "contract_type": gettext_lazy("Contract"),
    "exit_criteria": gettext_lazy("Exit criteria"),
    "decision_on": gettext_lazy("Whether it goes on is decided on"),
    "price_after_pilot": gettext_lazy("Price after the pilot"),
    "data_ownership": gettext_lazy("Who owns the data"),
    "confirmed_on": gettext_lazy("Confirmed"),
    "objection": gettext_lazy("Objection under review"),
}
_FIGURE = ("value", "period_end", "group", "method", "sample", "source_title", "source_url")
_DAYS = ("planned_start", "started", "in_production", "ended", "decision_on", "confirmed_on")
_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "phase": dict(Phase.choices),
    "contract_type": dict(ContractType.choices),
}


@dataclass(frozen=True, slots=True)
class Difference:
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One saving. `who` is a role, or "" when a file or a command brought it."""

    at: datetime
    who: str
    differences: tuple[Difference, ...]


def histories(sites: Iterable[Implementation]) -> dict[int, list[Event]]:
    """The events of each site, newest first, in one query. Fetch the sites with their measures."""
    of_measure: dict[int, tuple[int, Measure]] = {}
    keys = []
    for site in sites:
        keys.append(site.pk)
        of_measure |= {one.pk: (site.pk, one) for one in site.measures.all()}
    about = Q(model="implementation", object_id__in=keys) | Q(model="measure", object_id__in=list(of_measure))
    found: dict[int, list[Event]] = defaultdict(list)
    for change in Change.objects.filter(about):
        if change.model == "measure":
            site_pk, measure = of_measure[change.object_id]
            differences = tuple(_of_figure(change, measure))
        else:
            site_pk, differences = change.object_id, tuple(_of_site(change))
        if differences and not (change.before is None and change.origin not in ROLES):
            who = str(ROLES.get(change.origin, ""))
            found[site_pk].append(Event(change.at, who, differences))
    return found


def _of_site(change: Change) -> Iterator[Difference]:
    before, after = change.before or {}, change.after or {}
    for field, label in FIELDS.items():
        if (before.get(field) or "") != (after.get(field) or ""):
            yield Difference(str(label), _text(field, before.get(field)), _text(field, after.get(field)))


def _of_figure(change: Change, measure: Measure) -> Iterator[Difference]:
    """A figure enters the history when it is accepted; what nobody accepted is not told."""
    before, after = _public(change.before), _public(change.after)
    if before == after or not (before or after):
        return
    name = f"{measure.indicator.name}, {measure.get_moment_display().lower()}"
    yield Difference(name, _figure(before, measure.unit), _figure(after, measure.unit))


def _public(stored: Mapping[str, Any] | None) -> dict[str, Any]:
    if not stored or stored.get("status") != Measure.Status.ACCEPTED:
        return {}
    return {field: stored.get(field) for field in _FIGURE}


def _figure(stored: Mapping[str, Any], unit: str) -> str:
    if not stored:
        return ""
    day = longdate(date.fromisoformat(stored["period_end"]))
    value = f"{number(Decimal(stored['value']))} {unit}"
    parts = [value, stored["group"], _("until %(day)s") % {"day": day}, stored["source_title"]]
    return ", ".join(part for part in parts if part)


def _text(field: str, value: Any) -> str:
    if not value:
        return ""
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if isinstance(value, list):
        return " · ".join(str(dict(Bottleneck.choices).get(one, one)) for one in value)
    if field in _DAYS:
        return longdate(date.fromisoformat(value))
    return Truncator(value).words(WORDS)
