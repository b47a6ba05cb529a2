"""From a complete report to an Implementation and its Measures, in one transaction and only once."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, now

from accounts.permissions import Role
from cases import uploads
from cases.models import Implementation, Measure, Phase, ReplicationReport, SaidBy
from cases.replication import signals
from cases.replication.figure_form import MOMENTS
from cases.replication.flow import Flow
from cases.replication.questions import FIRST, Step
from cases.replication.standing import waiting_report
from cases.replication.wording import DATES, REASONS
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User

# The day on which each phase begins.
BEGINS = {
    Phase.PILOT: "started",
    Phase.PRODUCTION: "in_production",
    Phase.CONCLUDED: "ended",
    Phase.ABANDONED: "ended",
}
_PLAIN = ("adaptations", "bottlenecks", "overcome", "sponsor_role", "mailbox", *Implementation.CONTRACT)
_NOT_FACTS = (FIRST, "mediciones")  # they lead to others


class Incomplete(Exception):
    """A question is still without an answer, or another person changed what one was looking at."""


@transaction.atomic
def send(key: Any, by: "User", *, seen: str, confirm: bool = False) -> ReplicationReport:
    """Record what a draft tells. One that was sent already is returned as it is.

    Raises Incomplete when an answer is missing or `seen` is not what stands now, and PermissionDenied when
    that person may not tell it, or confirm it, any more.
    """
    report = ReplicationReport.objects.select_for_update(of=("self",)).get(key=key, user=by)
    if report.sent_at:
        return report
    place = Municipality.objects.by_key(report.typed(FIRST, "municipality"))
    if place is None:
        raise Incomplete
    # Two people of the same city: the second waits, and then sees what the first told.
    Municipality.objects.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)
    flow = Flow(report, by)
    if not flow.complete or flow.seen != seen:
        raise Incomplete
    if confirm and not flow.may_confirm:
        raise PermissionDenied
    return _send(report, flow, confirm)


def _send(report: ReplicationReport, flow: Flow, confirm: bool) -> ReplicationReport:
    before = flow.site.phase if flow.site else ""
    site = flow.site or _new_site(flow)
    if flow.waiting:
        flow.waiting.settle()
    report.answers = {step.name: dict(flow.raw(step.name)) for step in flow.steps}
    report.sent_at, report.on_behalf, report.refusal = now(), flow.on_behalf, ""
    report.municipality, report.implementation = site.municipality, site
    if confirm or not site.confirmed_on:
        _apply(flow, site)
        report.applied_at = now()
    report.save()
    reported = partial(signals.reported.send, None, site=site, report=report, before=before)
    transaction.on_commit(reported, robust=True)
    if confirm:
        confirm_site(site, flow.user)
        report.refresh_from_db()
    return report


@transaction.atomic
def confirm_site(site: Implementation, by: "User", on: date | None = None) -> None:
    """The lead's word: what waits is applied, and its figures are public from now on.

    Raises PermissionDenied for anyone who is not the lead of that municipality.
    """
    site = Implementation.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if not by.can("confirm", site.municipality):
        raise PermissionDenied
    report = waiting_report(site)
    if report and not report.applied_at:
        _apply(Flow(report, report.user or by), site)
    site.changed_via = Role.LEAD.value
    site.confirm(by, on or localdate())
    uploads.publish([pk for pk in site.measures.values_list("document", flat=True) if pk])
    if report:
        report.applied_at = report.applied_at or now()
        report.settle()
    confirmed = partial(signals.confirmed.send, None, site=site, report=report, by=by)
    transaction.on_commit(confirmed, robust=True)


@transaction.atomic
def refuse_site(site: Implementation, by: "User", reason: str) -> None:
    """It is not so: back to whoever told it. What was never confirmed leaves the public at once.

    Raises PermissionDenied for anyone who is not the lead of that municipality.
    """
    if not by.can("confirm", site.municipality):
        raise PermissionDenied
    report = waiting_report(site)
    told = {"municipality": site.municipality, "case": site.case, "by": by, "reason": reason}
    draft = report.give_back(reason) if report else None
    if not site.confirmed_on:
        site.changed_via = Role.LEAD.value
        site.refuse(by)
    transaction.on_commit(partial(signals.returned.send, None, report=draft, **told), robust=True)


def _new_site(flow: Flow) -> Implementation:
    attempts = Implementation.objects.filter(case=flow.case, municipality=flow.municipality)
    last = attempts.aggregate(last=Max("attempt"))["last"] or 0
    return Implementation(case=flow.case, municipality=flow.municipality, attempt=last + 1)


def _apply(flow: Flow, site: Implementation) -> None:
    """Write the answers into the site and its figures."""
    via = _role(flow)
    data = _cleaned(flow)
    phase, same = data["phase"], data["phase"] == site.phase and site.pk
    begins = data.get(BEGINS.get(phase, "")) or (site.phase_since if same else None)
    dates = {name: data.get(name) for name in DATES[phase]}
    facts = {name: data[name] for name in _PLAIN if name in data}
    for name, value in {**facts, **dates, "phase": phase, "phase_since": begins}.items():
        setattr(site, name, value)
    if "abandon_reason" in data:
        site.abandon_reason = _reason(data)
    if "shares" in data:
        site.shares_mailbox = data["shares"]
    site.on_behalf = flow.on_behalf
    site.changed_by, site.changed_via = flow.user, via
    site.full_clean(exclude=["confirmed_by"])
    site.save()
    _record_figures(flow, site, via)


def _cleaned(flow: Flow) -> dict[str, Any]:
    """The answers of every question but figures, together: no two share the name of a field."""
    data: dict[str, Any] = {}
    for step in flow.steps:
        if step.indicator is None and step.name not in _NOT_FACTS:
            data |= _clean(flow, step)
    return data


def _clean(flow: Flow, step: Step) -> dict[str, Any]:
    form = flow.form(step)
    if not form.is_valid():
        raise Incomplete(step.name)
    return form.cleaned_data


def _reason(data: dict[str, Any]) -> str:
    """The reasons that were ticked, then what was said of them."""
    ticked = "\n".join(f"- {REASONS[value]}" for value in data.get("reasons") or [])
    return "\n\n".join(part for part in (ticked, data["abandon_reason"].strip()) if part)


def _record_figures(flow: Flow, site: Implementation, via: str) -> None:
    """Every figure that was told, and of an unconfirmed site no other that it submitted itself."""
    figures = [figure for step in flow.steps if step.indicator for figure in _figures(flow, step, site)]
    keep = {figure.pk for figure in figures if figure.pk}
    if not site.confirmed_on:
        for old in site.measures.submitted().filter(said_by=SaidBy.SELF).exclude(pk__in=keep):
            old.changed_by, old.changed_via = flow.user, via
            old.delete()
    for figure in sorted(figures, key=lambda one: one.moment != Measure.Moment.BASELINE):
        figure.changed_by, figure.changed_via = flow.user, via
        figure.full_clean()
        figure.save()


def _figures(flow: Flow, step: Step, site: Implementation) -> list[Measure]:
    """The figures of one page: those that were told with the same date are corrected."""
    data, document = _clean(flow, step), flow.about(step)["document"]
    fields = ("group", "source_title", "source_url", "method", "sample")
    found = []
    for moment, name in MOMENTS:
        if data.get(name) is None:
            continue
        place = {"indicator": step.indicator, "moment": moment, "group": data["group"]}
        place |= {"period_end": data[f"{name}_on"], "said_by": SaidBy.SELF}
        figure = site.measures.filter(**place).first() or Measure(implementation=site, **place)
        for field in fields:
            setattr(figure, field, data[field])
        figure.value, figure.document_id = data[name], document
        figure.status = Measure.Status.SUBMITTED
        found.append(figure)
    return found


def _role(flow: Flow) -> str:
    """Said by the history in place of a name."""
    if flow.on_behalf:
        return Role.COORDINATOR.value
    return Role.LEAD.value if flow.may_confirm else Role.CONTRIBUTOR.value
