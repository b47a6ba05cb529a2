"""Why a case appears: what made a municipality that sustained it alike, what was unknown, and who is near.

Works on the payload of a hit and on profiles, so explaining a page of results asks the database nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.evidence import State
from design.formats import number
from municipalities.models import UrbanForm
from municipalities.similarity import Profile, Similarity, Term, score, similarity
from municipalities.sizes import is_near

TERM_LABELS = {
    "population": gettext_lazy("Population"),
    "territory": gettext_lazy("Territory"),
    "urban_form": gettext_lazy("Urban form"),
    "unmet_needs": gettext_lazy("Unmet basic needs"),
    "budget": gettext_lazy("Budget per head"),
}


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A variable in words. `percent` is how alike both are in it, None when either value is unknown."""

    label: str
    ours: str
    theirs: str
    percent: int | None

    @property
    def known(self) -> bool:
        return self.percent is not None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`most_alike` is the payload's site that sustained the outcome and is most like the reader's.

    Without one there are no terms. `near` are the sites near in size, whatever became of them, those that
    sustained the outcome first.
    """

    most_alike: Mapping[str, Any] | None
    percent: int
    terms: tuple[ExplainedTerm, ...]
    near: tuple[Mapping[str, Any], ...]

    @property
    def known(self) -> tuple[ExplainedTerm, ...]:
        return tuple(term for term in self.terms if term.known)

    @property
    def unknown(self) -> tuple[ExplainedTerm, ...]:
        return tuple(term for term in self.terms if not term.known)

    @property
    def lead(self) -> str:
        """Who is most alike, in a sentence; or that nobody is."""
        if not self.most_alike:
            return _(
                "No municipality whose size is comparable to yours sustained the outcome: it appears for its "
                "topic and its level."
            )
        slots = {"name": self.most_alike["name"], "province": self.most_alike["province"]}
        return (
            _("Of those that sustained the outcome, the most similar to yours is %(name)s (%(province)s).")
            % slots
        )

    @property
    def summary(self) -> str:
        """How much of the similarity could be calculated."""
        return _("Calculated with %(known)s of %(all)s variables") % {
            "known": number(len(self.known)),
            "all": number(len(self.terms)),
        }


def explain(
    payload: Mapping[str, Any],
    ours: Profile,
    profiles: Mapping[str, Profile],
    province_names: Mapping[str, str] | None = None,
) -> Explanation:
    """Why this case appears for this reader. `profiles` are the register's, by key."""
    sites = payload["sites"]
    sustained = [site for site in sites if site["state"] == State.SUSTAINED.value]
    # The first of equals, so that the same facts always give the same explanation.
    alike = max(sustained, key=lambda site: score(ours, _profile(site, profiles)), default=None)
    result = similarity(ours, _profile(alike, profiles)) if alike else None
    near = [site for site in sites if is_near(ours.population, site["population"])]
    near.sort(key=lambda site: (site["state"] != State.SUSTAINED.value, site["name"]))
    if alike is None or result is None or result.score == 0:
        return Explanation(None, 0, (), tuple(near))
    names = dict(province_names or {}) | {_profile(alike, profiles).province: alike["province"]}
    return Explanation(alike, _percent(result.score), explained_terms(result, names), tuple(near))


def _profile(site: Mapping[str, Any], profiles: Mapping[str, Profile]) -> Profile:
    return profiles.get(site["key"]) or Profile(key=site["key"], population=site["population"])


def explained_terms(result: Similarity, province_names: Mapping[str, str]) -> tuple[ExplainedTerm, ...]:
    """Every variable with both values in words, the unknown ones included."""
    return tuple(
        ExplainedTerm(
            label=str(TERM_LABELS[term.name]),
            ours=_shown(term, term.ours, province_names),
            theirs=_shown(term, term.theirs, province_names),
            percent=None if term.score is None else _percent(term.score),
        )
        for term in result.terms
    )


def _shown(term: Term, value: Any, province_names: Mapping[str, str]) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return _("no data")
    if term.name == "population":
        return _("%(population)s inhabitants") % {"population": number(value)}
    if term.name == "territory":
        return province_names.get(value, value)
    if term.name == "urban_form":
        return str(UrbanForm(value).label)
    return _("percentile %(percentile)s of the country") % {"percentile": number(round(value * 100))}


def _percent(share: float) -> int:
    return int(share * 100 + 0.5)
