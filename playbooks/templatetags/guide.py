"""What the templates of the playbooks ask for."""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playbooks.evidence import Count

register = template.Library()


class MayBeInvented(Protocol):
    @property
    def example(self) -> bool: ...


@register.simple_tag(takes_context=True)
def same_reader(context: Mapping[str, Any]) -> str:
    """`{% pageurl page %}{% same_reader %}`: the address as whoever reads this page, or as nobody."""
    reader = context.get("reader")
    return f"?{urlencode(reader.params())}" if reader else ""


@register.simple_tag
def example_mark(one: MayBeInvented) -> str:
    """The badge of what is invented, with the space before it; nothing for what is real."""
    return format_html(' <span class="badge">{}</span>', _("Example")) if one.example else ""


@register.simple_tag
def counted(said: str, count: Count) -> str:
    """The words of a count; when it rests on invented cases, they say so."""
    if count.all_examples:
        text = ngettext("%(count)s, an example", "%(count)s, all examples", count.n)
    elif count.examples:
        text = ngettext("%(count)s (%(n)s is an example)", "%(count)s (%(n)s are examples)", count.examples)
    else:
        return said
    return text % {"count": said, "n": count.examples}
