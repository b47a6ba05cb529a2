"""Indicators and figures of a case: what its city writes beside the page, and a coordinator accepts."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Action
from accounts.second_factor import SignedIn, requires_second_factor
from cases.editor import panels
from cases.editor.figure_forms import AiSheetForm, FigureForm, IncidentForm, IndicatorForm
from cases.editor.site_form import SiteForm
from cases.forms import SeenForm
from cases.models import AiIncident, AiSheet, CasePage, Indicator, Measure
from cases.replication.sheets import versions


def figures(request: SignedIn, case: int) -> HttpResponse:
    """Everything that is stored beside the page, with a link to add or mend each thing."""
    page = _case(request, case)
    origin = page.origin_site()
    indicators = page.indicators.prefetch_related("definition").order_by("-core", "key")
    rows = [(one, one.measures.filter(implementation=origin)) for one in indicators]
    sheet = AiSheet.objects.filter(implementation=origin).first()
    context = {
        "page": page,
        "origin": origin,
        "rows": rows,
        "sheet": sheet,
        "versions": list(versions(sheet)) if sheet else (),
        "may_accept": request.user.can("accept", page.municipality),
        "may_write": request.user.can("write", page.municipality),
        "may_confirm": not origin.confirmed_on and request.user.can("confirm", page.municipality),
    }
    return render(request, "cases/editor/figures.html", context)


@require_safe
def standing(request: SignedIn, case: int) -> HttpResponse:
    """The panel of the editor for what is saved of the draft. It is as secret as the draft."""
    page = _case(request, case)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    draft = page.get_latest_revision_as_object()
    return render(request, "cases/editor/_standing.html", panels.standing(draft))


def indicator(request: SignedIn, case: int, pk: int = 0) -> HttpResponse:
    page = _case(request, case, "write")
    one = get_object_or_404(page.indicators, pk=pk) if pk else Indicator(case=page, core=True)
    form = IndicatorForm(request.POST or None, instance=one, for_user=request.user)
    title = _("Mend the indicator") if pk else _("Add an indicator")
    return _edit(request, page, form, title, _("The indicator was saved."))


def figure(request: SignedIn, case: int, indicator: int, pk: int = 0) -> HttpResponse:
    """Figures are submitted; they become public when a coordinator publishes or accepts them."""
    page = _case(request, case, "write")
    origin = page.origin_site()
    of = get_object_or_404(page.indicators, pk=indicator)
    if pk:
        one = get_object_or_404(Measure, pk=pk, implementation=origin, indicator=of)
        if one.status == Measure.Status.ACCEPTED and not request.user.can("confirm", page.municipality):
            messages.error(request, _("This figure is public. Only the lead of the city corrects it."))
            return _back(page)
    else:
        one = Measure(indicator=of, implementation=origin)
    form = FigureForm(request.POST or None, instance=one, for_user=request.user)
    title = _("Figure of “%(indicator)s” (%(unit)s)") % {"indicator": of.name, "unit": of.unit}
    return _edit(
        request, page, form, title, _("The figure was saved. It is public once a coordinator accepts it.")
    )


def remove_figure(request: SignedIn, case: int, indicator: int, pk: int) -> HttpResponse:
    """One that nobody accepted yet. A public one is corrected: what was read does not disappear."""
    page = _case(request, case, "write")
    found = page.origin_site().measures.select_related("indicator__definition")
    one = get_object_or_404(found, pk=pk, indicator=indicator)
    if one.status != Measure.Status.SUBMITTED:
        messages.error(request, _("This figure is public: it is corrected, not taken out."))
        return _back(page)
    return _remove(request, page, one, _("The figure was taken out."))


def remove_indicator(request: SignedIn, case: int, pk: int) -> HttpResponse:
    """One without figures, of anybody."""
    page = _case(request, case, "write")
    one = get_object_or_404(page.indicators, pk=pk)
    if one.measures.exists():
        messages.error(request, _("This indicator has figures, so it stays."))
        return _back(page)
    return _remove(request, page, one, _("The indicator was taken out."))


def origin_site(request: SignedIn, case: int) -> HttpResponse:
    page = _case(request, case, "write")
    origin = page.origin_site()
    form = SiteForm(request.POST or None, instance=origin, for_user=request.user)
    return _edit(request, page, form, _("How it stands in your city"), _("Saved."))


def ai_sheet(request: SignedIn, case: int) -> HttpResponse:
    page = _case(request, case, "write")
    origin = page.origin_site()
    sheet = AiSheet.objects.filter(implementation=origin).first() or AiSheet(implementation=origin)
    form = AiSheetForm(request.POST or None, instance=sheet, for_user=request.user)
    return _edit(request, page, form, _("Artificial intelligence sheet"), _("The sheet was saved."))


def incident(request: SignedIn, case: int, pk: int = 0) -> HttpResponse:
    """Anyone in the team files one and closes it."""
    page = _case(request, case, "write")
    sheet = AiSheet.objects.filter(implementation=page.origin_site()).first()
    if sheet is None:
        messages.error(request, _("Fill in the artificial intelligence sheet first."))
        return _back(page)
    one = get_object_or_404(sheet.incident_log, pk=pk) if pk else AiIncident(sheet=sheet)
    form = IncidentForm(request.POST or None, instance=one, for_user=request.user)
    return _edit(request, page, form, _("Incident"), _("The incident was saved."))


@require_POST
@requires_second_factor
def confirm(request: SignedIn, case: int) -> HttpResponse:
    """The lead states that what is said of the origin is so. Its figures wait for the publication."""
    page = _case(request, case, "confirm")
    page.origin_site().confirm(by=request.user, on=localdate())
    messages.success(request, _("Confirmed. From now on it counts in the evidence of the case."))
    return _back(page)


@require_POST
def accept(request: SignedIn, case: int) -> HttpResponse:
    """A coordinator accepts the custom indicators and the figures that were submitted."""
    page = _case(request, case, "accept")
    with transaction.atomic():
        accepted = page.accept_figures(by=request.user)
        for one in page.indicators.filter(definition=None, custom_accepted=False):
            one.custom_accepted, one.changed_by = True, request.user
            one.save()
    messages.success(request, _("Accepted: %(n)d figures, and the indicators of the city.") % {"n": accepted})
    return _back(page)


def _case(request: SignedIn, pk: int, action: Action | None = None) -> CasePage:
    """The case, for whoever writes in it or reviews it. 404 for anybody else, as if it did not exist."""
    page = get_object_or_404(CasePage, pk=pk)
    actions: tuple[Action, ...] = (action,) if action else ("write", "review")
    if not any(request.user.can(one, page.municipality) for one in actions):
        raise Http404
    return page


def _remove(request: SignedIn, page: CasePage, one: Indicator | Measure, done: str) -> HttpResponse:
    if request.method == "POST":
        one.changed_by = request.user
        one.delete()
        messages.success(request, done)
        return _back(page)
    return render(request, "cases/editor/remove.html", {"page": page, "one": one})


def _edit(request: SignedIn, page: CasePage, form: SeenForm, title: str, saved: str) -> HttpResponse:
    stale = form.stale
    if stale:
        form.see()
    elif request.method == "POST" and form.is_valid():
        _save_once(page, form)
        messages.success(request, saved)
        return _back(page)
    context = {"page": page, "form": form, "title": title, "stale": stale}
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "cases/editor/form.html", context, status=status)


@transaction.atomic
def _save_once(page: CasePage, form: forms.ModelForm) -> None:
    """A second click, or the back button, adds no second copy of what is there already."""
    CasePage.objects.select_for_update().get(pk=page.pk)  # those who click at once wait here
    one, model = form.instance, type(form.instance)
    if one.pk is None:
        ties = {"case", "implementation", "indicator", "sheet"} & {field.name for field in model._meta.fields}
        same = {name: getattr(one, name) for name in {*form.fields, *ties} - {"seen"}}
        if model._default_manager.filter(**same).exists():
            return
    form.save()


def _back(page: CasePage) -> HttpResponse:
    return redirect(reverse("cases_editor:figures", args=[page.pk]))
