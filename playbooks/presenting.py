"""What a playbook shows: its texts, its steps by phase, what proves them, and what it moves."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import IndicatorDefinition, Lens
from municipalities.reader import Reader
from municipalities.size_bands import SIZES
from playbooks.evidence import Count, Lane, Proof, StepView, cases_of, lanes, proofs_of
from playbooks.markdown.rendering import Heading, anchored, contents, reading_minutes
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
    """Everything on the page, with levels of the day `today`.

    `proofs` are the cases of the playbook itself; `of_steps`, those that it has only through its steps.
    """

    before: tuple[Section, ...]
    after: tuple[Section, ...]
    phases: tuple[Lane, ...]
    governance: Lane
    lenses: tuple[LensIndicators, ...]
    proofs: tuple[Proof, ...]
    of_steps: tuple[Proof, ...]
    reader: Reader | None
    sizes: tuple[str, ...]
    minutes: int
    body: str
    today: date

    @property
    def steps(self) -> list[StepView]:
        return [one for lane in (*self.phases, self.governance) for one in lane.steps]

    @property
    def with_evidence(self) -> Count:
        """Steps that some case measured."""
        return Count(sum(one.proven for one in self.steps), sum(one.only_examples for one in self.steps))

    @property
    def near(self) -> Count:
        """Cases of the playbook itself proven near the reader's size; none when nobody reads."""
        proven = [one for one in self.proofs if one.proven]
        return Count(len(proven), sum(one.example for one in proven))

    @property
    def tasks(self) -> int:
        """Lines of the checklists of its steps."""
        return sum(len(one.step.todo) for one in self.steps)

    @property
    def headings(self) -> list[Heading]:
        """Those of its own text that the contents name."""
        return [one for one in contents(self.body) if one.level == 2]

    @property
    def example(self) -> bool:
        """Whether it shows anything invented."""
        cases = (*self.proofs, *self.of_steps)
        return any(one.example for one in cases) or any(one.example for one in self.steps)


def present(page: "PlaybookPage", reader: Reader | None, today: date) -> Shown:
    """The page for a reader, in a fixed number of queries."""
    steps = page.steps()
    of_steps = cases_of(steps)
    own = {one.pk for one in page.cases.all()}
    keys = own | {key for found in of_steps.values() for key in found}
    proofs = proofs_of(keys, reader.population if reader else None, today)
    by_phase = lanes(steps, proofs, of_steps)
    return Shown(
        before=tuple(_sections(page, BEFORE)),
        after=tuple(_sections(page, AFTER)),
        phases=tuple(lane for lane in by_phase if lane.phase != Phase.GOVERNANCE),
        governance=by_phase[-1],
        lenses=_lenses(page.indicators.all()),
        proofs=tuple(one for key, one in proofs.items() if key in own),
        of_steps=tuple(one for key, one in proofs.items() if key not in own),
        reader=reader,
        sizes=_sizes(page.sizes),
        minutes=_minutes(page, steps),
        body=anchored(page.body_html, "mas"),
        today=today,
    )


def _sizes(bands: Collection[str]) -> tuple[str, ...]:
    """In words; those of every band are of any size."""
    chosen = tuple(str(label) for band, label in SIZES if band in bands)
    return (gettext("any size"),) if len(chosen) == len(SIZES) else chosen


@dataclass(frozen=True, slots=True)
class Summary:
    """A playbook in the list: how many steps, how many of them somebody measured, and its best case.

    The best is a real one, if it has any.
    """

    page: "PlaybookPage"
    steps: int
    with_evidence: Count
    best: Proof | None
    near: Count
    sizes: tuple[str, ...]

    @property
    def example(self) -> bool:
        """Whether it says anything of an invented case."""
        return bool((self.best and self.best.example) or self.with_evidence.examples or self.near.examples)


def summaries(pages: Iterable["PlaybookPage"], reader: Reader | None, today: date) -> list[Summary]:
    """Those with something proven near the reader first, then by title."""
    found = [_summary(page, reader, today) for page in pages]
    return sorted(found, key=lambda one: (not one.near.n, one.page.title))


def _summary(page: "PlaybookPage", reader: Reader | None, today: date) -> Summary:
    shown = present(page, reader, today)
    best = next(iter(shown.proofs), None)
    return Summary(page, len(shown.steps), shown.with_evidence, best, shown.near, shown.sizes)


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
