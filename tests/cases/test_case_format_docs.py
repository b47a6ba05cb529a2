"""docs/formato-de-casos.md explains every field, and its example works."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cases.case_files import dump, export_document, import_document, parse
from cases.case_files.checking import schema_errors
from cases.case_files.fields import TABLES, dig, schema
from cases.models import CasePage
from tests.cases.documents import register
from tests.factories import make_municipality

GUIDE = (Path(__file__).resolve().parents[2] / "docs/formato-de-casos.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```json\n(.*?)```", GUIDE, re.S)[1]


def fields(definition: dict[str, Any]) -> set[str]:
    """Every property of a definition, and of the objects written inside it."""
    found: set[str] = set()
    for name, inner in definition.get("properties", {}).items():
        found |= {name} | fields(inner)
    return found


@pytest.mark.parametrize("name", [name for name, one in schema()["$defs"].items() if "properties" in one])
def test_every_field_is_explained(name: str) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert fields(schema()["$defs"][name]) <= explained


def test_no_field_is_invented() -> None:
    known = fields(schema()).union(*(fields(one) for one in schema()["$defs"].values()))
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", GUIDE, re.M)
    assert {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)} <= known


def test_the_example_is_valid_and_uses_every_field() -> None:
    document = json.loads(EXAMPLE)
    assert schema_errors(document) == []
    (case,) = document["cases"]
    missing = [key for key in schema()["$defs"]["case"]["properties"] if key not in case]
    assert missing == []
    for name in ("indicators", "implementations"):
        definition = schema()["$defs"][name[:-1]]["properties"]
        assert set(definition) <= set().union(*case[name])
    measures = [one for site in case["implementations"] for one in site["measures"]]
    assert set(schema()["$defs"]["measure"]["properties"]) <= set().union(*measures)


def test_the_schema_has_every_key_that_the_code_reads() -> None:
    known = fields(schema()).union(*(fields(one) for one in schema()["$defs"].values()))
    for table in TABLES.values():
        for key in table:
            assert set(key.split(".")) <= known, key


@pytest.mark.django_db
def test_the_example_comes_in_and_comes_out_the_same() -> None:
    register()
    for code in ("EJ001", "EJ002"):
        make_municipality(code, name=code, is_example=True)
    report = import_document(parse(EXAMPLE.encode()), trust=True, source="ejemplo.json")
    assert report.errors == [] and report.warnings == []
    first = export_document(CasePage.objects.all())
    (told,), (given,) = first["cases"], json.loads(EXAMPLE)["cases"]
    for key in set(given) - {"municipality", "implementations", "accepted_disputes", "indicators"}:
        assert told[key] == given[key], key
    assert len(dig(told["implementations"][0], "measures")) == 4
    import_document(parse(dump(first).encode()), trust=True, source="vuelta.json")
    assert export_document(CasePage.objects.all()) == first
