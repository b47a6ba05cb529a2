"""From the database to the plain facts that the rules of evidence read."""

from datetime import date
from typing import TYPE_CHECKING

from cases.evidence import (
    CaseFact,
    Direction,
    IndicatorFact,
    Kind,
    Lens,
    MeasureFact,
    Phase,
    Said,
    SiteFact,
)

if TYPE_CHECKING:
    from cases.models import AiSheet, CasePage, Implementation, Indicator, Measure


def case_facts(page: "CasePage") -> CaseFact:
    """Facts of one case. Fetch the page `with_facts()` where there are several."""
    implementations = sorted(page.implementations.all(), key=lambda one: (one.role, one.pk))
    return CaseFact(
        published=page.live,
        problem=bool(page.problem),
        action=bool(page.action),
        indicators=tuple(indicator_fact(one) for one in page.indicators.all()),
        sites=tuple(site_fact(one) for one in implementations),
        uses_ai=page.uses_ai,
        responsible_area=bool(page.responsible_area or page.area),
        norm_or_budget=bool(page.norm or page.budget_line),
        playbook=any(playbook.live for playbook in page.playbooks.all()),
        network_standard=bool(page.network_standards.all()),
        accepted_disputes=_accepted_disputes(page),
    )


def indicator_fact(indicator: "Indicator") -> IndicatorFact:
    return IndicatorFact(
        key=indicator.key,
        kind=Kind(indicator.kind),
        lens=Lens(indicator.lens),
        direction=Direction(indicator.direction),
        core=indicator.core,
        accepted=indicator.accepted,
        retired=indicator.retired_at is not None,
    )


def site_fact(one: "Implementation") -> SiteFact:
    municipality, sheet = one.municipality, _sheet(one)
    return SiteFact(
        municipality=municipality.key,
        origin=one.role == "origin",
        attempt=one.attempt,
        phase=Phase(one.phase),
        started=one.started,
        in_production=one.in_production,
        ended=one.ended,
        confirmed=one.confirmed_on is not None,
        objected=one.objected_on is not None,
        population=municipality.population,
        province=municipality.province.key,
        country=municipality.country,
        measures=tuple(measure_fact(measure) for measure in one.measures.all()),
        ai_sheet_complete=bool(sheet and sheet.complete),
        serious_incident=bool(sheet and sheet.serious_incident_open),
        government_changes=tuple(change.date for change in municipality.government_changes.all()),
        phase_since=one.phase_since,
    )


def measure_fact(measure: "Measure") -> MeasureFact:
    return MeasureFact(
        indicator=measure.indicator.key,
        baseline=measure.moment == "baseline",
        value=measure.value,
        unit=measure.unit,
        period_end=measure.period_end,
        group=measure.group,
        said_by=Said(measure.said_by),
        sourced=measure.sourced,
        accepted=measure.status == "accepted",
        key=str(measure.pk),
    )


def _sheet(one: "Implementation") -> "AiSheet | None":
    return getattr(one, "ai_sheet", None)


def _accepted_disputes(page: "CasePage") -> frozenset[tuple[str, str, str, date]]:
    return frozenset(
        (indicator.key, dispute.municipality.key, dispute.group, dispute.period_end)
        for indicator in page.indicators.all()
        for dispute in indicator.accepted_disputes.all()
    )
