"""Who keeps it running once the plan ends: the questions, and their answers as rows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from playbooks.roadmap.plan import OperatingModel

QUESTIONS: Mapping[str, tuple[Promise, Promise]] = {
    "owner": (_("Owner"), _("Which area answers for the outcome, by its norm or its position")),
    "decisions": (_("Decision rights"), _("Who may change it, stop it and spend on it")),
    "staff": (_("Staff"), _("How many people, of which area, how many hours a week")),
    "budget": (
        _("Recurring budget"),
        _("How much a year and in which budget line, once the first year is over"),
    ),
    "support": (_("Support"), _("Who answers when it fails, at which hours and in how long")),
    "incidents": (_("Incidents"), _("Where they are written down, who reads them and how often")),
    "training": (_("Training"), _("Who trains whoever comes in, and with which materials")),
    "handover": (
        _("Handover to the next administration"),
        _("What stays in writing, where, and who gets it"),
    ),
}
"""Each by its key, with its label and what it asks."""


def operating_model(answers: Mapping[str, str]) -> OperatingModel:
    """Every row, also those that nobody has filled in."""
    return OperatingModel(
        tuple((str(label), answers.get(key, "")) for key, (label, _hint) in QUESTIONS.items())
    )
