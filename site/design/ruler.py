"""The size ruler: where a case was tried, on a logarithmic scale of population, as inline SVG.

Shape says the state and colour only repeats it, so that it reads in black and white. Positions are
percentages and marks are in pixels: the drawing fits any width without its text shrinking.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SMALLEST, LARGEST = 1_000, 3_000_000
MARGIN = 4.0  # per cent kept free on both sides, for half a mark and half a label
NARROWEST = 240  # pixels; what overlaps at this width is stacked at every width
PITCH = 12  # pixels between the centres of two marks that do not touch
MOST_ROWS = 8

SUSTAINED, FAILED, PENDING, UNDERWAY, UNCONFIRMED = (
    "sustained",
    "failed",
    "pending",
    "underway",
    "unconfirmed",
)
SHAPE_OF_STATE = {
    "sustained": SUSTAINED,
    "abandoned": FAILED,
    "not_sustained": FAILED,
    "setback": FAILED,
    "unmeasured": PENDING,
    "stale": PENDING,
    "unconsolidated": PENDING,
    "underway": UNDERWAY,
    "unconfirmed": UNCONFIRMED,
    "intent": UNCONFIRMED,
}
_PATHS = {FAILED: "M-4-4 4 4M4-4-4 4", PENDING: "M0-5 5 0 0 5-5 0"}
_RADII = {SUSTAINED: "4.5", UNDERWAY: "4", UNCONFIRMED: "2"}
_CLASSES = {SUSTAINED: "s", FAILED: "x", PENDING: "p", UNDERWAY: "u", UNCONFIRMED: "q"}
_LABELS = ((1_000, "1.000"), (10_000, "10.000"), (100_000, "100.000"), (1_000_000, "1 M"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A site on the ruler: its population, the state of its outcome and whether the case began there."""

    population: int
    state: str
    origin: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its place: per cent from the left, and row from the bottom (0 is on the axis)."""

    mark: Mark
    x: float
    row: int


@lru_cache(maxsize=4096)  # a page of results asks it a hundred times
def position(population: int) -> float:
    """Per cent from the left edge. Beyond the ends of the scale, a place stands on the end."""
    within = min(max(population, SMALLEST), LARGEST)
    share = log10(within / SMALLEST) / log10(LARGEST / SMALLEST)
    return round(MARGIN + share * (100 - 2 * MARGIN), 1)


def place(marks: Iterable[Mark]) -> list[Placed]:
    """Marks from left to right, each on the lowest row where it touches no other."""
    placed: list[Placed] = []
    row_ends: list[float] = []
    for mark in sorted(marks, key=lambda one: (one.population, not one.origin, one.title)):
        x = position(mark.population)
        pixels = x * NARROWEST / 100
        free = (row for row, end in enumerate(row_ends) if pixels - end >= PITCH)
        row = next(free, min(len(row_ends), MOST_ROWS - 1))
        row_ends[row:] = [pixels, *row_ends[row + 1 :]]
        placed.append(Placed(mark, x, row))
    return placed


def ruler(
    marks: Iterable[Mark],
    sentence: str,
    reader: int | None = None,
    near: tuple[int, int] | None = None,
    reader_label: str = "",
    titles: bool = False,
) -> SafeString:
    """The drawing. `sentence` is its accessible name, `near` the populations to shade.

    With `titles` each site says its own: for the case page, where the table below is its twin.
    """
    placed = place(marks)
    top = 25 if reader else 4
    axis = top + PITCH * (1 + max((one.row for one in placed), default=0))
    parts = [
        f'<svg class="ruler" role="img" aria-label="{escape(sentence)}" height="{axis + 19}">',
        _band(near, axis),
        _scale(axis),
        _reader(reader, reader_label, axis) if reader else "",
        *_groups(placed, axis, titles),
        "</svg>",
    ]
    return mark_safe("".join(parts))


@lru_cache
def sample(state: str, origin: bool = False) -> SafeString:
    """One mark alone, for legends and for the tables that repeat the drawing in words."""
    alone = Placed(Mark(SMALLEST, state, origin), 50.0, 0)
    inner = "".join(_groups([alone], 16, titles=False))
    return mark_safe(f'<svg class="ruler mark" width="20" height="20" aria-hidden="true">{inner}</svg>')


def _band(near: tuple[int, int] | None, axis: int) -> str:
    if not near:
        return ""
    left, right = position(near[0]), position(near[1])
    return f'<rect class="b" x="{left:g}%" width="{right - left:.1f}%" height="{axis}"/>'


@lru_cache
def _scale(axis: int) -> str:
    """The axis, graduated in 1, 2 and 5 as on a slide rule: 100 units a decade (dashed by site.css)."""
    ends = f'x1="{MARGIN:g}%" x2="{100 - MARGIN:g}%"'
    labels = "".join(f'<text x="{position(population):g}%">{text}</text>' for population, text in _LABELS)
    return (
        f'<svg class="a" y="{axis}"><line x2="100%"/>'
        f'<line class="t" {ends} pathLength="348"/></svg>'
        f'<svg y="{axis + 16}">{labels}</svg>'
    )


def _reader(population: int, label: str, axis: int) -> str:
    x = position(population)
    side = " e" if x > 80 else " w" if x < 20 else ""
    return (
        f'<svg class="r{side}" x="{x:g}%"><text y="11">{escape(label)}</text>'
        f'<path d="M0 {axis}V21L-5 14H5L0 21"/></svg>'
    )


def _groups(placed: list[Placed], axis: int, titles: bool) -> Iterator[str]:
    """Marks grouped by shape, so that what they share is written once."""
    for shape, name in _CLASSES.items():
        drawn = [_mark(shape, one, axis, titles) for one in placed if SHAPE_OF_STATE[one.mark.state] == shape]
        if drawn:
            yield f'<g class="{name}">{"".join(drawn)}</g>'


def _mark(shape: str, one: Placed, axis: int, titles: bool) -> str:
    x, y = f"{one.x:g}%", axis - 6 - PITCH * one.row
    title = f"<title>{escape(one.mark.title)}</title>" if titles and one.mark.title else ""
    ring = f'<circle class="o" cx="{x}" cy="{y}" r="8"/>' if one.mark.origin else ""
    if shape in _PATHS:
        return f'{ring}<svg x="{x}" y="{y}">{title}<path d="{_PATHS[shape]}"/></svg>'
    close = f">{title}</circle>" if title else "/>"
    return f'{ring}<circle cx="{x}" cy="{y}" r="{_RADII[shape]}"{close}'
