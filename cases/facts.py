"""The plain facts from which evidence is computed: no ORM, no Django.

Dates are calendar days and values are exact decimals. Whoever builds these facts decides nothing:
every rule lives in `cases.figures`, `cases.outcomes` and `cases.evidence`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum


class Phase(StrEnum):
    """Where an implementation stands, as its municipality reports it."""

    INTENT = "intent"
    PILOT = "pilot"
    PRODUCTION = "production"
    CONCLUDED = "concluded"
    ABANDONED = "abandoned"


class Direction(StrEnum):
    """The way in which an indicator is wanted to move."""

    UP = "up"
    DOWN = "down"


class Kind(StrEnum):
    """An outcome is what changes for people; an output is what the team delivers, and never counts."""

    OUTCOME = "outcome"
    OUTPUT = "output"


class Lens(StrEnum):
    """The four readings of an indicator. `RISK` stands for risk and governance."""

    NETWORK = "network"
    EXECUTIVE = "executive"
    INCLUSION = "inclusion"
    RISK = "risk"


class Said(StrEnum):
    """Who states a figure: the municipality itself, another one, a third party, a vendor or the press."""

    SELF = "self"
    PEER = "peer"
    INDEPENDENT = "independent"
    VENDOR = "vendor"
    PRESS = "press"


class State(StrEnum):
    """The outcome state of an implementation (design.md §4, the first row that matches)."""

    INTENT = "intent"
    UNCONFIRMED = "unconfirmed"
    ABANDONED = "abandoned"
    UNDERWAY = "underway"
    UNMEASURED = "unmeasured"
    STALE = "stale"
    NOT_SUSTAINED = "not_sustained"
    SETBACK = "setback"
    SUSTAINED = "sustained"
    UNCONSOLIDATED = "unconsolidated"

    @property
    def counted(self) -> bool:
        """Whether the site enters the denominator (●) or is only mentioned (○)."""
        return self not in (State.INTENT, State.UNCONFIRMED, State.UNDERWAY)


class Level(IntEnum):
    """The level of evidence of a case, from 0 to 5."""

    STORY = 0
    MEASURED = 1
    SUSTAINED = 2
    REPLICATED = 3
    EXTENDED = 4
    NETWORK_POLICY = 5


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """An indicator of a case. `accepted` is False for a custom one that no coordinator accepted yet."""

    key: str
    kind: Kind
    lens: Lens
    direction: Direction
    core: bool
    accepted: bool = True
    retired: bool = False


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """One figure of one site. `group` is empty for the whole population; `key` points back to its record."""

    indicator: str
    baseline: bool
    value: Decimal
    unit: str
    period_end: date
    group: str
    said_by: Said
    sourced: bool
    accepted: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class SiteFact:
    """One attempt of one municipality at a case: the origin's own, or a replication.

    `municipality` and `province` are shown codes ("AR-820042", "AR-82"). `phase_since` is the day on which
    the present phase began; without it the day is derived from the other dates.
    """

    municipality: str
    origin: bool
    attempt: int
    phase: Phase
    started: date | None
    in_production: date | None
    ended: date | None
    confirmed: bool
    objected: bool
    population: int | None
    province: str
    country: str
    measures: tuple[MeasureFact, ...]
    ai_sheet_complete: bool = False
    serious_incident: bool = False
    government_changes: tuple[date, ...] = ()
    phase_since: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case and every attempt at it. A dispute is (indicator, municipality, group, period end)."""

    published: bool
    problem: bool
    action: bool
    indicators: tuple[IndicatorFact, ...]
    sites: tuple[SiteFact, ...]
    uses_ai: bool
    responsible_area: bool
    norm_or_budget: bool
    playbook: bool
    network_standard: bool
    accepted_disputes: frozenset[tuple[str, str, str, date]] = frozenset()
