"""The plan on paper, as it goes to the council."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from operator import attrgetter

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import IndicatorDefinition
from cases.models.vocabulary import Lens
from playbooks.pdf import pdf
from playbooks.roadmap.gantt import pages
from playbooks.roadmap.plan import Plan, Task
from playbooks.roadmap.wording import absolute, by_phase, phase_name, state_name


@dataclass(frozen=True, slots=True)
class Step:
    """A task with its words."""

    task: Task
    state: str
    after: tuple[str, ...]


def pdf_of(plan: Plan, today: date | None = None) -> bytes:
    """A tagged PDF. Raises `playbooks.pdf.Unavailable` and `playbooks.pdf.Refused`."""
    return pdf(page_of(plan, today), f"{plan.title} · {plan.municipality}")


def page_of(plan: Plan, today: date | None = None) -> str:
    """The HTML that is printed."""
    context = {
        "plan": plan,
        "playbook_url": absolute(plan.playbook_url) if plan.playbook_url else "",
        "evidence": [(one, absolute(one.url)) for one in plan.evidence],
        "drawings": pages(plan, today),
        "phases": _phases(plan),
        "lenses": _lenses(plan),
        "states": _states(plan),
        "signatures": [_("Head of the municipality"), _("Who answers for the plan"), _("For the council")],
    }
    return render_to_string("roadmap/pdf/plan.html", context)


def _phases(plan: Plan) -> list[tuple[str, list[Step]]]:
    titles = {task.key: task.title for task in plan.tasks}
    return [
        (
            phase_name(phase),
            [
                Step(task, state_name(task.state), tuple(titles.get(key, key) for key in task.after))
                for task in tasks
            ],
        )
        for phase, tasks in groupby(by_phase(plan.tasks), key=attrgetter("phase"))
    ]


def _states(plan: Plan) -> str:
    """ "12 steps: done 3, under way 2"."""
    counts = Counter(state_name(task.state).lower() for task in plan.tasks)
    total = ngettext("%(n)d step", "%(n)d steps", len(plan.tasks)) % {"n": len(plan.tasks)}
    return f"{total}: {', '.join(f'{name} {n}' for name, n in counts.items())}" if counts else total


def _lenses(plan: Plan) -> list[tuple[str, list[str]]]:
    """What the plan measures under each of the four lenses, an empty one included: it is a gap to be seen."""
    measured = [one.indicators for one in plan.reviews] + [one.indicators for one in plan.tasks]
    named = dict.fromkeys(chain.from_iterable(measured))
    lens_of = dict(IndicatorDefinition.objects.filter(name__in=named).values_list("name", "lens"))
    rows = [(str(lens.label), [name for name in named if lens_of.get(name) == lens]) for lens in Lens]
    others = [name for name in named if name not in lens_of]
    return [*rows, (_("Outside the catalogue"), others)] if others else rows
