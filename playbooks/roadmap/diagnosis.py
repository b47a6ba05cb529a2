"""What a municipality has, measures and stumbles on, and what that changes in its plan. Pure.

What is already there is skipped; what is missing comes first. Nothing changes until somebody answers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Bottleneck
from playbooks.models import Phase
from playbooks.roadmap.pieces import Measured, Piece

FIRST: Mapping[str, tuple[str, ...]] = {
    Bottleneck.DATA: ("medir-la-linea-de-base",),
    Bottleneck.TALENT: ("alfabetizacion-como-condicion",),
    Bottleneck.BUDGET: ("compartir-por-convenio",),
    Bottleneck.LEADERSHIP: ("responsable-y-mesa",),
    Bottleneck.GOVERNANCE: ("responsable-y-mesa", "registro-y-auditoria"),
    Bottleneck.CULTURE: ("seguir-y-sacar-pasos",),
    Bottleneck.PROCUREMENT: ("clausulas-con-legales",),
    Bottleneck.INFRASTRUCTURE: ("compartir-por-convenio",),
    Bottleneck.LEGAL: ("clausulas-con-legales",),
}
"""The steps that answer each bottleneck. In a plan they wait for no month; one that it lacks is added."""

EARLY = (Phase.PROBLEM, Phase.GOVERNANCE)
"""Phases in which one measures before anything changes."""

BASELINE = "linea-de-base"
BASELINE_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Slugs of steps that are there, slugs of indicators that are measured, and bottlenecks."""

    answered: bool = False
    have: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    bottlenecks: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As it is kept with a saved plan."""
        return {
            "answered": self.answered,
            "have": list(self.have),
            "measured": list(self.measured),
            "bottlenecks": list(self.bottlenecks),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        lists = {name: tuple(stored.get(name, ())) for name in ("have", "measured", "bottlenecks")}
        return cls(bool(stored.get("answered")), **lists)


def adjust(
    pieces: Sequence[Piece], whole: Iterable[Measured], told: Diagnosis, spare: Mapping[str, Piece]
) -> list[Piece]:
    """The steps as this municipality needs them, each with its reason when it is not as in the playbook.

    `whole` is what the playbook measures as a whole; `spare` are the steps that bottlenecks may add.
    """
    if not told.answered:
        return list(pieces)
    found = {one.key: _skipped(one) if one.key in told.have else one for one in pieces}
    missing = _missing(pieces, whole, told)
    first: dict[str, Piece] = {}
    for one in (*_unmeasured(found.values(), missing), *_unblocking(found, told, spare)):
        before = first.get(one.key)
        first[one.key] = replace(one, reason=f"{before.reason} {one.reason}".strip()) if before else one
    return [*first.values(), *(one for key, one in found.items() if key not in first)]


def _skipped(piece: Piece) -> Piece:
    return replace(piece, skipped=True, reason=_("Skipped: you said that you already have it."))


def _missing(pieces: Iterable[Piece], whole: Iterable[Measured], told: Diagnosis) -> list[Measured]:
    """Every indicator that nobody measures today, each once."""
    every = {one.slug: one for one in (*whole, *(one for piece in pieces for one in piece.indicators))}
    return [one for slug, one in every.items() if slug not in told.measured]


def _unmeasured(pieces: Iterable[Piece], missing: Sequence[Measured]) -> Iterator[Piece]:
    """The early steps that bring what is not measured, and one that measures what none of them brings."""
    left = {one.slug: one for one in missing}
    for piece in pieces:
        mine = [one for one in piece.indicators if one in missing]
        if not mine or piece.skipped or piece.phase not in EARLY:
            continue
        for one in mine:
            left.pop(one.slug, None)
        reason = _("It comes first: %(what)s") % {"what": _names(mine)} if _waits(piece) else ""
        yield replace(piece, month=None, reason=reason)
    if left:
        yield _baseline(list(left.values()))


def _waits(piece: Piece) -> bool:
    """Whether the playbook puts it off."""
    return (piece.month or 1) > 1


def _baseline(missing: list[Measured]) -> Piece:
    return Piece(
        key=BASELINE,
        title=_("Measure where you stand before changing anything"),
        phase=Phase.PROBLEM,
        role=_("Whoever will answer for the figures"),
        weeks=BASELINE_WEEKS,
        indicators=tuple(missing),
        checklist=(
            _("Write the formula, the unit and the source of each indicator"),
            _("Measure each one with the last complete month"),
            _("Measure separately those whom the service reaches worst"),
        ),
        reason=_("Added: %(what)s") % {"what": _names(missing)},
    )


def _names(missing: Sequence[Measured]) -> str:
    names = ", ".join(f"«{one.name}»" for one in missing[:3])
    more = len(missing) - 3
    if more > 0:
        return ngettext(
            "nobody measures %(names)s and %(more)d other today.",
            "nobody measures %(names)s and %(more)d others today.",
            more,
        ) % {"names": names, "more": more}
    return _("nobody measures %(names)s today.") % {"names": names}


def _unblocking(found: Mapping[str, Piece], told: Diagnosis, spare: Mapping[str, Piece]) -> Iterator[Piece]:
    """The steps that answer the bottlenecks, those of the playbook and those that it lacks."""
    for bottleneck in Bottleneck:
        for slug in FIRST[bottleneck] if bottleneck in told.bottlenecks else ():
            slots = {"what": bottleneck.label}
            if slug in found and not found[slug].skipped:
                reason = _("It comes first: you said that what stands in the way is “%(what)s”.")
                if not _waits(found[slug]):
                    reason = _("Look after it: you said that what stands in the way is “%(what)s”.")
                yield replace(found[slug], month=None, reason=reason % slots)
            elif slug in spare and slug not in found:
                reason = _("Added: you said that what stands in the way is “%(what)s”.") % slots
                yield replace(spare[slug], month=None, reason=reason)
