"""Offering to tell the network what a plan reached: a replication of the case behind it, half filled in."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from cases.models import CasePage, Phase
from playbooks.models import Roadmap, RoadmapTask
from playbooks.roadmap.evidence import cases_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that the municipality may say it replicated, and where it does."""

    case: CasePage
    url: str


def offers(roadmap: Roadmap) -> list[Offer]:
    """Nothing until a step reached something; then the cases of that step or, without any, of the whole."""
    reached = [one for one in roadmap.tasks.all() if one.milestone]
    if not reached or roadmap.playbook is None:
        return []
    behind = cases_of(roadmap.playbook)
    steps = [one.step_id for one in reached if one.step_id]
    own = set(CasePage.objects.filter(steps__in=steps).values_list("pk", flat=True))
    mine = [one for one in behind if one.pk in own] or behind
    query = urlencode(_answers(roadmap, reached))
    return [
        Offer(one, f"{reverse('replication:start', args=[one.identifier])}?{query}")
        for one in mine
        if one.municipality != roadmap.municipality
    ]


def _answers(roadmap: Roadmap, reached: list[RoadmapTask]) -> dict[str, str]:
    """What the plan knows. It says that something is in production only when somebody did."""
    answers = {"municipio": roadmap.municipality.key, "inicio": roadmap.starts.isoformat()}
    if any(one.milestone == RoadmapTask.Milestone.PRODUCTION for one in reached):
        answers["fase"] = Phase.PRODUCTION.value
    return answers
