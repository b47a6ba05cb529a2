"""The words of a plan that its drawing and its files share."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from playbooks.models import Phase
from playbooks.roadmap.plan import Plan, State, Task

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def state_name(state: State) -> str:
    """The word of a state, in the language of the reader."""
    return {
        "todo": _("To do"),
        "doing": _("Under way"),
        "done": _("Done"),
        "skipped": _("Skipped"),
        "blocked": _("Blocked"),
    }[state]


def phase_name(phase: str) -> str:
    """The name of a phase; one that is not of the playbooks is named by itself."""
    return str(Phase(phase).label) if phase in Phase.values else phase


def by_phase(tasks: Iterable[Task]) -> list[Task]:
    """Phases in their order, with governance beneath; inside each, by date."""
    order = {value: place for place, value in enumerate(Phase.values)}
    return sorted(tasks, key=lambda task: (order.get(task.phase, len(order)), task.starts, task.ends))


def absolute(url: str) -> str:
    """An address that also works outside the site: in a calendar, a sheet or on paper."""
    return urljoin(settings.BASE_URL, url)


def filename(plan: Plan, extension: str) -> str:
    """A name for the file, in plain letters: plan-reclamos-en-tandil.ics."""
    return f"plan-{slugify(plan.title)[:80].strip('-') or 'municipal'}.{extension}"


def clean(text: str) -> str:
    """Without what no file can carry: control characters and halves of surrogate pairs."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
