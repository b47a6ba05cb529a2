"""Which key of the format is which field of a model. Import and export both loop over these tables."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

from cases.case_files.texts import plain
from cases.models import AiSheet, Bottleneck, CasePage, CaseSource, Implementation, Indicator, Measure

SCHEMA_FILE = Path(__file__).resolve().parent.parent / "schema" / "case.schema.json"
Table = Mapping[str, str]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


STORY = ("problem", "outcome", "process", "action", "results", "failures", "conditions", "governance")
CASE: Table = {
    **_same("title", "summary", *STORY, "technology", "area", "responsible_area", "team"),
    **_same("norm", "norm_url", "budget_line"),
    **{f"cost.{name}": f"cost_{name}" for name in ("amount", "currency", "date", "usd")},
    **_same("outcome_defined_on", "contract_signed_on", "uses_ai", "mailbox", "licence"),
    "reuse.standards": "standards",
    "reuse.api": "api_url",
    "reuse.code": "code_url",
    "reuse.code_licence": "code_licence",
    "reuse.agreement": "agreement",
}
SOURCE: Table = _same("title", "url", "date", "said_by")
INDICATOR: Table = {
    **_same("key", "label", "core"),
    "unit": "own_unit",
    "target.value": "target",
    "target.date": "target_date",
    **{
        f"custom.{name}": f"custom_{name}"
        for name in ("name", "formula", "unit", "direction", "kind", "lens")
    },
}
IMPLEMENTATION: Table = {
    **_same("role", "attempt", "phase", "phase_since", "started", "in_production", "ended"),
    **_same("adaptations", "bottlenecks", "overcome", "sponsor_role", "abandon_reason"),
    "contract.type": "contract_type",
    "contract.exit_criteria": "exit_criteria",
    "contract.decision_on": "decision_on",
    "contract.price_after_pilot": "price_after_pilot",
    "contract.data_ownership": "data_ownership",
}
AI_SHEET: Table = _same(*AiSheet.QUESTIONS, "serious_incident_open")
MEASURE: Table = {
    **_same("moment", "value", "period_end", "group", "method", "design_strength", "sample", "said_by"),
    "unit": "own_unit",
    **{f"source.{name}": f"source_{name}" for name in ("title", "url", "date")},
}
TABLES: Mapping[type[models.Model], Table] = {
    CasePage: CASE,
    CaseSource: SOURCE,
    Indicator: INDICATOR,
    Implementation: IMPLEMENTATION,
    AiSheet: AI_SHEET,
    Measure: MEASURE,
}
# Keys whose texts may hold paragraphs; every other text is one line.
MANY_LINES = {"reason"} | {
    key.rpartition(".")[2]
    for model, table in TABLES.items()
    for key, attr in table.items()
    if isinstance(model._meta.get_field(attr), models.TextField)
}


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12)."""
    return json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def take(record: Mapping[str, Any], model: type[models.Model]) -> dict[str, Any]:
    """Field values that a record of a file states. What it leaves out gets the field's default."""
    return {attr: _taken(model, attr, dig(record, key)) for key, attr in TABLES[model].items()}


def give(instance: models.Model) -> dict[str, Any]:
    """The record that states an instance. Empty values and defaults that mean "nothing" are left out."""
    record: dict[str, Any] = {}
    for key, attr in TABLES[type(instance)].items():
        value = _given(getattr(instance, attr), many_lines=key.rpartition(".")[2] in MANY_LINES)
        if value in (None, "", []) or value is False or (key, value) == ("attempt", 1):
            continue
        head, _dot, rest = key.partition(".")
        if rest:
            record.setdefault(head, {})[rest] = value
        else:
            record[head] = value
    return record


def arranged(definition: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its keys in the order of the schema."""
    order = schema()["$defs"][definition]["properties"]
    return {key: record[key] for key in order if key in record}


def key_of(model: type[models.Model], attr: str) -> str:
    """The key of the format that a field comes from; "" when it has none."""
    return next((key for key, field in TABLES.get(model, {}).items() if field == attr), "")


def dig(record: Mapping[str, Any], key: str) -> Any:
    """ "cost.amount" → record["cost"]["amount"], or None."""
    value: Any = record
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def number(value: Decimal) -> int | float:
    """A JSON number: 12.5000 → 12.5, 60.0000 → 60. Exact up to 15 significant digits."""
    return int(value) if value == value.to_integral_value() else float(value)


def _taken(model: type[models.Model], attr: str, raw: Any) -> Any:
    field: Any = model._meta.get_field(attr)
    if raw is None:
        return field.get_default()
    if isinstance(field, models.DateField):
        return date.fromisoformat(raw)
    if isinstance(field, models.DecimalField):
        return raw if isinstance(raw, Decimal) else Decimal(str(raw))
    if attr == "bottlenecks":
        return [name for name in Bottleneck.values if name in raw]
    return int(raw) if isinstance(field, models.IntegerField) else raw


def _given(value: Any, many_lines: bool) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return plain(value, many_lines) if isinstance(value, str) else value
