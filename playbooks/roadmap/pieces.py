"""A step of a playbook as a plan needs it, read once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from cases.models import IndicatorDefinition
from playbooks.models import PlaybookPage, Step
from playbooks.roadmap.scheduling import Work


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator by its slug, with its name and lens."""

    slug: str
    name: str
    lens: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A step, and what a diagnosis made of it: `skipped`, or another place, with the `reason` in words."""

    key: str
    title: str
    phase: str
    role: str
    weeks: int
    month: int | None = None
    after: tuple[str, ...] = ()
    indicators: tuple[Measured, ...] = ()
    checklist: tuple[str, ...] = ()
    url: str = ""
    reason: str = ""
    skipped: bool = False

    def work(self) -> Work:
        return Work(self.key, self.phase, self.weeks, self.after, self.month, self.skipped)


def pieces_of(playbook: PlaybookPage) -> list[Piece]:
    """The published steps of a playbook in its order, in a fixed number of queries."""
    return _pieces(playbook.steps())


def spare_pieces(slugs: Iterable[str]) -> dict[str, Piece]:
    """Published steps by their slug, of any playbook. What does not exist is not there."""
    return {one.key: one for one in _pieces(list(Step.objects.filter(slug__in=list(slugs), live=True)))}


def among_themselves(pieces: Iterable[Piece]) -> list[Piece]:
    """The same, waiting only for each other: an `after` counts where a plan has both steps."""
    found = list(pieces)
    keys = {one.key for one in found}
    return [replace(one, after=tuple(key for key in one.after if key in keys)) for one in found]


def indicators_of(playbook: PlaybookPage) -> list[Measured]:
    """What the playbook as a whole is to move."""
    return [_measured(one) for one in playbook.indicators.all()]


def _pieces(steps: list[Step]) -> list[Piece]:
    prefetch_related_objects(steps, "after", "indicators")
    return [_piece(one) for one in steps]


def _piece(step: Step) -> Piece:
    return Piece(
        key=step.slug,
        title=step.title,
        phase=step.phase,
        role=step.role,
        weeks=step.weeks,
        month=step.month,
        after=tuple(one.slug for one in step.after.all()),
        indicators=tuple(_measured(one) for one in step.indicators.all()),
        checklist=tuple(step.todo),
        url=step.get_absolute_url(),
    )


def _measured(one: IndicatorDefinition) -> Measured:
    return Measured(one.slug, one.name, one.lens)
