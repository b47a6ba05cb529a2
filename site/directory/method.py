"""How it is worked out, read from the rules themselves: a constant that changes, changes the page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import figures, levels, near, outcomes
from cases.evidence import CaseFact, Level, State
from cases.wording import level_label, requirement_text, state_label
from design.formats import number
from municipalities import similarity, sizes
from search.explanation import TERM_LABELS

# A case without anything: its conditions are all of them, none met.
NOTHING = CaseFact(
    published=False,
    problem=False,
    action=False,
    indicators=(),
    sites=(),
    uses_ai=True,
    responsible_area=False,
    norm_or_budget=False,
    playbook=False,
    network_standard=False,
)


@dataclass(frozen=True, slots=True)
class StateRule:
    state: State
    name: str
    counted: str
    when: str


@dataclass(frozen=True, slots=True)
class Method:
    """What the page shows. Properties, so that each visit reads the rules as they are."""

    @property
    def numbers(self) -> dict[str, Any]:
        return {
            "pair_days": figures.MIN_PAIR_DAYS,
            "dispute_percent": number(round(float(figures.DISPUTE_SHARE) * 100)),
            "months_to_measure": outcomes.MONTHS_TO_MEASURE,
            "months_in_phase": outcomes.MONTHS_IN_PHASE,
            "months_to_sustain": outcomes.MONTHS_TO_SUSTAIN,
            "months_fresh": outcomes.MONTHS_FRESH,
            "cells": sizes.NEAR_CELLS,
            "cells_per_doubling": sizes.CELLS_PER_DOUBLING,
            "enough": f"{near.ENOUGH_NEAR.numerator}/{near.ENOUGH_NEAR.denominator}",
            "weights_version": similarity.WEIGHTS_VERSION,
            "doublings": similarity.DOUBLINGS_TO_ZERO,
            "times": number(2**similarity.DOUBLINGS_TO_ZERO),
        }

    @property
    def states(self) -> list[StateRule]:
        """The table of outcome states, in the order in which they are tried."""
        n = self.numbers
        yes, no = _("yes"), _("no")
        both = _("only after %(months)s months") % {"months": n["months_to_measure"]}
        rows = [
            (State.INTENT, no, _("It only intends to do it")),
            (State.UNCONFIRMED, no, _("Its lead has not confirmed it, or a coordinator objects")),
            (State.ABANDONED, yes, _("It was abandoned")),
            (
                State.UNMEASURED,
                both,
                _("Without a valid measure before and after; until then it is underway"),
            ),
            (
                State.STALE,
                yes,
                _("The newest measure is older than %(months)s months") % {"months": n["months_fresh"]},
            ),
            (State.NOT_SUSTAINED, yes, _("The newest measure is not better than the first")),
            (State.SETBACK, yes, _("The outcome is better, but inclusion or governance got worse there")),
            (
                State.SUSTAINED,
                yes,
                _("At least %(months)s months in production, and measured again after them")
                % {"months": n["months_to_sustain"]},
            ),
            (
                State.UNCONSOLIDATED,
                _("only after %(months)s months") % {"months": n["months_in_phase"]},
                _("Anything else: a pilot that never leaves pilot ends here; until then it is underway"),
            ),
        ]
        return [StateRule(state, str(state_label(state)), counted, when) for state, counted, when in rows]

    @property
    def levels(self) -> list[tuple[int, str, list[str]]]:
        """Each level with what it needs besides all the levels before it."""
        conditions = list(levels.conditions_of(NOTHING, ()))
        return [
            (
                int(level),
                str(level_label(level)),
                [requirement_text(one) for one in conditions if one.level is level],
            )
            for level in Level
        ]

    @property
    def weights(self) -> list[tuple[str, str]]:
        return [(str(TERM_LABELS[name]), number(weight * 100)) for name, weight in similarity.WEIGHTS.items()]

    @property
    def territory(self) -> list[tuple[str, str]]:
        return [
            (_("Same province"), number(similarity.SAME_PROVINCE)),
            (_("Same region"), number(similarity.SAME_REGION)),
            (_("Same country"), number(similarity.SAME_COUNTRY)),
            (_("Another country"), number(similarity.OTHER_COUNTRY)),
        ]
