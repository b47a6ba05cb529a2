"""What a playbook proves today: its cases with their levels, near a reader, and what adopters changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from cases.evidence import Level
from cases.models import CasePage, Implementation, IndicatorDefinition
from cases.presenting.listing import fill_in_origins
from cases.proof import proven_near, sentence
from cases.wording import level_label
from playbooks.markdown.rendering import anchored
from playbooks.models.steps import Phase, Step
from playbooks.models.templates import Template

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ADAPTATIONS = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """A case with its level today. `proven`: near the reader; False when nobody in particular reads."""

    case: CasePage
    level: int
    name: "StrPromise"
    sentence: str
    proven: bool

    @property
    def example(self) -> bool:
        """Whether it is invented."""
        return self.case.is_example


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What an adopter of a case changed, in its words."""

    case: CasePage
    record: Implementation

    @property
    def example(self) -> bool:
        return self.case.is_example or self.record.municipality.is_example


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and how many of those are there only thanks to invented cases."""

    n: int
    examples: int

    @property
    def all_examples(self) -> bool:
        return 0 < self.n == self.examples


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as a playbook shows it: its number, the cases that took it and what adopters changed."""

    step: Step
    number: int
    proofs: tuple[Proof, ...]
    adaptations: tuple[Adaptation, ...]
    templates: tuple[Template, ...] = ()
    indicators: tuple[IndicatorDefinition, ...] = ()

    @property
    def body(self) -> str:
        """Its text; the anchors in it are its own, beside those of other steps."""
        return anchored(self.step.body_html, f"paso-{self.step.slug}")

    @property
    def small_towns(self) -> str:
        return anchored(self.step.small_towns_html, f"paso-{self.step.slug}-chicas")

    @property
    def proven(self) -> bool:
        """Whether any of its cases measured something: level 1 or more."""
        return bool(self._measured)

    @property
    def only_examples(self) -> bool:
        """Whether every case that measured it is invented."""
        return self.proven and all(one.example for one in self._measured)

    @property
    def example(self) -> bool:
        """Whether it shows anything invented."""
        return any(one.example for one in self.proofs) or any(one.example for one in self.adaptations)

    @property
    def _measured(self) -> list[Proof]:
        return [one for one in self.proofs if one.level >= Level.MEASURED]


@dataclass(frozen=True, slots=True)
class Lane:
    """The steps of a phase. Governance is the lane under the other three."""

    phase: Phase
    steps: tuple[StepView, ...]


def proofs_of(cases: Iterable[int], population: int | None, today: date) -> dict[int, Proof]:
    """The published ones among those cases, by primary key: the real ones first, then the best."""
    pages = list(CasePage.objects.published().with_facts().filter(pk__in=set(cases)).order_by("title", "pk"))
    fill_in_origins(pages)
    found = sorted((_proof(page, population, today) for page in pages), key=_by_worth)
    return {one.case.pk: one for one in found}


def _proof(page: CasePage, population: int | None, today: date) -> Proof:
    assessment = page.assessment(today)
    names = {one.municipality.key: one.municipality.name for one in page.implementations.all()}
    return Proof(
        page,
        int(assessment.level),
        level_label(assessment.level),
        sentence(assessment, population, names),
        proven_near(assessment, population),
    )


def cases_of(steps: Iterable[Step]) -> dict[int, list[int]]:
    """Keys of the cases of each step, by the key of the step, in one query."""
    links = Step.cases.through.objects.filter(step__in=[one.pk for one in steps]).order_by("pk")
    found: dict[int, list[int]] = {}
    for step, case in links.values_list("step_id", "casepage_id"):
        found.setdefault(step, []).append(case)
    return found


def lanes(
    steps: Sequence[Step], proofs: Mapping[int, Proof], cases: Mapping[int, Sequence[int]]
) -> list[Lane]:
    """Its steps by phase, in the order of phases; inside one, in that of the playbook."""
    templates, indicators = _linked(steps, "templates"), _linked(steps, "indicators")
    views = [
        replace(
            view(step, number, [proofs[key] for key in cases.get(step.pk, ()) if key in proofs]),
            templates=tuple(templates.get(step.pk, ())),
            indicators=tuple(indicators.get(step.pk, ())),
        )
        for number, step in enumerate(sorted(steps, key=_by_phase), 1)
    ]
    return [Lane(phase, tuple(one for one in views if one.step.phase == phase)) for phase in Phase]


def _linked(steps: Iterable[Step], name: str) -> dict[int, list[Any]]:
    """What each step names in that field, by the key of the step, in one query."""
    field = Step._meta.get_field(name)
    links = field.remote_field.through.objects.filter(step__in=[one.pk for one in steps])
    target = field.m2m_reverse_field_name()
    found: dict[int, list[Any]] = {}
    for link in links.select_related(target).order_by("pk"):
        found.setdefault(link.step_id, []).append(getattr(link, target))
    return found


def view(step: Step, number: int, proofs: Sequence[Proof]) -> StepView:
    """A step with its proofs: the real ones first, then the best."""
    ordered = sorted(proofs, key=_by_worth)
    return StepView(step, number, tuple(ordered), _adaptations([one.case for one in ordered]))


def _adaptations(cases: Iterable[CasePage]) -> tuple[Adaptation, ...]:
    """What confirmed adopters changed. The cases take turns, so that one alone does not fill the list."""
    told = ([Adaptation(case, one) for one in case.implementations.all() if _tells(one)] for case in cases)
    turns = chain.from_iterable(zip_longest(*told))
    return tuple(one for one in turns if one is not None)[:ADAPTATIONS]


def _tells(record: Implementation) -> bool:
    adopter = record.role == Implementation.Role.REPLICATION
    return bool(adopter and record.adaptations and record.confirmed_on and not record.objection)


def _by_worth(proof: Proof) -> tuple[bool, int]:
    return proof.example, -proof.level


def _by_phase(step: Step) -> int:
    return list(Phase).index(Phase(step.phase))
