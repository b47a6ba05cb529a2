"""A second, naive reading of the rules, straight from an exported file: no code of the product is used.

It exists to be compared with what the product says. It reads the two tables of the rules literally.
"""

import math
from calendar import monthrange
from datetime import date
from typing import Any

Record = dict[str, Any]


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def latest_attempts(case: Record) -> list[Record]:
    latest: dict[str, Record] = {}
    for one in case["implementations"]:
        code = one["municipality"]["code"]
        if code not in latest or latest[code].get("attempt", 1) < one.get("attempt", 1):
            latest[code] = one
    return list(latest.values())


def improved(pair: tuple[Record, Record], direction: str) -> int:
    """1 better, 0 equal, -1 worse."""
    before, after = pair[0]["value"], pair[1]["value"]
    sign = (after > before) - (after < before)
    return sign if direction == "up" else -sign


def pairs(one: Record, indicator: Record, case: Record, directions: Record) -> list[tuple[Record, Record]]:
    """For each unit and group: the newest baseline and the newest follow-up that make a valid pair."""
    usable = [
        measure
        for measure in one["measures"]
        if measure["indicator"] == indicator["key"]
        and measure["said_by"] not in ("vendor", "press")
        and measure.get("source")
    ]
    live = day(one.get("in_production"))
    found = []
    for unit, group in sorted({(m.get("unit", ""), m.get("group", "")) for m in usable}):
        here = [m for m in usable if (m.get("unit", ""), m.get("group", "")) == (unit, group)]
        before = [m for m in here if m["moment"] == "baseline" and (not live or day(m["period_end"]) <= live)]
        after = sorted((m for m in here if m["moment"] == "followup"), key=lambda m: m["period_end"])
        after = [
            m for m in after if any((day(m["period_end"]) - day(b["period_end"])).days >= 90 for b in before)
        ]
        if not after:
            continue
        last = [m for m in after if m["period_end"] == after[-1]["period_end"]]
        base = max(before, key=lambda m: m["period_end"])
        disputed = {
            (d["indicator"], d["municipality"]["code"], d.get("group", ""), d["period_end"])
            for d in case.get("accepted_disputes", [])
        }
        key = (indicator["key"], one["municipality"]["code"], group, last[0]["period_end"])
        weaker_first = sorted(last, key=lambda m: m["value"], reverse=directions[indicator["key"]] == "down")
        found.append((base, weaker_first[0] if key in disputed else weaker_first[-1]))
    return found


def state(one: Record, case: Record, definitions: dict[str, Record], today: date) -> tuple[str, bool]:
    """The state of one site and whether it counts, as the first row of the table that matches."""
    known = {i["key"]: i.get("custom") or definitions[i["definition"]] for i in case["indicators"]}
    directions = {key: value["direction"] for key, value in known.items()}
    started, live, ended = day(one.get("started")), day(one.get("in_production")), day(one.get("ended"))
    if one["phase"] == "intent":
        return "intent", False
    if not one.get("confirmation") or one.get("objection"):
        return "unconfirmed", False
    if one["phase"] == "abandoned":
        return "abandoned", True
    core = [
        pair
        for i in case["indicators"]
        if i.get("core")
        and known[i["key"]]["kind"] == "outcome"
        and i.get("custom", {}).get("accepted", True)
        for pair in pairs(one, i, case, directions)[:1]
        if not pair[0].get("group")
    ]
    if not core:
        over = started is not None and today >= months_after(started, 12)
        return ("unmeasured", True) if over else ("underway", False)
    newest = core[0]
    if today > months_after(day(newest[1]["period_end"]), 24):
        return "stale", True
    if improved(newest, directions[newest[0]["indicator"]]) <= 0:
        return "not_sustained", True
    for i in case["indicators"]:
        watched = known[i["key"]]["lens"] in ("inclusion", "risk") and i.get("custom", {}).get(
            "accepted", True
        )
        if watched and any(improved(p, directions[i["key"]]) < 0 for p in pairs(one, i, case, directions)):
            return "setback", True
    if one["phase"] in ("production", "concluded") and live:
        half = months_after(live, 6)
        if (ended or today) >= half and day(newest[1]["period_end"]) >= half:
            return "sustained", True
    since = day(one.get("phase_since")) or (live if one["phase"] == "production" else started)
    return ("unconsolidated", True) if since and today >= months_after(since, 12) else ("underway", False)


def near(population: int | None, reader: int) -> bool:
    def cell(people: int) -> int:
        return round(20 * math.log2(people))

    return bool(population) and abs(cell(population) - cell(reader)) <= 20


def count_near(
    case: Record,
    populations: dict[str, int],
    definitions: dict[str, Record],
    reader: int,
    today: date,
    origin_counts: bool,
) -> tuple[int, int]:
    """(sustained, counted) among the latest attempts near the reader."""
    sustained = counted = 0
    for one in latest_attempts(case):
        if one["role"] == "origin" and not origin_counts:
            continue
        if near(populations.get(one["municipality"]["code"]), reader):
            what, counts = state(one, case, definitions, today)
            counted += counts
            sustained += what == "sustained"
    return sustained, counted
