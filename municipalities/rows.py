"""A row of an official file as plain facts, and a problem in one of its cells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from municipalities.cells import BadCell

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was left out: the row and column of the file, what it says, and what is wrong with it."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Row:
    """What one row says of one municipality.

    `facts` replace what the register has; `defaults` only fill what it lacks. `people` is inhabitants by
    year. A missing datum is absent from all three: it never erases.
    """

    number: int
    country: str
    code: str
    province: str = ""
    province_code: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    defaults: dict[str, object] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    source: str = ""

    @property
    def name(self) -> str:
        return str(self.facts.get("name") or self.defaults.get("name") or "")


class RowReader:
    """Reads the cells of one row and keeps each one that cannot be a fact as a problem."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number = number
        self.cells = cells
        self.problems: list[Problem] = []

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def get(self, column: str, parse: Callable[..., Value | None], *args: str) -> Value | None:
        text = self.text(column)
        try:
            return parse(text, *args)
        except BadCell as error:
            self.bad(column, str(error))
            return None

    def bad(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self.number, column, self.text(column)[:80], reason))


def known(**facts: object) -> dict[str, object]:
    """Only the facts that are there: a missing datum is absent, never empty."""
    return {name: value for name, value in facts.items() if value not in (None, "")}
