"""What is already told of a case in a municipality, as answers to the questions of the flow."""

from cases.models import CasePage, Implementation, Phase, ReplicationReport
from cases.models.reports import Raw
from cases.replication.fields import typed_day
from cases.replication.wording import DATES
from municipalities.models import Municipality


def latest_attempt(case: CasePage, municipality: Municipality) -> Implementation | None:
    """The last attempt of a municipality at a case that began elsewhere."""
    attempts = Implementation.objects.filter(case=case, municipality=municipality, role="replication")
    return attempts.select_related("municipality__province", "case").order_by("-attempt").first()


def waiting_report(site: Implementation) -> ReplicationReport | None:
    """What was sent about it and its lead has not settled."""
    return site.reports.waiting().order_by("-sent_at").first()


def version(site: Implementation | None, report: ReplicationReport | None) -> str:
    """Changes when anything that a person would be correcting changes."""
    if site is None:
        return "new"
    last = site.history().values_list("pk", flat=True).first() or 0
    return f"{site.pk}-{last}-{report.pk if report else 0}-{site.measures.count()}"


def answers_of(site: Implementation) -> dict[str, Raw]:
    """The facts of a site as they would have been typed. Its figures are not answers: new ones are added."""
    dates: dict[str, list[str]] = {}
    for name in DATES[Phase(site.phase)]:
        day = getattr(site, name)
        dates[name] = [typed_day(day)]
        if day is None:
            dates[f"{name}_unknown"] = ["on"]
    return {
        "fase": {"phase": [site.phase]},
        "fechas": dates,
        "buzon": {"mailbox": [site.mailbox], **({"shares": ["on"]} if site.shares_mailbox else {})},
        "adaptaciones": {"adaptations": [site.adaptations]},
        "contrato": {
            "contract_type": [site.contract_type],
            "exit_criteria": [site.exit_criteria],
            "decision_on": [typed_day(site.decision_on)],
            "price_after_pilot": [site.price_after_pilot],
            "data_ownership": [site.data_ownership],
        },
        "trabas": {
            "bottlenecks": list(site.bottlenecks),
            "overcome": [site.overcome],
            "sponsor_role": [site.sponsor_role],
        },
        **({"abandono": {"abandon_reason": [site.abandon_reason]}} if site.abandon_reason else {}),
    }
