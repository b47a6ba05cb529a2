"""/discrepar/: another figure, and what a coordinator decides about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.second_factor import SignedIn, requires_second_factor
from cases import uploads
from cases.disputes import settling, stating
from cases.disputes.forms import DifferingForm, ReasonForm
from cases.models import Measure, Statement


def public() -> QuerySet[Measure]:
    """Figures that anybody reads."""
    found = Measure.objects.filter(status=Measure.Status.ACCEPTED, implementation__case__live=True)
    return found.select_related(
        "indicator__definition", "implementation__case", "implementation__municipality__province"
    )


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def differ(request: SignedIn, pk: int) -> HttpResponse:
    """Add a figure that differs from this one."""
    against = get_object_or_404(public(), pk=pk)
    site, user = against.implementation, request.user
    if stating.own_team(user, site):
        return render(request, "cases/disputes/own.html", _context(against))
    if not stating.may_state(user, site):
        raise Http404
    form = _differing_form(request, against)
    if form.is_valid():
        return _state(request, against, form)
    return _ask(request, against, form)


def _ask(request: SignedIn, against: Measure, form: DifferingForm) -> HttpResponse:
    coordinates = stating.coordinates(request.user, against.implementation)
    context = {**_context(against), "form": form, "coordinates": coordinates}
    return render(request, "cases/disputes/differ.html", context, status=422 if form.errors else 200)


def _differing_form(request: SignedIn, against: Measure) -> DifferingForm:
    site, user = against.implementation, request.user
    evaluator = stating.evaluator_of(user, site) is not None
    posted = request.method == "POST"
    return DifferingForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        against=against,
        cities=stating.cities_of(user),
        independent=evaluator,
        documents=evaluator or stating.coordinates(user, site),
    )


def _state(request: SignedIn, against: Measure, form: DifferingForm) -> HttpResponse:
    values, file = form.values(), form.cleaned_data.get("document")
    if file:
        values["document_id"] = uploads.keep(file, request.user)
    try:
        figure = stating.state(against, values, request.user, form.stated_by)
    except ValidationError as error:
        for message in error.messages:
            form.add_error(None, message)
        return _ask(request, against, form)
    if figure.status == Measure.Status.ACCEPTED:
        uploads.publish([figure.document_id] if figure.document_id else [])
        messages.success(request, _("Your figure shows beside the other, with its source."))
    else:
        messages.success(request, _("Your figure would change the evidence: a coordinator reads it first."))
    return redirect(against.implementation.case.url)


@never_cache
@require_http_methods(["GET", "POST"])
@requires_second_factor
def settle(request: SignedIn, pk: int) -> HttpResponse:
    """A coordinator of the city accepts that both contradict each other, undoes it, or shows what waits."""
    measure = get_object_or_404(_waiting_or_public(), pk=pk)
    if not stating.coordinates(request.user, measure.implementation):
        raise Http404
    accepted = settling.accepted(measure)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _settle(request, measure, form.cleaned_data["reason"], undo=accepted is not None)
    context = {
        **_context(measure),
        "form": form,
        "accepted": accepted,
        "dispute": settling.dispute_of(measure),
        "others": _others(measure),
    }
    return render(request, "cases/disputes/settle.html", context, status=422 if form.errors else 200)


def _settle(request: SignedIn, measure: Measure, reason: str, *, undo: bool) -> HttpResponse:
    user = request.user
    if measure.status == Measure.Status.SUBMITTED:
        settling.show(measure, user)
        messages.success(request, _("The figure shows beside the other, with its source."))
        return redirect("disputes:settle", measure.pk)
    if undo:
        settling.undo(measure, user, reason)
        messages.success(request, _("Undone: both figures show, and the stronger one counts meanwhile."))
        return redirect(measure.implementation.case.url)
    try:
        settling.accept(measure, user, reason)
        messages.success(request, _("Accepted: from now on the weaker figure counts."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(measure.implementation.case.url)


@require_POST
@login_required
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Whoever stated a figure withdraws it; a coordinator of the city may too."""
    statement = get_object_or_404(Statement.objects.select_related("measure__implementation__case"), pk=pk)
    case = statement.measure.implementation.case
    if not _may_take_back(request.user, statement):
        raise Http404
    stating.take_back(statement, request.user)
    messages.success(request, _("The figure was withdrawn."))
    return redirect(case.url)


def _may_take_back(user: User, statement: Statement) -> bool:
    return statement.by == user or stating.coordinates(user, statement.measure.implementation)


def _waiting_or_public() -> QuerySet[Measure]:
    """What shows, and what was stated by others and waits."""
    waiting = Measure.objects.submitted().filter(statement__isnull=False)
    shown = Measure.objects.filter(status=Measure.Status.ACCEPTED)
    return (shown | waiting).distinct().select_related("implementation__case", "indicator__definition")


def _others(measure: Measure) -> QuerySet[Measure]:
    """What else is said of the same."""
    same = Measure.objects.filter(
        indicator=measure.indicator,
        implementation=measure.implementation,
        group=measure.group,
        moment=measure.moment,
        period_end=measure.period_end,
    )
    return same.exclude(pk=measure.pk).select_related("statement__evaluator", "statement__municipality")


def _context(measure: Measure) -> dict[str, Any]:
    site = measure.implementation
    return {"measure": measure, "site": site, "page": site.case}
