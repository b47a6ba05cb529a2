"""Case files out: only what is public, always the same bytes, and back in without losing anything."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from cases.case_files import dump, export_document, import_document, parse
from cases.case_files.checking import schema_errors
from cases.case_files.fields import number
from cases.models import AiSheet, CasePage, Implementation, Indicator, Measure, MunicipalityCasesPage
from tests.cases.documents import ADOPTER, case, document, measure, municipality, register, site
from tests.factories import make_case, make_implementation, make_indicator, make_measure, make_pair

pytestmark = pytest.mark.django_db

FULL: dict[str, Any] = case(
    outcome="Bajar las pérdidas.",
    technologies=["caudalímetros", "GIS libre"],
    cost={"amount": 0, "currency": "ARS", "date": "2024-01-31", "usd": 0.5},
    reuse={"standards": "OGC", "agreement": "Convenio marco"},
    uses_ai=True,
    mailbox="agua@ejemplo.test",
    licence="CC BY-SA 4.0",
    indicators=[
        {"key": "perdidas", "definition": "perdidas", "core": True, "target": {"value": 0}},
        {
            "key": "conformes",
            "custom": {
                "name": "Vecinos conformes",
                "unit": "cada 100",
                "direction": "up",
                "kind": "outcome",
                "lens": "inclusion",
                "accepted": True,
            },
            "retired": True,
        },
    ],
    implementations=[
        site(
            municipality("T1"),
            "origin",
            bottlenecks=["talent", "data"],
            contract={"type": "agreement"},
            ai_sheet={"oversight": "La directora puede frenarlo."},
            measures=[
                measure("baseline", 41.5, "2023-12-31", group="Barrios sin cloacas", design_strength=3),
                measure("baseline", 41.5, "2023-12-31"),
                measure("followup", 0, "2026-06-30", said_by="independent"),
                measure("followup", 33.25, "2026-06-30", source={"url": "https://ejemplo.test/x"}),
                measure("followup", 12.0001, "2026-06-30", unit="días", indicator="conformes"),
            ],
        ),
        site(ADOPTER, "replication", phase="abandoned", ended="2025-01-31", abandon_reason="Sin repuestos"),
        site(ADOPTER, "replication", attempt=2, objection={"reason": "Falta acta", "date": "2026-10-02"}),
    ],
    accepted_disputes=[
        {"indicator": "perdidas", "municipality": municipality("T1"), "period_end": "2026-06-30"}
    ],
)


def exported() -> str:
    return dump(export_document(CasePage.objects.all()))


def bring(text: str) -> None:
    report = import_document(parse(text.encode()), trust=True, source="exportado.json")
    assert report.errors == []


def forget_everything() -> None:
    Implementation.objects.all().delete()
    Indicator.objects.all().delete()
    for page in MunicipalityCasesPage.objects.all():
        page.delete()
    assert not CasePage.objects.exists() and not Measure.objects.exists()


def test_out_in_and_out_again_gives_the_same_bytes() -> None:
    register()
    bring(json.dumps(document(FULL, case(id="otro"))))
    first = exported()
    assert schema_errors(json.loads(first)) == []
    bring(first)
    assert exported() == first
    forget_everything()
    bring(first)
    assert exported() == first


def test_everything_that_came_in_comes_out() -> None:
    register()
    bring(json.dumps(document(FULL)))
    (out,) = json.loads(exported())["cases"]
    names = {key: value for key, value in out.items() if key not in ("municipality", "implementations")}
    assert names["cost"] == {"amount": 0, "currency": "ARS", "date": "2024-01-31", "usd": 0.5}
    assert names["indicators"][0]["target"] == {"value": 0}
    assert names["indicators"][1]["retired"] is True
    assert names["indicators"][1]["custom"] == FULL["indicators"][1]["custom"]
    for key in ("title", "reuse", "uses_ai", "mailbox", "licence", "published_on", "sources", "topics"):
        assert out[key] == FULL[key], key
    origin, first, second = out["implementations"]
    assert origin["bottlenecks"] == ["data", "talent"] and origin["ai_sheet"] == {
        "oversight": "La directora puede frenarlo."
    }
    assert (first["abandon_reason"], second["attempt"]) == ("Sin repuestos", 2)
    assert second["objection"]["reason"] == "Falta acta" and second["confirmation"]["role"] == "lead"
    told = [(m["indicator"], m["moment"], m["value"], m.get("group", "")) for m in origin["measures"]]
    assert told == [
        ("perdidas", "baseline", 41.5, ""),
        ("perdidas", "followup", 0, ""),
        ("perdidas", "followup", 33.25, ""),
        ("perdidas", "baseline", 41.5, "Barrios sin cloacas"),
        ("conformes", "followup", 12.0001, ""),
    ]
    assert out["accepted_disputes"][0]["indicator"] == "perdidas"


def test_only_what_is_public_leaves() -> None:
    public, hidden = make_case(identifier="publico"), make_case(identifier="con-clave")
    make_case(identifier="borrador", live=False)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    indicator, origin = make_indicator(public), public.implementations.get()
    make_measure(origin, indicator, "baseline", 40)
    make_measure(origin, indicator, "followup", 30, status="submitted")
    public.title = "Un borrador"
    public.save_revision()
    (out,) = export_document(CasePage.objects.all())["cases"]
    assert (out["id"], out["title"]) == ("publico", "Caso publico")
    assert [m["value"] for m in out["implementations"][0]["measures"]] == [40]


def test_nobody_s_name_or_address_leaves() -> None:
    page = make_case(identifier="publico")
    assert "@" not in dump(export_document(CasePage.objects.filter(pk=page.pk)))


def test_what_was_typed_in_the_admin_leaves_plain_and_comes_back() -> None:
    page = make_case(identifier="A_mano", problem="Un <b>problema</b>\r\ncon renglones", cost_amount=5)
    implementation = make_implementation(page)
    AiSheet.objects.create(implementation=implementation)
    make_measure(implementation, make_indicator(page), "baseline", 7, source_title="", source_url="")
    first = exported()
    assert "Un problema\\ncon renglones" in first
    bring_kept = import_document(parse(first.encode()), trust=True, source="x")
    assert bring_kept.errors == [] and exported() == first


def test_the_number_of_queries_does_not_grow_with_the_cases() -> None:
    def grow(number_of_cases: int) -> None:
        for _ in range(number_of_cases):
            page = make_case()
            indicator = make_indicator(page)
            for _replication in range(2):
                make_pair(make_implementation(page), indicator, 40, 30)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            export_document(CasePage.objects.all())
        return len(captured)

    grow(1)
    few = queries()
    grow(4)
    assert queries() == few


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_figures_are_json_numbers_and_lose_nothing(value: Decimal) -> None:
    text = json.dumps(number(value))
    assert json.loads(text, parse_float=Decimal) == value and "e" not in text


def test_the_file_reads_well() -> None:
    make_case(identifier="publico", title="Señales en la peatonal")
    text = exported()
    assert text.endswith("}\n") and '\n  "version": 1,\n' in text and "Señales" in text


def test_the_command_writes_the_cases_asked_for(tmp_path: Path) -> None:
    make_case(identifier="uno")
    make_case(identifier="dos")
    make_case(identifier="oculto", live=False)
    path = tmp_path / "casos.json"
    call_command("export_cases", output=str(path))
    assert [one["id"] for one in json.loads(path.read_bytes())["cases"]] == ["dos", "uno"]
    out = io.StringIO()
    call_command("export_cases", "--only", "uno", stdout=out)
    assert [one["id"] for one in json.loads(out.getvalue())["cases"]] == ["uno"]
    with pytest.raises(CommandError, match="oculto"):
        call_command("export_cases", "--only", "uno", "oculto")
    with pytest.raises(CommandError):
        call_command("export_cases", output=str(tmp_path / "no" / "hay.json"))


def test_a_closed_site_tells_its_dates() -> None:
    page = make_case(identifier="publico")
    make_implementation(page, phase="concluded", ended=date(2025, 5, 1), confirmed=False)
    (out,) = export_document(CasePage.objects.all())["cases"]
    replication = out["implementations"][1]
    assert replication["ended"] == "2025-05-01" and "confirmation" not in replication
