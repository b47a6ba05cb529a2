"""The proof sentence: what is known of a case near a reader, in one sentence that is always true.

The calculation is in `cases.near`. The choices are in docs/decisions/evidencia-oracion.md.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.evidence import Assessment, State
from cases.near import (
    ENOUGH_NEAR,
    NearProof,
    counted_in,
    near,
    proven_cells,
    proven_near,
    speaking_sites,
    sustained_in,
)
from design.formats import number

__all__ = ["ENOUGH_NEAR", "NearProof", "near", "proven_cells", "proven_near", "ratio_text", "sentence"]


def sentence(assessment: Assessment, population: int | None, names: Mapping[str, str]) -> str:
    """The proof sentence for a reader. `names` are those of the municipalities by shown code ("AR-820042").

    It never says more than the facts: without evidence near it says so and names the nearest.
    """
    if not population or population < 0:
        return _anywhere(assessment)
    proof = near(assessment, population)
    if proof.sustained:
        return _sustained_near(assessment, proof)
    nearest = _nearest(proof, names)
    if proof.counted:
        finding = _tried_near(proof)
        slots = {"finding": finding, "nearest": nearest}
        return _("%(finding)s. The nearest evidence is %(nearest)s") % slots if nearest else finding
    if nearest:
        return _("There is no evidence at your scale yet. The nearest is %(nearest)s") % {"nearest": nearest}
    if sustained_in(speaking_sites(assessment)):
        return _(
            "There is no evidence at your scale yet: the population of the municipalities"
            " that sustained the outcome is not known"
        )
    return _nothing(assessment)


def _sustained_near(assessment: Assessment, proof: NearProof) -> str:
    slots = {
        "sustained": number(proof.sustained),
        "counted": number(proof.counted),
        "low": number(proof.low),
        "high": number(proof.high),
    }
    if proof.counted > 1:
        return (
            ngettext(
                "%(sustained)s of %(counted)s municipalities of %(low)s to %(high)s inhabitants"
                " sustained the outcome",
                "%(sustained)s of %(counted)s municipalities of %(low)s to %(high)s inhabitants"
                " sustained the outcome",
                proof.sustained,
            )
            % slots
        )
    in_range = [
        one
        for one in assessment.sites
        if not one.site.population or proof.low <= one.site.population <= proof.high
    ]
    if len(in_range) == 1:
        return (
            _("The only municipality of %(low)s to %(high)s inhabitants that tried it sustained the outcome")
            % slots
        )
    return _("One municipality of %(low)s to %(high)s inhabitants sustained the outcome") % slots


def _tried_near(proof: NearProof) -> str:
    slots = {"counted": number(proof.counted), "low": number(proof.low), "high": number(proof.high)}
    return (
        ngettext(
            "One municipality of %(low)s to %(high)s inhabitants tried it and has no sustained outcome today",
            "%(counted)s municipalities of %(low)s to %(high)s inhabitants tried it"
            " and none has a sustained outcome today",
            proof.counted,
        )
        % slots
    )


def _anywhere(assessment: Assessment) -> str:
    """The sentence for a reader who has not chosen a municipality."""
    speaking = speaking_sites(assessment)
    sustained, counted = sustained_in(speaking), counted_in(speaking)
    slots = {"sustained": number(sustained), "counted": number(counted)}
    if not counted:
        return _nothing(assessment)
    if not sustained:
        return (
            ngettext(
                "One municipality tried it and has no sustained outcome today",
                "%(counted)s municipalities tried it and none has a sustained outcome today",
                counted,
            )
            % slots
        )
    if counted > 1:
        return (
            ngettext(
                "%(sustained)s of %(counted)s municipalities sustained the outcome",
                "%(sustained)s of %(counted)s municipalities sustained the outcome",
                sustained,
            )
            % slots
        )
    if len(assessment.sites) == 1:
        return _("The only municipality that tried it sustained the outcome")
    return _("One municipality sustained the outcome")


def _nothing(assessment: Assessment) -> str:
    """What to say when no site that counts sustained the outcome."""
    if any(one.state is State.SUSTAINED for one in assessment.sites):
        return _("Only the municipality of origin sustained the outcome, and data are missing to count it")
    may_have = (State.ABANDONED, State.STALE, State.NOT_SUSTAINED, State.SETBACK)
    if any(one.state in may_have for one in assessment.sites):
        return _("No municipality has a sustained outcome today")
    return _("No municipality has sustained the outcome yet")


def _nearest(proof: NearProof, names: Mapping[str, str]) -> str:
    """The nearest evidence with its distance, or "" when there is none."""
    if proof.nearest is None or proof.ratio is None:
        return ""
    site = proof.nearest.site
    return _("%(name)s (%(population)s inhabitants, %(ratio)s)") % {
        "name": names.get(site.municipality, site.municipality),
        "population": number(site.population),
        "ratio": ratio_text(proof.ratio),
    }


def ratio_text(ratio: float) -> str:
    """A population that is `ratio` times the reader's, in words: "8 veces la tuya", "la mitad de la tuya"."""
    if ratio >= 1:
        times = number(ratio, 0) if ratio >= 2.95 else number(round(ratio, 1))
        return _("%(times)s times yours") % {"times": times}
    inverse = 1 / ratio
    if inverse >= 10.5:
        return _("less than a tenth of yours")
    if 2.25 <= inverse < 2.75:
        return _("less than half of yours")
    parts = {
        2: _("half of yours"),
        3: _("a third of yours"),
        4: _("a quarter of yours"),
        5: _("a fifth of yours"),
        6: _("a sixth of yours"),
        7: _("a seventh of yours"),
        8: _("an eighth of yours"),
        9: _("a ninth of yours"),
        10: _("a tenth of yours"),
    }
    return parts[max(2, round(inverse))]
