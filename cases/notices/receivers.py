"""What has notices as a consequence. Nobody else needs to know that they exist."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.timezone import localdate

from cases.models import (
    AcceptedDispute,
    AiSheet,
    FollowUp,
    Implementation,
    Indicator,
    Measure,
    ReplicationReport,
)
from cases.notices import replicating, reviewing, trail
from cases.notices.relay import introduce
from cases.notices.standing import remember, watch
from cases.replication import signals

_FACTS = (Implementation, Measure, AcceptedDispute, AiSheet, Indicator)


def connect() -> None:
    """Called once, when every model is loaded."""
    for model in _FACTS:
        pre_save.connect(_before, sender=model)
        post_save.connect(_after, sender=model)
        post_delete.connect(_after, sender=model)
    signals.reported.connect(_reported)
    signals.confirmed.connect(_confirmed)
    replicating.connect()
    reviewing.connect()
    trail.connect()


def about(instance: Model) -> tuple[int | None, int | None]:
    """The case of a fact, and the municipality that it speaks of."""
    if isinstance(instance, Implementation):
        return instance.case_id, instance.municipality_id
    if isinstance(instance, Measure | AiSheet):
        site = instance.implementation
        return site.case_id, site.municipality_id
    if isinstance(instance, AcceptedDispute):
        return instance.indicator.case_id, instance.municipality_id
    return (instance.case_id, None) if isinstance(instance, Indicator) else (None, None)


def _before(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    case, _place = about(instance) if not raw else (None, None)
    if case:
        remember(case)


def _after(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    try:
        case, place = about(instance) if not raw else (None, None)
    except (Implementation.DoesNotExist, Indicator.DoesNotExist):  # deleted together with it
        return
    if case:
        watch(case, place)


def _reported(site: Implementation, report: ReplicationReport, **kwargs: Any) -> None:
    day: date = localdate(report.sent_at) if report.sent_at else localdate()
    FollowUp.objects.plan(site, day)
    introduce(site)


def _confirmed(site: Implementation, **kwargs: Any) -> None:
    introduce(site)
