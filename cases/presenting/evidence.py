"""The proof block: ruler, sentence, level, conditions in words, next missing datum and next change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.evidence import Assessment, Condition, Level, State
from cases.presenting.sites import SiteRow
from cases.proof import near, proven_near, sentence
from cases.wording import condition_text, level_label, missing_text
from design.formats import number
from design.ruler import Mark

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from municipalities.reader import Reader


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition in words, and whether the case meets it."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """A level and what it asks. `next` marks the first one that the case does not reach."""

    level: int
    name: "StrPromise"
    reached: bool
    next: bool
    conditions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the facts of a case prove for a reader, or for nobody in particular.

    `counted` and `sustained` are recounted from the rows of the table, near the reader when there is one.
    `unplaced` counts the municipalities that the ruler cannot draw because their population is unknown.
    """

    level: int
    name: "StrPromise"
    sentence: str
    proven: bool
    marks: tuple[Mark, ...]
    population: int | None
    range: tuple[int, int] | None
    rungs: tuple[Rung, ...]
    missing: str
    next_change: date | None
    changing: tuple[str, ...]
    counted: int
    sustained: int
    unplaced: int

    @property
    def next_rung(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.next), None)


def present_evidence(assessment: Assessment, rows: Sequence[SiteRow], reader: "Reader | None") -> Evidence:
    population = reader.population if reader else None
    names = {row.record.municipality.key: row.record.municipality.name for row in rows}
    proof = near(assessment, population)
    counted = [row for row in rows if row.counts and (row.near or not population)]
    return Evidence(
        level=int(assessment.level),
        name=level_label(assessment.level),
        sentence=sentence(assessment, population, names),
        proven=proven_near(assessment, population),
        marks=tuple(_mark(row) for row in rows if row.record.municipality.population),
        population=population,
        range=(proof.low, proof.high) if population else None,
        rungs=tuple(_rungs(assessment)),
        missing=missing_text(assessment.next_missing) if assessment.next_missing else "",
        next_change=assessment.next_change,
        changing=tuple(
            names[one.site.municipality]
            for one in assessment.sites
            if one.next_change and one.next_change == assessment.next_change
        ),
        counted=len(counted),
        sustained=sum(row.state is State.SUSTAINED for row in counted),
        unplaced=sum(not row.record.municipality.population for row in rows),
    )


def _mark(row: SiteRow) -> Mark:
    place = row.record.municipality
    title = _("%(name)s (%(population)s inhabitants): %(state)s") % {
        "name": place.name,
        "population": number(place.population),
        "state": row.label,
    }
    return Mark(place.population or 0, row.state.value, row.origin, title)


def _rungs(assessment: Assessment) -> list[Rung]:
    missing = assessment.next_missing
    return [
        Rung(
            int(level),
            level_label(level),
            reached=missing is None or level < missing.level,
            next=missing is not None and level is missing.level,
            conditions=tuple(_asked(assessment.conditions, level)),
        )
        for level in Level
    ]


def _asked(conditions: Sequence[Condition], level: Level) -> list[Asked]:
    return [Asked(condition_text(one), one.met) for one in conditions if one.level is level]
