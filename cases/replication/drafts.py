"""What a page that was left open brings: whose draft it is, and everything that was typed in it.

The page itself says whose it is, signed: so that what is typed after a session ended is kept for its author.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate

from accounts.models import User
from cases import uploads
from cases.models import CasePage, Phase, ReplicationReport
from cases.replication.fields import typed_day
from cases.replication.flow import Flow
from cases.replication.forms import StepForm
from cases.replication.questions import Step

SALT = "cases.replication.draft"
KEPT_FOR = 60 * 24 * 3600  # seconds that a page left open may still save what was typed in it
LONGEST = 10_000  # characters of an answer

OFFERED = ("fase", "municipio", "inicio")
"""What an address may bring: the phase, the municipality and the day on which it started."""


def offered(params: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """The answers that an address brings, as they would have been typed. Nothing that makes no sense."""
    answers = {}
    if params.get("fase") in Phase.values:
        answers["fase"] = {"phase": [params["fase"]]}
    try:
        started = date.fromisoformat(params.get("inicio", ""))
    except ValueError:
        return answers
    return {**answers, "fechas": {"started": [typed_day(started)]}} if started <= localdate() else answers


def draft_of(user: User, page: CasePage) -> ReplicationReport:
    """The draft of this person, or one that exists only once something is answered."""
    found = ReplicationReport.objects.drafts().filter(user=user, case=page).first()
    return found or ReplicationReport(key=uuid4(), user=user, case=page)


def token(report: ReplicationReport) -> str:
    held = {"key": str(report.key), "user": report.user_id, "case": report.case_id}
    return signing.dumps(held, salt=SALT, compress=True)


def of_token(request: HttpRequest, page: CasePage) -> ReplicationReport | None:
    """The report of the page that was posted, begun if it was not; None for a page that is not ours."""
    try:
        held: dict[str, Any] = signing.loads(request.POST.get("draft", ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or held["case"] != page.pk:
        return None
    known = ReplicationReport.objects.filter(key=held["key"], user=user).first()
    return known or begin(user, page, UUID(held["key"]))


def posted(request: HttpRequest, user: User, page: CasePage) -> ReplicationReport:
    """The draft that the form was about, which may have been sent meanwhile."""
    report = of_token(request, page)
    return report if report and report.user_id == user.pk else begin(user, page, uuid4())


def begin(user: User, page: CasePage, key: UUID) -> ReplicationReport:
    """The one draft of this person about the case, which two windows may begin at once."""
    drafts = ReplicationReport.objects.drafts()
    return drafts.get_or_create(user=user, case=page, sent_at=None, defaults={"key": key})[0]


def keep_for_later(request: HttpRequest, page: CasePage, name: str) -> bool:
    """Save what was typed by somebody whose session ended."""
    report = of_token(request, page)
    if report is None or report.sent_at or report.user is None:
        return False
    flow = Flow(report, report.user)
    question = flow.step(name)
    if question is None:
        return False
    report.keep(name, typed(request, flow, question))
    return True


def typed(request: HttpRequest, flow: Flow, question: Step) -> dict[str, list[str]]:
    """What was typed in the fields of the question, and nothing else that was posted."""
    raw = {
        name: [text.replace("\x00", "")[:LONGEST] for text in request.POST.getlist(name)[:200]]
        for name in flow.form(question).fields
        if name in request.POST
    }
    document = flow.raw(question.name).get("document")
    return {**raw, "document": list(document)} if document and question.indicator else raw


def with_file(flow: Flow, form: StepForm, raw: dict[str, list[str]]) -> dict[str, list[str]]:
    """Keep the file of a figure, even when something else of the page is wrong."""
    cleaned = getattr(form, "cleaned_data", {})
    file = cleaned.get("file") if "file" not in form.errors else None
    raw = {name: values for name, values in raw.items() if name != "remove_file"}
    if not file and not cleaned.get("remove_file"):
        return raw
    for old in raw.pop("document", []):
        uploads.discard(int(old))
    return {**raw, "document": [str(uploads.keep(file, flow.user))]} if file else raw


def as_typed(flow: Flow, question: Step) -> StepForm:
    """The form with what there is, and without reproaches."""
    raw: MultiValueDict[str, str] = MultiValueDict({**flow.raw(question.name)})
    empty = question.form(flow=flow, **flow.about(question))
    held = {
        name: field.widget.value_from_datadict(raw, MultiValueDict(), name)
        for name, field in empty.fields.items()
        if name in raw
    }
    return question.form(initial=held, flow=flow, **flow.about(question))
