"""The plan drawn: months as columns, phases as groups, governance as a lane beneath them. Inline SVG.

A pattern and a word say the state; colour only repeats them. Colours are attributes, so that the drawing
also stands alone on paper; `gantt.css` puts those of the page, light or dark, over them. The table beside
it is its twin.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from unicodedata import east_asian_width

from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from design.formats import monthyear
from playbooks.models import Phase
from playbooks.roadmap.axis import LEFT, RIGHT, Axis, axis
from playbooks.roadmap.plan import Plan, State, Task
from playbooks.roadmap.wording import by_phase, clean, phase_name, state_name

WIDTH = 760.0  # units of the drawing; one is a pixel where it is not scaled
LETTER = 7.2  # the widest that a letter of a label is on average, in any system's sans
MONTHS, REVIEWS, GROUP, ROW, TODAY, LEGEND = 44, 24, 30, 38, 22, 34  # heights
ROWS_A_PAGE = 20
INK, SOFT, RULE, HAIR, PAPER = "#1a2027", "#57606b", "#8a8577", "#dedad0", "#fbfaf7"
DONE, BLOCKED, LINK, BAND = "#1f6b3a", "#a03123", "#0a5583", "#dcebf3"
_BARS: dict[State, str] = {
    "todo": f'fill="{PAPER}" stroke="{INK}" stroke-width="1.5"',
    "doing": f'stroke="{LINK}" stroke-width="1.5"',
    "done": f'fill="{DONE}" stroke="{DONE}" stroke-width="1.5"',
    "skipped": f'fill="none" stroke="{SOFT}" stroke-width="1.5" stroke-dasharray="4 3"',
    "blocked": f'fill="{PAPER}" stroke="{BLOCKED}" stroke-width="2.5"',
}


def gantt(plan: Plan, today: date | None = None) -> SafeString:
    """The whole plan in one drawing. `today` gets a line when it is inside."""
    return _drawing(plan, by_phase(plan.tasks), today, "plan")


def pages(plan: Plan, today: date | None = None) -> list[SafeString]:
    """The same in drawings that fit a sheet of paper each."""
    tasks = by_phase(plan.tasks)
    starts = range(0, max(len(tasks), 1), ROWS_A_PAGE)
    return [_drawing(plan, tasks[at : at + ROWS_A_PAGE], today, f"plan{at}") for at in starts]


def _drawing(plan: Plan, tasks: Sequence[Task], today: date | None, name: str) -> SafeString:
    scale = axis(plan)
    lanes, rows, bottom = _lanes(scale, tasks, name)
    shown = today if today and scale.first <= today <= scale.last else None
    height = bottom + (TODAY if shown else 0) + LEGEND
    parts = [
        f'<svg class="gantt" role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
        f' viewBox="0 0 {WIDTH:g} {height}" width="{WIDTH:g}" height="{height}"'
        f' font-family="Pares Sans, system-ui, sans-serif" font-size="13" fill="{INK}">',
        f'<title id="{name}-t">{_words(_title(plan))}</title>',
        f'<desc id="{name}-d">{_words(_summary(tasks))}</desc>',
        _hatch(name),
        *_months(scale, bottom),
        *lanes,
        *_reviews(plan, scale, bottom),
        _today(shown, scale.x(shown), bottom) if shown else "",
        *rows,  # over every line, so that none crosses a word out
        *_legend(height - LEGEND, name),
        "</svg>",
    ]
    return mark_safe("".join(parts))


def _title(plan: Plan) -> str:
    return _("Timeline of the plan “%(title)s”, from %(start)s to %(end)s") % {
        "title": plan.title,
        "start": monthyear(plan.starts),
        "end": monthyear(plan.ends),
    }


def _summary(tasks: Sequence[Task]) -> str:
    counts = Counter(task.state for task in tasks)
    states = ", ".join(f"{state_name(state).lower()}: {n}" for state, n in counts.items())
    steps = ngettext("%(n)d step", "%(n)d steps", len(tasks)) % {"n": len(tasks)}
    return _("%(steps)s (%(states)s). The table of steps says the same.") % {"steps": steps, "states": states}


def _words(text: str) -> str:
    return escape(clean(text))


def _hatch(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-h" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect class="p" width="6" height="6" fill="{PAPER}"/>'
        f'<rect class="l" width="3" height="6" fill="{LINK}"/></pattern></defs>'
    )


def _months(scale: Axis, bottom: int) -> Iterator[str]:
    months = scale.months()
    every = 1 + len(months) // 19
    yield f'<g class="m" stroke="{HAIR}" fill="{SOFT}">'
    for place, day in enumerate(months):
        x = scale.x(day)
        yield f'<path d="M{x:g} 22V{bottom}"/>'
        if place % every == 0:
            name = formats.date_format(day, "M").lower()
            yield f'<text stroke="none" x="{x + 4:g}" y="36">{_words(name)}</text>'
        if place == 0 or day.month == 1:
            yield f'<text stroke="none" x="{x + 4:g}" y="16" font-weight="600">{day.year}</text>'
    yield f'<path d="M{RIGHT:g} 22V{bottom}M{LEFT:g} {MONTHS}H{RIGHT:g}"/></g>'


def _lanes(scale: Axis, tasks: Sequence[Task], name: str) -> tuple[list[str], list[str], int]:
    """The groups, the bars inside them, and where the last one ends."""
    lanes: list[str] = []
    rows: list[str] = []
    y = MONTHS + REVIEWS
    for phase, group in groupby(tasks, key=attrgetter("phase")):
        members = list(group)
        lanes.append(_lane(phase, y, GROUP + len(members) * ROW))
        y += GROUP
        for place, task in enumerate(members):
            rows.append(_row(scale, task, y + place * ROW, name))
        y += len(members) * ROW
    return lanes, rows, y + 4


def _lane(phase: str, y: int, height: int) -> str:
    band = f'<rect class="b" x="{LEFT:g}" y="{y}" width="{RIGHT - LEFT:g}" height="{height}" fill="{BAND}"/>'
    return (
        f"{band if phase == Phase.GOVERNANCE else ''}"
        f'<path class="g" d="M{LEFT:g} {y}H{RIGHT:g}" stroke="{RULE}"/>'
        f'<text x="{LEFT + 4:g}" y="{y + 20}" font-weight="600" font-size="14">'
        f"{_words(phase_name(phase))}</text>"
    )


def _row(scale: Axis, task: Task, y: int, name: str) -> str:
    left, width = scale.bar(task)
    word = "" if task.state == "todo" else f" · {state_name(task.state).lower()}"
    label = _cut(task.title, (RIGHT - LEFT - 8) / LETTER - len(word)) + word
    at = f'x="{left:g}"'
    if left + _letters(label) * LETTER > RIGHT - 4:
        at = f'x="{RIGHT - 4:g}" text-anchor="end"'
    return (
        f'<g class="t {task.state}"><title>{_words(task.title)}</title>'
        f'<text {at} y="{y + 13}">{_words(label)}</text>{_bar(task.state, left, y + 19, width, name)}</g>'
    )


def _bar(state: State, x: float, y: float, width: float, name: str) -> str:
    """A bar in the pattern of its state, twelve units high, with its sign in the middle."""
    hatch = f' fill="url(#{name}-h)"' if state == "doing" else ""
    bar = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="12"{hatch} {_BARS[state]}/>'
    at = f"{x + width / 2 - 3:g} {y + 6:g}"
    if state == "blocked":
        return f'{bar}<path class="x" d="M{at}m0-3l6 6m0-6l-6 6" stroke="{BLOCKED}" stroke-width="2"/>'
    if state == "done" and width >= 12:
        return f'{bar}<path class="v" d="M{at}l2 3 4-6" fill="none" stroke="{PAPER}" stroke-width="2"/>'
    return bar


def _letters(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _cut(text: str, room: float) -> str:
    """What fits in `room` letters; the table has the rest."""
    if _letters(text) <= room:
        return text
    kept, used = [], 1
    for letter in text:
        used += _letters(letter)
        if used > room:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def _reviews(plan: Plan, scale: Axis, bottom: int) -> Iterator[str]:
    y = MONTHS + 12
    for review in plan.reviews:
        x = scale.x(review.on)
        at = f'x="{x + 9:g}"' if x < RIGHT - 70 else f'x="{x - 9:g}" text-anchor="end"'
        label = _("month %(n)d") % {"n": review.month}
        yield (
            f'<g class="r"><path d="M{x:g} {y + 6}V{bottom}" stroke="{RULE}" stroke-dasharray="1 4"/>'
            f'<path d="M{x:g} {y - 6}l6 6-6 6-6-6z"/>'
            f'<text {at} y="{y + 4}" font-size="12">{_words(label)}</text></g>'
        )


def _today(day: date, x: float, bottom: int) -> str:
    label = _("today, %(date)s") % {"date": f"{day:%d/%m/%Y}"}
    anchor = "start" if x < 100 else "end" if x > RIGHT - 100 else "middle"
    return (
        f'<g class="n"><path d="M{x:g} 22V{bottom + 4}" stroke="{BLOCKED}" stroke-width="1.5"/>'
        f'<text x="{x:g}" y="{bottom + 18}" text-anchor="{anchor}" font-weight="600">{_words(label)}</text>'
        "</g>"
    )


def _legend(y: int, name: str) -> Iterator[str]:
    x = LEFT
    for state in _BARS:
        word = state_name(state)
        text = f'<text x="{x + 34:g}" y="{y + 22}" font-size="12">{_words(word)}</text>'
        yield f'<g class="t {state}">{_bar(state, x, y + 12, 28, name)}{text}</g>'
        x += 52 + len(word) * LETTER
    yield (
        f'<g class="r"><path d="M{x + 6:g} {y + 12}l6 6-6 6-6-6z"/>'
        f'<text x="{x + 18:g}" y="{y + 22}" font-size="12">{_words(_("Review"))}</text></g>'
    )
