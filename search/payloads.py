"""Reading evidence from the payload of a hit, without asking the database for the case."""

from collections.abc import Mapping
from typing import Any

from cases.evidence import Assessment, Level, Phase, SiteAssessment, SiteFact, State
from cases.proof import sentence


def proof_sentence(payload: Mapping[str, Any], population: int | None) -> str:
    """The proof sentence of a result row: the same words and numbers as on the case page."""
    names = {site["key"]: site["name"] for site in payload["sites"]}
    return sentence(assessment_of(payload), population, names)


def assessment_of(payload: Mapping[str, Any]) -> Assessment:
    """As much of the assessment as `cases.proof` reads: the level, and each site with its state."""
    return Assessment(
        level=Level(payload["level"]),
        conditions=(),
        next_missing=None,
        disputes=(),
        sites=tuple(_site(site) for site in payload["sites"]),
        next_change=None,
    )


def _site(site: Mapping[str, Any]) -> SiteAssessment:
    fact = SiteFact(
        municipality=site["key"],
        origin=site["origin"],
        attempt=1,
        phase=Phase(site["phase"]),
        started=None,
        in_production=None,
        ended=None,
        confirmed=site["state"] not in (State.INTENT.value, State.UNCONFIRMED.value),
        objected=False,
        population=site["population"],
        province="",
        country="",
        measures=(),
    )
    return SiteAssessment(
        site=fact,
        state=State(site["state"]),
        counted=site["counted"],
        pair=None,
        improved=None,
        inclusion_ok=False,
        governance_ok=False,
        last_followup=None,
    )
