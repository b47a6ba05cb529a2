"""What the templates of the replication flow and of the case page ask for."""

from typing import Any

from django import forms, template
from django.forms.widgets import RadioSelect

from cases.presenting.page import CaseView
from cases.replication.history import histories

register = template.Library()


@register.inclusion_tag("cases/replication/_summary.html")
def error_summary(form: forms.Form, problem: str = "") -> dict[str, Any]:
    """What is wrong, above everything, each with a link to its field. It takes the focus."""
    found = [("", message) for message in form.non_field_errors()]
    if problem:
        found.insert(0, ("", problem))
    for bound in form:
        suffix = "_0" if isinstance(bound.field.widget, RadioSelect) else ""
        found += [(f"{bound.auto_id}{suffix}", message) for message in bound.errors]
    return {"problems": found}


@register.inclusion_tag("cases/replication/_histories.html")
def public_history(case: CaseView) -> dict[str, Any]:
    """The history of every site that has one, in the order of the page."""
    records = [row.record for row in case.rows]
    events = histories(records)
    return {"told": [(one, events[one.pk]) for one in records if one.pk in events]}
