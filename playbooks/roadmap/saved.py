"""A plan that a municipality saved, and saving one."""

from datetime import date
from typing import cast
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from municipalities.models import Municipality
from playbooks.models import PlaybookPage, Roadmap, RoadmapTask, Step
from playbooks.roadmap.diagnosis import Diagnosis
from playbooks.roadmap.drafting import Draft, measuring, reviews
from playbooks.roadmap.evidence import evidence_of
from playbooks.roadmap.operating_model import operating_model
from playbooks.roadmap.plan import Plan, State, Task
from playbooks.roadmap.scheduling import beyond


@transaction.atomic
def save(
    drawn: Draft, playbook: PlaybookPage, place: Municipality, told: Diagnosis, by: User, key: UUID
) -> Roadmap:
    """Keep a draft as the plan of a municipality. Sent twice with one key, it is kept once."""
    known = Roadmap.objects.filter(key=key).first()
    if known and known.municipality == place:
        return known
    roadmap = Roadmap.objects.create(
        key=uuid4() if known else key,
        playbook=playbook,
        title=playbook.title,
        municipality=place,
        starts=drawn.plan.starts,
        diagnosis=told.stored(),
        created_by=by,
    )
    steps = {one.slug: one for one in Step.objects.filter(slug__in=[one.key for one in drawn.pieces])}
    RoadmapTask.objects.bulk_create(
        _row(roadmap, order, task, steps.get(task.key), drawn) for order, task in enumerate(drawn.plan.tasks)
    )
    return roadmap


def _row(roadmap: Roadmap, order: int, task: Task, step: Step | None, drawn: Draft) -> RoadmapTask:
    return RoadmapTask(
        roadmap=roadmap,
        step=step,
        key=task.key,
        order=order,
        title=task.title,
        phase=task.phase,
        role=task.role,
        after=list(task.after),
        indicators=list(task.indicators),
        checklist=list(task.checklist),
        not_before=drawn.slots[task.key].not_before,
        starts=task.starts,
        ends=task.ends,
        state=task.state,
        notes=task.notes,
    )


def plan_of(roadmap: Roadmap, today: date) -> Plan:
    """A saved plan as every page and file shows it, with what its cases prove today."""
    playbook, place = roadmap.playbook, roadmap.municipality
    public = playbook if playbook and playbook.live else None
    tasks = tuple(_task(one) for one in roadmap.tasks.select_related("step"))
    whole = [one.name for one in playbook.indicators.all()] if playbook else []
    return Plan(
        uid=str(roadmap.key),
        sequence=roadmap.sequence,
        title=roadmap.title,
        playbook=playbook.title if playbook else roadmap.title,
        playbook_url=(public.url or "") if public else "",
        municipality=str(place),
        country=place.country,
        starts=roadmap.starts,
        ends=roadmap.ends,
        tasks=tasks,
        reviews=reviews(roadmap.starts, roadmap.days, whole, measuring(tasks)),
        evidence=evidence_of(public, place.population, today) if public else (),
        operating_model=operating_model(roadmap.operating_model),
        updated=roadmap.updated_at,
    )


def _task(row: RoadmapTask) -> Task:
    public = row.step if row.step and row.step.live else None
    return Task(
        key=row.key,
        title=row.title,
        phase=row.phase,
        role=row.role,
        starts=row.starts,
        ends=row.ends,
        state=cast(State, row.state),
        owner=row.owner,
        notes=row.notes,
        url=public.get_absolute_url() if public else "",
        indicators=tuple(row.indicators),
        after=tuple(row.after),
        checklist=tuple(row.checklist),
    )


def late_steps(roadmap: Roadmap) -> list[tuple[str, int]]:
    """Steps that end after the twelve months, with the days by which they do."""
    rows = {one.key: one for one in roadmap.tasks.all()}
    late = beyond([one.slot() for one in rows.values()], roadmap.starts)
    return [(rows[key].title, by) for key, by in late]
