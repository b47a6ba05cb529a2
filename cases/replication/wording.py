"""The words of the flow that are data: phases, dates and reasons."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Phase

PHASES: Mapping[str, Promise] = {
    Phase.INTENT: _("We want to do it and have not begun."),
    Phase.PILOT: _("We are trying it in one place, or for a while."),
    Phase.PRODUCTION: _("It is how things are done now, every day."),
    Phase.CONCLUDED: _("It ended as it was meant to: it was for a time."),
    Phase.ABANDONED: _("We tried it and left it. Telling it helps others as much as a success."),
}
DATES: Mapping[str, tuple[str, ...]] = {
    Phase.INTENT: ("planned_start",),
    Phase.PILOT: ("started",),
    Phase.PRODUCTION: ("started", "in_production"),
    Phase.CONCLUDED: ("started", "in_production", "ended"),
    Phase.ABANDONED: ("started", "in_production", "ended"),
}
"""The dates that each phase has."""

DATE_LABELS: Mapping[str, Promise] = {
    "planned_start": _("When do you mean to start?"),
    "started": _("When did you start working on it?"),
    "in_production": _("Since when is it the ordinary way of doing it?"),
    "ended": _("When did it end?"),
}
REASONS: Mapping[str, Promise] = {
    "money": _("There was no money left"),
    "government": _("The government, or whoever led it, changed"),
    "staff": _("There were no people to keep it up"),
    "vendor": _("The vendor did not deliver, or became too expensive"),
    "data": _("The data it needed did not exist or were not good"),
    "legal": _("A norm did not let us"),
    "use": _("People did not use it"),
    "result": _("It did not give the result we expected"),
    "other": _("Something more urgent came up"),
}
