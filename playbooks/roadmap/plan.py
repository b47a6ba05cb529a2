"""A dated plan, as every page and file shows it: plain facts, saved or not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["todo", "doing", "done", "skipped", "blocked"]


@dataclass(frozen=True, slots=True)
class Task:
    """A step with its dates. `starts` and `ends` are both days of work; `after` are keys of other tasks.

    `url` is a path of the site. A skipped task has the dates that it would have.
    """

    key: str
    title: str
    phase: str
    role: str
    starts: date
    ends: date
    state: State
    owner: str
    notes: str
    url: str
    indicators: tuple[str, ...]
    after: tuple[str, ...]
    checklist: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A day on which to measure. `month` counts from the start of the plan: 3, 6, 9 or 12."""

    month: int
    on: date
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case behind the playbook, with its level today and what is known near the municipality's size."""

    case: str
    url: str
    municipality: str
    level: int
    level_name: str
    sentence: str
    example: bool = False
    """Whether the case is invented, to show how the site works."""


@dataclass(frozen=True, slots=True)
class OperatingModel:
    """Who keeps it running: (label, text) in order; an empty text is shown as not defined."""

    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Twelve months from `starts`; a task that does not fit ends after `ends`.

    `uid` and `sequence` are those of iCalendar (RFC 5545); `country` has two letters (ISO 3166-1). Addresses
    are paths of the site.
    """

    uid: str
    sequence: int
    title: str
    playbook: str
    playbook_url: str
    municipality: str
    country: str
    starts: date
    ends: date
    tasks: tuple[Task, ...]
    reviews: tuple[Review, ...]
    evidence: tuple[Evidence, ...]
    operating_model: OperatingModel
    updated: datetime

    @property
    def has_examples(self) -> bool:
        """Whether any of its evidence is invented."""
        return any(one.example for one in self.evidence)
