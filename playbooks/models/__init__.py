"""What the playbooks keep."""

from playbooks.models.clauses import Clause, JurisdictionCheck
from playbooks.models.pages import PlaybookIndexPage, PlaybookPage, PlaybookStep
from playbooks.models.roadmap_tasks import RoadmapChange, RoadmapTask
from playbooks.models.roadmaps import Roadmap, Stale
from playbooks.models.steps import Effort, Phase, Step
from playbooks.models.templates import Template

__all__ = [
    "Clause",
    "Effort",
    "JurisdictionCheck",
    "Phase",
    "PlaybookIndexPage",
    "PlaybookPage",
    "PlaybookStep",
    "Roadmap",
    "RoadmapChange",
    "RoadmapTask",
    "Stale",
    "Step",
    "Template",
]
