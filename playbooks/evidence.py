"""What a playbook proves today: its cases with their levels, near a reader, and what adopters changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
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


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as a playbook shows it: its number, the cases that prove it and what adopters changed."""

    step: Step
    number: int
    proofs: tuple[Proof, ...]
    adaptations: tuple[Implementation, ...]
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
        return any(one.level >= Level.MEASURED for one in self.proofs)


@dataclass(frozen=True, slots=True)
class Lane:
    """The steps of a phase. Governance is the lane under the other three."""

    phase: Phase
    steps: tuple[StepView, ...]


def proofs_of(cases: Iterable[int], population: int | None, today: date) -> dict[int, Proof]:
    """The published ones among those cases, by primary key; the best first."""
    pages = list(CasePage.objects.published().with_facts().filter(pk__in=set(cases)).order_by("title", "pk"))
    fill_in_origins(pages)
    found = sorted((_proof(page, population, today) for page in pages), key=lambda one: -one.level)
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
    """A step with its proofs, the best first."""
    adapted = [one for proof in proofs for one in _adaptations(proof.case)]
    return StepView(step, number, tuple(sorted(proofs, key=_by_level)), tuple(adapted[:ADAPTATIONS]))


def _adaptations(case: CasePage) -> list[Implementation]:
    """What confirmed adopters of a case changed, in their words."""
    return [
        one
        for one in case.implementations.all()
        if one.role == Implementation.Role.REPLICATION
        and one.adaptations
        and one.confirmed_on
        and not one.objection
    ]


def _by_level(proof: Proof) -> int:
    return -proof.level


def _by_phase(step: Step) -> int:
    return list(Phase).index(Phase(step.phase))
