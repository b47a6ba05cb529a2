"""Indicators, implementations, AI sheets and accepted disputes of a case, from its file.

A municipality's own records outlive an old file: what the file does not have is kept and reported, and a
site that its lead confirmed changes only by a trusted file that declares a confirmation as recent.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.case_files.fields import take
from cases.case_files.measures import MeasureSet
from cases.case_files.work import Work, differing
from cases.models import AcceptedDispute, AiSheet, CasePage, Implementation, Indicator
from design.formats import longdate

Record = Mapping[str, Any]
CUSTOM = ("custom_name", "custom_formula", "custom_unit", "custom_direction", "custom_kind", "custom_lens")


def write_records(case: Record, page: CasePage, work: Work) -> None:
    """Everything of the case that is not its story. Errors are noted in `work`; the caller undoes."""
    indicators = _write_indicators(case, page, work)
    if work.errors:
        return
    existing = {
        (one.municipality_id, one.attempt): one
        for one in page.implementations.select_related("municipality__province", "ai_sheet")
    }
    for n, record in enumerate(case["implementations"]):
        path = f"{work.path}.implementations[{n}]"
        municipality = work.known.municipality(record["municipality"])
        site = existing.pop((municipality.pk, int(record.get("attempt", 1))), None)  # type: ignore[union-attr]
        site = site or Implementation(case=page, municipality=municipality)
        _write_site(site, record, indicators, path, work)
    for site in existing.values():
        message = _("The file does not have the record of %(place)s: it was kept.")
        work.warn(f"{work.path}.implementations", message % {"place": site.municipality})
    if not work.errors:
        _write_disputes(case, indicators, work)


def _write_indicators(case: Record, page: CasePage, work: Work) -> dict[str, Indicator]:
    existing = {one.key: one for one in page.indicators.select_related("definition")}
    written: dict[str, Indicator] = {}
    for n, record in enumerate(case["indicators"]):
        indicator = existing.pop(record["key"], None) or Indicator(case=page)
        written[record["key"]] = indicator
        values = _indicator_values(record, indicator, work)
        work.store(indicator, values, f"{work.path}.indicators[{n}]")
    for key in existing:
        message = _("The file does not have the indicator “%(key)s”: it was kept.")
        work.warn(f"{work.path}.indicators", message % {"key": key})
    return written


def _indicator_values(record: Record, indicator: Indicator, work: Work) -> dict[str, Any]:
    values = take(record, Indicator)
    definition = work.known.definitions.get(record.get("definition", ""))
    base = definition.unit if definition else values["custom_unit"]
    values["own_unit"] = "" if values["own_unit"] == base else values["own_unit"]
    values["definition"] = definition
    # Accepting a custom indicator is a coordinator's act, and so it is of the very words accepted.
    declared = bool(record.get("custom", {}).get("accepted"))
    same = all(getattr(indicator, name) == values[name] for name in CUSTOM)
    values["custom_accepted"] = (declared and work.trust) or (indicator.custom_accepted and same)
    work.ignored += declared and not values["custom_accepted"]
    values["retired_at"] = indicator.retired_at or (timezone.now() if record.get("retired") else None)
    return values


def _write_site(
    site: Implementation, record: Record, indicators: Mapping[str, Indicator], path: str, work: Work
) -> None:
    values = take(record, Implementation)
    measures = MeasureSet(site, record, indicators, path, work)
    sheet, sheet_values = _sheet(site, record)
    if _closed(site, record, work):
        if differing(site, values) or measures.differs or differing(sheet, sheet_values):
            message = _(
                "%(place)s confirmed its record on %(day)s: what the file says otherwise was not written."
            )
            work.warn(path, message % {"place": site.municipality, "day": longdate(site.confirmed_on)})
        return
    work.store(site, {**values, **_declared(site, record, work)}, path)
    if site.pk is None:
        return
    if "ai_sheet" in record:
        sheet.implementation = site
        work.store(sheet, sheet_values, f"{path}.ai_sheet")
    measures.write()
    if measures.kept:
        message = ngettext(
            "%(n)d figure that the file does not have was kept.",
            "%(n)d figures that the file does not have were kept.",
            measures.kept,
        )
        work.warn(f"{path}.measures", message % {"n": measures.kept})


def _sheet(site: Implementation, record: Record) -> tuple[AiSheet, dict[str, Any]]:
    stored = getattr(site, "ai_sheet", None) if site.pk else None
    return stored or AiSheet(), take(record["ai_sheet"], AiSheet) if "ai_sheet" in record else {}


def _closed(site: Implementation, record: Record, work: Work) -> bool:
    """Whether this file may not touch a confirmed site: its word is not trusted, or it is older."""
    if site.confirmed_on is None:
        return False
    declared = record.get("confirmation", {}).get("date", "")
    return not work.trust or declared < site.confirmed_on.isoformat()


def _declared(site: Implementation, record: Record, work: Work) -> dict[str, Any]:
    """The confirmation and the objection that a trusted file declares. None is ever withdrawn by a file."""
    values: dict[str, Any] = {}
    confirmation, objection = record.get("confirmation"), record.get("objection")
    if not work.trust:
        work.ignored += bool(confirmation) + bool(objection)
        return values
    if confirmation and site.confirmed_by_id is None:
        day = date.fromisoformat(confirmation["date"])
        if site.confirmed_on is None or site.confirmed_on < day:
            values["confirmed_on"] = day
            values["confirmation_source"] = (_("declared in %(file)s") % {"file": work.source})[:200]
    if objection:
        day = date.fromisoformat(objection["date"])
        if site.objected_on is None or site.objected_on < day:
            values |= {"objected_on": day, "objection": objection["reason"]}
    return values


def _write_disputes(case: Record, indicators: Mapping[str, Indicator], work: Work) -> None:
    for record in case.get("accepted_disputes", []):
        if not work.trust:
            work.ignored += 1
            continue
        _dispute, new = AcceptedDispute.objects.get_or_create(
            indicator=indicators[record["indicator"]],
            municipality=work.known.municipality(record["municipality"]),
            group=record.get("group", ""),
            period_end=date.fromisoformat(record["period_end"]),
        )
        work.changed |= new
