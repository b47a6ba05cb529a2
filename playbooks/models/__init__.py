"""What the playbooks keep."""

from playbooks.models.clauses import Clause, JurisdictionCheck
from playbooks.models.pages import PlaybookIndexPage, PlaybookPage, PlaybookStep
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
    "Step",
    "Template",
]
