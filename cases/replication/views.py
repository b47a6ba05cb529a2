"""/replicar/: one question a page, and every answer kept as it was typed, right or wrong."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import second_factor
from accounts.models import User
from accounts.second_factor import SignedIn
from cases import uploads
from cases.models import CasePage, Measure, Phase, ReplicationReport
from cases.replication import drafts, recording
from cases.replication.flow import Flow
from cases.replication.forms import SendForm, StepForm
from cases.replication.questions import FIRST, Step
from cases.replication.summary import summary
from cases.replication.theirs import with_ai
from municipalities.reader import reader_of

WRONG = "corregir"
"""In the address of a question whose answer was kept as it was typed, and is wrong."""


@never_cache
@require_safe
@login_required
def start(request: SignedIn, case: str) -> HttpResponse:
    """Where one was, or at the beginning. The address may bring what is known: see `drafts.offered`."""
    page = _case(case)
    draft = ReplicationReport.objects.drafts().filter(user=request.user, case=page).first()
    if not (request.user.can("report") or request.user.can("record_for")):
        return render(request, "cases/replication/no_team.html", {"page": page}, status=403)
    if draft:
        return redirect("replication:step", case, Flow(draft, request.user).next_after(""))
    known = {name: request.GET[name][:30] for name in drafts.OFFERED if request.GET.get(name)}
    query = f"?{urlencode(known)}" if known else ""
    return redirect(reverse("replication:step", args=[case, FIRST]) + query)


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, case: str, name: str) -> HttpResponse:
    """One question. Whoever is not logged in any more logs in, and finds what they had typed."""
    page = _case(case)
    if not isinstance(request.user, User):
        if request.method == "POST" and drafts.keep_for_later(request, page, name):
            messages.info(request, _("Your session had ended. What you typed is kept: log in to go on."))
            if request.FILES:
                messages.warning(
                    request, _("The file was not kept. Choose it again when you have logged in.")
                )
        return redirect_to_login(request.get_full_path())
    report = _report(request, request.user, page)
    if report.sent_at:
        if request.method == "POST":
            messages.warning(request, _("You had sent it already: what you changed just now was not kept."))
        return redirect("replication:sent", page.identifier, report.key)
    flow = Flow(report, request.user)
    if name == FIRST:
        if not any(flow.choices):
            return render(request, "cases/replication/no_team.html", {"page": page}, status=403)
        reader = reader_of(request)
        flow.picked = reader.key if reader else ""
    question = flow.step(name)
    if question is None or (name != FIRST and flow.municipality is None):
        return _elsewhere(flow, page)
    if request.method == "POST":
        return _answer(request, flow, question)
    asked = flow.form(question) if WRONG in request.GET else drafts.as_typed(flow, question)
    return _ask(request, flow, question, asked)


def _answer(request: HttpRequest, flow: Flow, question: Step) -> HttpResponse:
    """Keep what was typed; go on when it is right, and say what is not when it is wrong."""
    go = request.POST.get("go", "")
    raw = drafts.typed(request, flow, question)
    form = flow.form(question, raw, request.FILES)
    right = form.is_valid()
    if question.indicator:
        raw = drafts.with_file(flow, form, raw)
    if question.name == FIRST:
        for name, known in drafts.offered(request.GET).items():
            if name not in flow.report.answers:
                flow.report.keep(name, known)
    if question.again and right and getattr(form, "empty", False):
        flow.report.drop(question.name)
    else:
        flow.report.keep(question.name, raw)
    flow = Flow(flow.report, flow.user)
    if go == "later":
        when = localtime(flow.report.updated_at).strftime("%H:%M")
        messages.success(request, _("We saved your draft at %(time)s.") % {"time": when})
        return redirect("replication:mine")
    if go == "back":
        return redirect("replication:step", flow.case.identifier, flow.before(question.name))
    if "file" in form.errors:  # it was not kept: it is said now or never
        return _ask(request, flow, question, form, status=422)
    if not right:  # a page of its own, to which the browser's back button can return
        return redirect(f"{reverse('replication:step', args=[flow.case.identifier, question.name])}?{WRONG}")
    if go == "again" and question.indicator:
        rows = [name for name in flow.report.answers if name.startswith(f"cifra-{question.indicator.pk}")]
        name = f"cifra-{question.indicator.pk}-{len(rows) + 1}"
        return redirect("replication:step", flow.case.identifier, name)
    return redirect("replication:step", flow.case.identifier, flow.next_after(question.name))


def _ask(request: HttpRequest, flow: Flow, question: Step, form: StepForm, status: int = 200) -> HttpResponse:
    names = [one.name for one in flow.steps]
    if question.name not in names:  # a further group, which exists once it is answered
        names.insert(names.index(flow.before(question.name)) + 1, question.name)
    at = names.index(question.name) + 1
    told = flow.site.measures.filter(status="accepted") if flow.site else Measure.objects.none()
    context = {
        "page": flow.case,
        "flow": flow,
        "step": question,
        "form": form,
        "figures": told.filter(indicator=question.indicator),
        "at": at,
        "of": len(names),
        "token": drafts.token(flow.report),
    }
    return render(request, "cases/replication/step.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def check(request: SignedIn, case: str) -> HttpResponse:
    """Everything that was told, to be sent."""
    page = _case(case)
    report = _report(request, request.user, page)
    if report.sent_at:
        return redirect("replication:sent", page.identifier, report.key)
    flow = Flow(report, request.user)
    if flow.municipality is None or not flow.complete:
        return _elsewhere(flow, page)
    form = SendForm(request.POST or None, flow=flow)
    if request.method != "POST":
        return _check(request, flow, form)
    if request.POST.get("go") == "back":
        return redirect("replication:step", page.identifier, flow.steps[-1].name)
    form.is_valid()
    wants, seen = form.cleaned_data.get("confirm", False), form.cleaned_data.get("seen", "")
    proven = second_factor.passed(request) or not settings.SECOND_FACTOR_REQUIRED
    try:
        sent = recording.send(report.key, request.user, seen=seen, confirm=wants and proven)
    except recording.Incomplete:
        fresh = Flow(ReplicationReport.objects.get(pk=report.pk), request.user)
        if not fresh.complete:
            return _elsewhere(fresh, page)
        note = _("Somebody of your municipality told something meanwhile. Check it again before sending it.")
        return _check(request, fresh, SendForm(flow=fresh), note, 409)
    except ValidationError as error:
        return _check(request, flow, form, " ".join(error.messages), 422)
    if wants and not proven and sent.implementation_id:
        return redirect("replication:confirm", sent.implementation_id)
    return redirect("replication:sent", page.identifier, sent.key)


def _check(
    request: HttpRequest, flow: Flow, form: SendForm, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": flow.case,
        "flow": flow,
        "form": form,
        "parts": summary(flow),
        "problem": problem,
        "token": drafts.token(flow.report),
    }
    return render(request, "cases/replication/check.html", context, status=status)


@never_cache
@require_safe
@login_required
def sent(request: SignedIn, case: str, key: UUID) -> HttpResponse:
    """The reference, and what happens next."""
    mine = ReplicationReport.objects.filter(user=request.user, sent_at__isnull=False, case__identifier=case)
    report = get_object_or_404(mine.select_related("municipality", "implementation", "case"), key=key)
    leads = User.objects.filter(
        memberships__municipality=report.municipality, memberships__role="lead", is_active=True
    )
    site = with_ai(request.user).filter(reports=report).first()
    context = {
        "report": report,
        "page": report.case,
        "leads": leads.count(),
        "asks_for_sheet": site is not None and not site.governed and site.phase != Phase.INTENT,
    }
    return render(request, "cases/replication/sent.html", context)


@require_POST
@login_required
def discard(request: SignedIn, key: UUID) -> HttpResponse:
    """Throw a draft away, with its files."""
    report = get_object_or_404(ReplicationReport.objects.drafts(), user=request.user, key=key)
    for raw in report.answers.values():
        for document in raw.get("document") or []:
            uploads.discard(int(document))
    report.delete()
    messages.success(request, _("The draft was thrown away."))
    return redirect("replication:mine")


def _case(identifier: str) -> CasePage:
    return get_object_or_404(CasePage.objects.published(), identifier=identifier)


def _report(request: HttpRequest, user: User, page: CasePage) -> ReplicationReport:
    if request.method == "POST":
        return drafts.posted(request, user, page)
    return drafts.draft_of(user, page)


def _elsewhere(flow: Flow, page: CasePage) -> HttpResponse:
    """A question that is not asked, or a page of what was sent already: the browser's back button."""
    if not flow.report.pk:
        last = ReplicationReport.objects.filter(user=flow.user, case=page, sent_at__isnull=False)
        if one := last.order_by("-sent_at").first():
            return redirect("replication:sent", page.identifier, one.key)
    return redirect("replication:step", page.identifier, flow.next_after(""))
