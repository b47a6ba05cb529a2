"""What a playbook shows: its texts, its steps by phase, what proves them, and what it moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import IndicatorDefinition, Lens
from municipalities.reader import Reader
from municipalities.size_bands import SIZES
from playbooks.evidence import Lane, Proof, StepView, cases_of, lanes, proofs_of
from playbooks.markdown.rendering import anchored, reading_minutes
from playbooks.models.steps import Phase, Step

if TYPE_CHECKING:
    from playbooks.models import PlaybookPage

BEFORE = (
    ("purpose", "proposito", _("Purpose")),
    ("audience", "para-quien", _("For whom")),
    ("outcome", "resultado", _("Public outcome")),
    ("prerequisites", "antes", _("Before you begin")),
)
AFTER = (("small_towns", "localidades-chicas", _("In a town under 10,000")),)


@dataclass(frozen=True, slots=True)
class Section:
    """A text of the playbook, with the anchor of its heading."""

    id: str
    title: Promise
    html: str


@dataclass(frozen=True, slots=True)
class LensIndicators:
    lens: Lens
    indicators: tuple[IndicatorDefinition, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page. `near` are the cases proven near the reader's size, when somebody reads."""

    before: tuple[Section, ...]
    after: tuple[Section, ...]
    phases: tuple[Lane, ...]
    governance: Lane
    lenses: tuple[LensIndicators, ...]
    proofs: tuple[Proof, ...]
    near: tuple[Proof, ...]
    reader: Reader | None
    sizes: tuple[str, ...]
    minutes: int
    body: str

    @property
    def steps(self) -> list[StepView]:
        return [one for lane in (*self.phases, self.governance) for one in lane.steps]

    @property
    def with_evidence(self) -> int:
        """Steps that some case measured."""
        return sum(one.proven for one in self.steps)


def present(page: "PlaybookPage", reader: Reader | None, today: date) -> Shown:
    """The page for a reader, in a fixed number of queries."""
    steps = page.steps()
    of_steps = cases_of(steps)
    keys = {one.pk for one in page.cases.all()} | {key for found in of_steps.values() for key in found}
    proofs = proofs_of(keys, reader.population if reader else None, today)
    by_phase = lanes(steps, proofs, of_steps)
    return Shown(
        before=tuple(_sections(page, BEFORE)),
        after=tuple(_sections(page, AFTER)),
        phases=tuple(lane for lane in by_phase if lane.phase != Phase.GOVERNANCE),
        governance=by_phase[-1],
        lenses=_lenses(page.indicators.all()),
        proofs=tuple(proofs.values()),
        near=tuple(one for one in proofs.values() if one.proven),
        reader=reader,
        sizes=tuple(str(label) for band, label in SIZES if band in page.sizes),
        minutes=_minutes(page, steps),
        body=anchored(page.body_html, "mas"),
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """A playbook in the list: how many steps, how many of them somebody measured, and its best case."""

    page: "PlaybookPage"
    steps: int
    with_evidence: int
    best: Proof | None
    near: int
    sizes: tuple[str, ...]


def summaries(pages: Iterable["PlaybookPage"], reader: Reader | None, today: date) -> list[Summary]:
    """Those with something proven near the reader first, then by title."""
    found = [_summary(page, reader, today) for page in pages]
    return sorted(found, key=lambda one: (not one.near, one.page.title))


def _summary(page: "PlaybookPage", reader: Reader | None, today: date) -> Summary:
    shown = present(page, reader, today)
    own = {one.pk for one in page.cases.all()}  # not those of steps that it shares
    best = max((one for one in shown.proofs if one.case.pk in own), key=lambda one: one.level, default=None)
    return Summary(page, len(shown.steps), shown.with_evidence, best, len(shown.near), shown.sizes)


def step_view(step: Step, population: int | None, today: date) -> StepView:
    """A step alone, with what proves it."""
    proofs = proofs_of((one.pk for one in step.cases.all()), population, today)
    return lanes([step], proofs, {step.pk: tuple(proofs)})[list(Phase).index(Phase(step.phase))].steps[0]


def _sections(page: "PlaybookPage", fields: Sequence[tuple[str, str, Promise]]) -> Iterable[Section]:
    for name, anchor, title in fields:
        if html := getattr(page, f"{name}_html"):
            yield Section(anchor, title, anchored(html, anchor))


def _lenses(indicators: Iterable[IndicatorDefinition]) -> tuple[LensIndicators, ...]:
    found = list(indicators)
    rows = (LensIndicators(lens, tuple(one for one in found if one.lens == lens)) for lens in Lens)
    return tuple(row for row in rows if row.indicators)


def _minutes(page: "PlaybookPage", steps: Iterable[Step]) -> int:
    texts = [page.body, *(getattr(page, name) for name, *_rest in (*BEFORE, *AFTER))]
    return reading_minutes(" ".join([*texts, *(f"{one.body} {one.checklist}" for one in steps)]))
