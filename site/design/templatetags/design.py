"""The template filters and tags of the house style: `{% load design %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from design import formats
from design.ruler import SHAPE_OF_STATE, Mark
from design.ruler import ruler as draw_ruler
from design.ruler import sample as draw_sample
from design.staircase import staircase as draw_staircase
from design.story import blocks

register = template.Library()
register.filter("number", formats.number)
register.filter("longdate", formats.longdate)
register.filter("monthyear", formats.monthyear)

LEGEND = (
    ("sustained", False, lambda: _("Sustained the result")),
    ("abandoned", False, lambda: _("Abandoned it, did not sustain it, or had a setback")),
    ("unmeasured", False, lambda: _("Not measured, measured too long ago, or not consolidated")),
    ("underway", False, lambda: _("Under way")),
    ("unconfirmed", False, lambda: _("Not confirmed by its municipality")),
    ("sustained", True, lambda: _("With a ring: where the case began")),
)


@register.simple_tag
def ruler(
    marks: Iterable[Mark],
    sentence: str,
    reader: int | None = None,
    near: tuple[int, int] | None = None,
    titles: bool = False,
) -> SafeString:
    """`{% ruler marks sentence reader=population near=range %}`: the size ruler."""
    return draw_ruler(marks, sentence, reader, near, _("your municipality"), titles)


@register.simple_tag
def state_mark(state: str, origin: bool = False) -> SafeString:
    """The mark of a state, as on the ruler. Decoration: write the state beside it."""
    return draw_sample(state, origin) if state in SHAPE_OF_STATE else mark_safe("")


@register.simple_tag
def staircase(level: int, name: str) -> SafeString:
    """`{% staircase 3 "Replicado" %}`: the mark of a level with its number and word."""
    return format_html(
        '<span class="level"><span class="vh">{} </span>{}<b>{}</b> {}</span>',
        _("Level of evidence:"),
        draw_staircase(int(level)),
        int(level),
        name,
    )


@register.inclusion_tag("includes/ruler_legend.html")
def ruler_legend() -> dict[str, Any]:
    """What each mark of the ruler means, folded."""
    return {"marks": [(draw_sample(state, origin), words()) for state, origin, words in LEGEND]}


@register.filter
def story(text: str) -> SafeString:
    """Plain text of a case → paragraphs and lists. Everything is escaped: no HTML passes."""
    return mark_safe("".join(_block(kind, lines) for kind, lines in blocks(text)))


def _block(kind: str, lines: list[str]) -> str:
    if kind == "list":
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
    return f"<p>{conditional_escape(' '.join(lines))}</p>"
