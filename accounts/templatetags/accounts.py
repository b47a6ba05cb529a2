"""How a field of a form is drawn: label above, hint under it, the error in words, then the field.

And a browser in words.
"""

from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import RadioSelect

from accounts.browsers import browser_name

register = template.Library()
register.filter(browser_name)


@register.inclusion_tag("accounts/_field.html")
def field(bound: BoundField, label: str = "", hint: str | None = None) -> dict[str, Any]:
    """`label` and `hint` replace those of the form. Placeholders go: they repeat the label, and vanish."""
    bound.field.widget.attrs.pop("placeholder", None)
    if label:
        bound.label = label
    if hint is not None:
        bound.help_text = hint
    return {"field": bound, "group": isinstance(bound.field.widget, RadioSelect)}
