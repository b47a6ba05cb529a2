"""The words for states, levels and conditions, as someone in a town hall would say them.

Numbers come from the constants of the rules, so that no text can promise another threshold.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.evidence import (
    MIN_PAIR_DAYS,
    MONTHS_TO_SUSTAIN,
    Condition,
    Level,
    State,
)
from design.formats import number

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_STATES = {
    State.INTENT: _("intent"),
    State.UNCONFIRMED: _("not confirmed"),
    State.ABANDONED: _("abandoned"),
    State.UNDERWAY: _("underway"),
    State.UNMEASURED: _("not measured"),
    State.STALE: _("out of date"),
    State.NOT_SUSTAINED: _("did not sustain it"),
    State.SETBACK: _("with a setback"),
    State.SUSTAINED: _("sustained it"),
    State.UNCONSOLIDATED: _("not consolidated"),
}

_LEVELS = {
    Level.STORY: _("Story"),
    Level.MEASURED: _("Measured"),
    Level.SUSTAINED: _("Sustained"),
    Level.REPLICATED: _("Replicated"),
    Level.EXTENDED: _("Extended"),
    Level.NETWORK_POLICY: _("Network policy"),
}

_CONDITIONS = {
    "published": _("The case is published"),
    "problem": _("It says what problem there was"),
    "action": _("It says what was done"),
    "municipality": _("It says which municipality did it"),
    "start_date": _("It says when it started"),
    "confirmed_site": _("At least one municipality confirmed what is said of it"),
    "baseline": _("An outcome was measured before going live, with its source"),
    "followup": _("The same outcome was measured again at least %(days)s days later, with its source"),
    "outcome_pair": _("That outcome got better"),
    "sustained_site": _("A municipality sustained the outcome for at least %(months)s months in production"),
    "inclusion": _("That municipality measured inclusion before and after, and it did not get worse"),
    "governance": _(
        "That municipality measured risk or governance before and after, and it did not get worse"
    ),
    "ai_sheet": _("Its artificial intelligence sheet is complete"),
    "ai_incidents": _("It has no serious artificial intelligence incident open"),
    "responsible_area": _("An area of the municipality is responsible for it"),
    "norm_or_budget": _("It has a legal norm or a budget line"),
    "replication": _("Another municipality replicated it and sustained the same outcome"),
    "replications": _("At least %(need)s replications sustained the outcome (so far: %(have)s)"),
    "territories": _("They are in at least %(need)s provinces or countries (so far: %(have)s)"),
    "success_rate": _(
        "At least two of every three replications that count sustained the outcome"
        " (so far: %(have)s of %(of)s; needed: %(need)s)"
    ),
    "replication_lenses": _(
        "At least one of them also measured inclusion and governance, and neither got worse"
    ),
    "playbook": _("There is a guide to replicate it"),
    "network_adoption": _(
        "A network adopted it as a standard, or at least %(need)s replications sustained the outcome"
        " (so far: %(have)s)"
    ),
    "independent_measure": _("Someone independent measured that the outcome got better"),
    "government_change": _(
        "In at least one municipality it stayed in production across a change of government"
    ),
}

_REQUIREMENTS = {
    "ai_sheet": _("Where it uses artificial intelligence, its sheet is complete"),
    "ai_incidents": _("Where it uses artificial intelligence, no serious incident is open"),
    "replications": _("At least %(need)s replications sustained the outcome"),
    "territories": _("They are in at least %(need)s provinces or countries"),
    "success_rate": _("At least two of every three replications that count sustained the outcome"),
    "network_adoption": _(
        "A network adopted it as a standard, or at least %(need)s replications sustained the outcome"
    ),
}

_MISSING = {
    "published": _("It is not published yet. A coordinator of the network publishes it after reviewing it."),
    "problem": _("The problem is missing. The team that wrote the case can tell it."),
    "action": _("What was done is missing. The team that wrote the case can tell it."),
    "municipality": _("The municipality of origin is missing. The team that wrote the case can add it."),
    "start_date": _("The date on which it started is missing. The municipality of origin can add it."),
    "confirmed_site": _(
        "No municipality has confirmed what is said of it. Only the lead of each municipality can confirm it."
    ),
    "baseline": _(
        "A measure of an outcome from before going live is missing, with its source."
        " The team of a municipality that does it can add it."
    ),
    "followup": _(
        "A second measure of the same outcome is missing, with the same unit and its source,"
        " at least %(days)s days after the first."
        " The team of the municipality that measured first can add it."
    ),
    "outcome_pair": _(
        "The measures do not show yet that the outcome got better at a site that counts."
        " The team of a municipality that does it can add a newer one."
    ),
    "sustained_site": _(
        "A measure of the outcome taken after %(months)s months in production is missing,"
        " in a municipality where nothing got worse. The team of that municipality can add it."
    ),
    "inclusion": _(
        "An inclusion measure from before and after is missing (who gets access, who is left out),"
        " without getting worse. The team of the municipality that sustained the outcome can add it."
    ),
    "governance": _(
        "A risk or governance measure from before and after is missing (incidents, traceability, compliance),"
        " without getting worse. The team of the municipality that sustained the outcome can add it."
    ),
    "ai_sheet": _(
        "The artificial intelligence sheet is incomplete."
        " The team of the municipality that sustained the outcome can complete it."
    ),
    "ai_incidents": _(
        "A serious artificial intelligence incident is open."
        " The municipality that reported it can record how it was closed."
    ),
    "responsible_area": _(
        "The area responsible for it is missing. The team of the municipality of origin can add it."
    ),
    "norm_or_budget": _(
        "A legal norm or a budget line is missing. The team of the municipality of origin can add it."
    ),
    "replication": _(
        "A replication that sustained the same outcome is missing. The municipality that replicates it"
        " measures it, and its lead confirms it."
    ),
    "replications": _(
        "Replications that sustained the outcome: %(have)s. Needed: %(need)s."
        " Each municipality that replicates it measures it, and its lead confirms it."
    ),
    "territories": _(
        "Provinces or countries with a replication that sustained the outcome: %(have)s. Needed: %(need)s."
        " A municipality from another province or country can add its own."
    ),
    "success_rate": _(
        "Replications that count: %(of)s. Sustained the outcome: %(have)s. Needed: %(need)s."
        " The municipalities that replicated it without measuring it can add their measures."
    ),
    "replication_lenses": _(
        "Inclusion and governance, measured before and after at one same replication, are missing."
        " The team of a municipality that replicated it can add them."
    ),
    "playbook": _("A guide to replicate it is missing. The coordinators of the network write it."),
    "network_adoption": _(
        "Replications that sustained the outcome: %(have)s. Needed: %(need)s,"
        " or that a network adopts it as a standard. The coordinators of the network record the standard."
    ),
    "independent_measure": _(
        "A measure of the outcome by someone independent is missing (a university, an auditor)."
        " The team of a municipality that sustained it can add it with its source."
    ),
    "government_change": _(
        "A municipality that kept it in production across a change of government is missing."
        " The coordinators record the changes of government, and each municipality its dates."
    ),
}


def state_label(state: State) -> "StrPromise":
    """The state of a site, in lower case: "sostuvo", "con retroceso"."""
    return _STATES[state]


def level_label(level: Level) -> "StrPromise":
    """The name of a level: "Relato", "Medido" and so on."""
    return _LEVELS[level]


def condition_text(condition: Condition) -> str:
    """What a condition asks, with the numbers that the case has so far."""
    return str(_CONDITIONS[condition.code]) % _slots(condition)


def requirement_text(condition: Condition) -> str:
    """What a condition asks of any case, without what one case has so far."""
    return str(_REQUIREMENTS.get(condition.code) or _CONDITIONS[condition.code]) % _slots(condition)


def missing_text(condition: Condition) -> str:
    """Which datum is missing for a condition, and who can add it."""
    return str(_MISSING[condition.code]) % _slots(condition)


def _slots(condition: Condition) -> dict[str, str]:
    return {
        "have": number(condition.have),
        "need": number(condition.need),
        "of": number(condition.of),
        "days": number(MIN_PAIR_DAYS),
        "months": number(MONTHS_TO_SUSTAIN),
    }
