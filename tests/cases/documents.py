"""Case files for tests: one small document, and what to change in it."""

import copy
from typing import Any

from cases.catalogue import load_catalogue
from tests.factories import make_municipality, make_province

ORIGIN = {"country": "AR", "code": "T1"}
ADOPTER = {"country": "AR", "code": "T2"}


def municipality(code: str) -> dict[str, Any]:
    return {"country": "AR", "code": code}


def measure(moment: str, value: Any, period_end: str, **fields: Any) -> dict[str, Any]:
    return {
        "indicator": "perdidas",
        "moment": moment,
        "value": value,
        "period_end": period_end,
        "source": {"title": "Balance anual"},
        "said_by": "self",
        **fields,
    }


def site(where: dict[str, Any], role: str, **fields: Any) -> dict[str, Any]:
    return {
        "municipality": where,
        "role": role,
        "phase": "production",
        "started": "2023-05-02",
        "in_production": "2024-02-01",
        "confirmation": {"role": "lead", "date": "2026-09-30"},
        "measures": [
            measure("baseline", 41.5, "2023-12-31"),
            measure("followup", 33.2, "2026-06-30"),
        ],
        **fields,
    }


CASE: dict[str, Any] = {
    "id": "perdidas-de-agua",
    "title": "Buscar pérdidas de agua por sectores",
    "municipality": ORIGIN,
    "summary": "Se midió por sectores el agua que entra y la que se factura.",
    "problem": "Se perdía más de un tercio del agua.",
    "action": "Se instalaron caudalímetros en once sectores.",
    "topics": ["agua"],
    "technologies": ["caudalímetros"],
    "area": "obras-publicas",
    "published_on": "2026-03-02",
    "sources": [{"title": "Memoria 2025", "url": "https://ejemplo.gob.ar/memoria"}],
    "indicators": [{"key": "perdidas", "definition": "perdidas", "core": True}],
    "implementations": [site(ORIGIN, "origin"), site(ADOPTER, "replication")],
}


def case(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(CASE), **changes}


def document(*cases: dict[str, Any]) -> dict[str, Any]:
    return {"format": "entre-pares/cases", "version": 1, "cases": list(cases or [case()])}


def register() -> None:
    """The municipalities of these documents, and the catalogue."""
    load_catalogue()
    province = make_province()
    for code in ("T1", "T2", "T3"):
        make_municipality(code, province=province, name=f"Pueblo {code}")
