"""The level mark: five steps of a staircase, filled up to the level."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

STEPS = 5


@cache
def staircase(level: int) -> SafeString:
    """The drawing alone. It is decoration: the number and the word always stand beside it.

    Raises ValueError for a level outside 0 to 5.
    """
    if not 0 <= level <= STEPS:
        raise ValueError(f"A level goes from 0 to {STEPS}, not {level}.")
    steps = "".join(
        f'<rect{" class=on" if step <= level else ""} x="{step * 8 - 7}" y="{21 - step * 4}"'
        f' width="8" height="{step * 4}"/>'
        for step in range(1, STEPS + 1)
    )
    return mark_safe(f'<svg class="steps" width="42" height="22" aria-hidden="true">{steps}</svg>')
