"""Published cases → a document of case files: only what is public, always in the same order."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.timezone import localdate

from cases.case_files.fields import arranged, give
from cases.models import (
    AcceptedDispute,
    CasePage,
    Implementation,
    Indicator,
    Measure,
    MunicipalityCasesPage,
)
from cases.querysets import CasePageQuerySet
from municipalities.models import Municipality

CHUNK = 200
Progress = Callable[[Iterable[CasePage]], Iterable[CasePage]]
Record = dict[str, Any]


def export_document(cases: CasePageQuerySet, progress: Progress = iter) -> Record:
    """The public cases among these, by identifier, with their accepted figures.

    A number of queries that does not grow with the cases but for one round every 200.
    """
    parents = MunicipalityCasesPage.objects.select_related("municipality")
    origins = {page.path: page.municipality for page in parents}
    pages = (
        cases.published()
        .with_facts()
        .prefetch_related("sources", "tagged_technologies__tag", "implementations__measures__document")
        .order_by("identifier")
    )
    return {
        "format": "entre-pares/cases",
        "version": 1,
        "cases": [
            _case(page, origins[page.path[: -page.steplen]])
            for page in progress(pages.iterator(chunk_size=CHUNK))
        ],
    }


def dump(document: Mapping[str, Any]) -> str:
    """The text of a file: two spaces, letters as they are, a line feed at the end."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _case(page: CasePage, origin: Municipality) -> Record:
    indicators = sorted(page.indicators.all(), key=lambda one: (not one.core, one.key))
    places = {one.pk: place for place, one in enumerate(indicators)}
    sites = sorted(page.implementations.all(), key=_site_order)
    record = give(page) | {
        "id": page.identifier,
        "municipality": _municipality(origin),
        "topics": sorted(topic.slug for topic in page.topics.all()),
        "technologies": sorted(
            (one.tag.name for one in page.tagged_technologies.all()), key=lambda name: (name.casefold(), name)
        ),
        "sources": [arranged("source", give(one)) for one in page.sources.all()],
        "indicators": [_indicator(one) for one in indicators],
        "implementations": [_implementation(one, places) for one in sites],
        "accepted_disputes": _disputes(indicators),
    }
    if "amount" not in record.get("cost", {}):
        record.pop("cost", None)  # a currency or a date of no cost says nothing
    if page.first_published_at:
        record["published_on"] = localdate(page.first_published_at).isoformat()
    for name in ("topics", "technologies", "sources", "accepted_disputes"):
        if not record[name]:
            del record[name]
    return arranged("case", record)


def _municipality(one: Municipality) -> Record:
    return {"country": one.country, "code": one.code, "name": one.name}


def _indicator(one: Indicator) -> Record:
    record = give(one)
    if one.definition:
        record.pop("custom", None)
        record["definition"] = one.definition.slug
    elif one.custom_accepted:
        record["custom"]["accepted"] = True
    if one.target is None:
        record.pop("target", None)
    if one.retired_at:
        record["retired"] = True
    return arranged("indicator", record)


def _site_order(one: Implementation) -> tuple[Any, ...]:
    return (
        one.role != Implementation.Role.ORIGIN,
        one.municipality.country,
        one.municipality.code,
        one.attempt,
    )


def _implementation(one: Implementation, places: Mapping[int, int]) -> Record:
    accepted = [measure for measure in one.measures.all() if measure.status == Measure.Status.ACCEPTED]
    record = give(one) | {
        "municipality": _municipality(one.municipality),
        "measures": [_measure(m) for m in sorted(accepted, key=lambda m: _measure_order(m, places))],
    }
    sheet = getattr(one, "ai_sheet", None)
    if sheet and (answers := give(sheet)):
        record["ai_sheet"] = answers
    if one.confirmed_on:
        record["confirmation"] = {"role": "lead", "date": one.confirmed_on.isoformat()}
    if one.objected_on:
        record["objection"] = {"reason": one.objection, "date": one.objected_on.isoformat()}
    return arranged("implementation", record)


def _measure_order(one: Measure, places: Mapping[int, int]) -> tuple[Any, ...]:
    """Where it belongs, and then its whole content, so that no order depends on when it was typed."""
    head = places[one.indicator_id], one.group, one.moment, one.period_end, one.said_by, one.value
    return *head, json.dumps(_measure(one), ensure_ascii=False)


def _measure(one: Measure) -> Record:
    record = give(one) | {"indicator": one.indicator.key}
    source = record.get("source", {})
    if one.document and "title" not in source:
        source = {"title": one.document.title, **source}
    if "title" in source or "url" in source:
        record["source"] = source
    else:
        record.pop("source", None)  # a date of no source
    return arranged("measure", record)


def _disputes(indicators: Iterable[Indicator]) -> list[Record]:
    accepted = [(one.key, dispute) for one in indicators for dispute in one.accepted_disputes.all()]
    return [_dispute(key, dispute) for key, dispute in sorted(accepted, key=_dispute_order)]


def _dispute_order(pair: tuple[str, AcceptedDispute]) -> tuple[Any, ...]:
    key, one = pair
    return key, one.municipality.country, one.municipality.code, one.group, one.period_end


def _dispute(key: str, one: AcceptedDispute) -> Record:
    record = {
        "indicator": key,
        "municipality": _municipality(one.municipality),
        "group": one.group,
        "period_end": one.period_end.isoformat(),
    }
    return {name: value for name, value in record.items() if value}
