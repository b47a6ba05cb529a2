"""The municipalities of a case, one row each: what the ruler draws, in words that can be recounted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.evidence import Assessment, SiteAssessment, State
from cases.figures import DisputeKey
from cases.near import speaking_sites
from cases.presenting.figures import Figure, figures_of
from cases.stored_facts import site_fact
from cases.wording import state_label
from design.ruler import FAILED, PENDING, SHAPE_OF_STATE, SUSTAINED
from municipalities.sizes import is_near

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from cases.models import AiSheet, CasePage, Implementation, Indicator

_TONES = {SUSTAINED: "is-ok", FAILED: "is-failed", PENDING: "is-pending"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the AI sheet. An empty text is a missing answer."""

    question: "StrPromise | str"
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An attempt of the same municipality that does not speak for it any more."""

    record: "Implementation"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A municipality of the case.

    `counts` says whether it enters the sentence (the origin only from level 2 on); `near` whether it is near
    the reader, None when nobody reads or either population is unknown.
    """

    record: "Implementation"
    state: State
    origin: bool
    counts: bool
    waits_for_level: bool
    near: bool | None
    figures: tuple[Figure, ...]
    earlier: tuple[Earlier, ...]

    @property
    def anchor(self) -> str:
        return self.record.municipality.key.lower()

    @property
    def label(self) -> "StrPromise":
        return _("under review") if self.record.objected_on else state_label(self.state)

    @property
    def tone(self) -> str:
        """The class of the colour that repeats what the mark says."""
        return _TONES.get(SHAPE_OF_STATE[self.state], "")

    @property
    def core_figures(self) -> tuple[Figure, ...]:
        return tuple(one for one in self.figures if one.indicator.core and one.counts)

    @property
    def more_figures(self) -> tuple[Figure, ...]:
        return tuple(one for one in self.figures if not (one.indicator.core and one.counts))

    @property
    def sheet(self) -> "AiSheet | None":
        return getattr(self.record, "ai_sheet", None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        return sheet_answers(self.sheet)

    @property
    def facts(self) -> bool:
        """Whether there is anything to say of its bottlenecks, its contract or its confirmation."""
        record = self.record
        work = record.bottlenecks or record.overcome or record.sponsor_role or record.tells_contract
        return bool(work or record.confirmation_source)

    @property
    def told(self) -> bool:
        """Whether its municipality said anything besides its dates."""
        record = self.record
        reasons = record.adaptations or record.abandon_reason or record.objected_on
        work = (
            record.bottlenecks
            or record.overcome
            or record.sponsor_role
            or record.tells_contract
            or self.sheet
        )
        return bool(reasons or work or self.earlier or (self.figures and not self.origin))


def sheet_answers(sheet: "AiSheet | None") -> tuple[Answer, ...]:
    """The questions of an AI sheet in their order, none when there is no sheet."""
    if sheet is None:
        return ()
    texts = {name: getattr(sheet, name) for name in sheet.QUESTIONS}
    texts["risk_class"] = sheet.get_risk_class_display()
    questions = {field.name: field.verbose_name for field in sheet._meta.fields}
    return tuple(Answer(questions[name], text) for name, text in texts.items())


def site_rows(
    page: "CasePage", assessment: Assessment, population: int | None, today: date
) -> tuple[SiteRow, ...]:
    """A row for each municipality: the origin, then from the smallest population, as on the ruler."""
    if not page.pk:
        return ()
    attempts: dict[str, list[Implementation]] = {}
    for record in page.implementations.all():
        attempts.setdefault(record.municipality.key, []).append(record)
    indicators = _in_order(page.indicators.all())
    disputes = _accepted(page)
    speaking = speaking_sites(assessment)
    rows = [
        _row(one, attempts[one.site.municipality], one in speaking, population, indicators, disputes, today)
        for one in assessment.sites
    ]
    return tuple(sorted(rows, key=_along_the_ruler))


def _along_the_ruler(row: SiteRow) -> tuple[bool, bool, int, str]:
    place = row.record.municipality
    return not row.origin, not place.population, place.population or 0, place.name


def _row(
    one: SiteAssessment,
    attempts: Sequence["Implementation"],
    speaks: bool,
    population: int | None,
    indicators: Mapping[str, "Indicator"],
    disputes: frozenset[DisputeKey],
    today: date,
) -> SiteRow:
    site = one.site
    record = next(attempt for attempt in attempts if attempt.attempt == site.attempt)
    known = bool(population and site.population)
    return SiteRow(
        record=record,
        state=one.state,
        origin=site.origin,
        counts=one.counted and speaks,
        waits_for_level=one.counted and not speaks,
        near=is_near(site.population, population) if known else None,
        figures=figures_of(record, site, indicators, disputes, today),
        earlier=tuple(
            Earlier(attempt, figures_of(attempt, site_fact(attempt), indicators, disputes, today))
            for attempt in sorted(attempts, key=lambda attempt: attempt.attempt)
            if attempt is not record
        ),
    )


def _in_order(indicators: Iterable["Indicator"]) -> dict[str, "Indicator"]:
    """The core ones first, then as they were added."""
    return {one.key: one for one in sorted(indicators, key=lambda one: (not one.core, one.pk))}


def _accepted(page: "CasePage") -> frozenset[DisputeKey]:
    return frozenset(
        (indicator.key, dispute.municipality.key, dispute.group, dispute.period_end)
        for indicator in page.indicators.all()
        for dispute in indicator.accepted_disputes.all()
    )
