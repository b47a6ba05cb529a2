"""Which process to redesign first: citizen pain and who is left out weigh more than volume and cost.

Pure. The agenda asks to choose "by citizen pain and social impact, not only by volume or cost".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

WEIGHTS: Mapping[str, float] = {"pain": 0.35, "excluded": 0.35, "volume": 0.20, "cost": 0.10}
"""Share of each in the score. They add up to 1."""

SCALE = 5
"""Pain and exclusion go from 1 to 5."""


@dataclass(frozen=True, slots=True)
class Process:
    """A candidate. `pain` and `excluded` from 1 to 5; `volume` in cases a month; `cost` of one, in pesos.

    None is what nobody knows.
    """

    name: str
    pain: int
    excluded: int
    volume: int | None = None
    cost: int | None = None

    @property
    def spent(self) -> int:
        """Pesos a month in all; 0 when nobody knows."""
        return (self.volume or 0) * (self.cost or 0)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score, 0 to 100, and how many of those points each question gave."""

    process: Process
    score: int
    parts: Mapping[str, float]


def rank(processes: Sequence[Process]) -> list[Scored]:
    """The candidates by score, and among equals by pain and by name.

    Volume and cost are compared within the list, on a logarithmic scale: ten times more is one step more.
    Each is worth nothing where nobody knows it.
    """
    most_volume = max((one.volume or 0 for one in processes), default=0)
    most_cost = max((one.spent for one in processes), default=0)
    scored = [_score(one, most_volume, most_cost) for one in processes]
    return sorted(scored, key=lambda one: (-one.score, -one.process.pain, one.process.name))


def _score(one: Process, most_volume: int, most_cost: int) -> Scored:
    shares = {
        "pain": (one.pain - 1) / (SCALE - 1),
        "excluded": (one.excluded - 1) / (SCALE - 1),
        "volume": _share(one.volume or 0, most_volume),
        "cost": _share(one.spent, most_cost),
    }
    parts = {name: 100 * WEIGHTS[name] * share for name, share in shares.items()}
    return Scored(one, round(sum(parts.values())), parts)


def _share(value: int, most: int) -> float:
    return log10(1 + value) / log10(1 + most) if most else 0.0
