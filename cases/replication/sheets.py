"""/replicar/ia/: how the artificial intelligence of a replication is governed, written by its own team."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Role
from cases.models import AiIncident, AiSheet, Implementation, RiskClass
from cases.replication import kept
from cases.replication.history import ROLES
from cases.replication.sheet_forms import AdopterIncidentForm, AdopterSheetForm
from cases.replication.theirs import with_ai


@dataclass(frozen=True, slots=True)
class Version:
    """What one saving changed of a sheet. `who` is a role, "" when a file brought it."""

    number: int
    at: datetime
    who: Promise | str
    answers: tuple[tuple[Any, str], ...]


@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet, what it lacks, its incidents and its versions. For the team of that municipality alone."""
    name = f"sheet {pk}"
    if not isinstance(request.user, User):
        return _log_in(request, name, AdopterSheetForm.base_fields)
    site = _site(request.user, pk)
    if request.method != "POST":
        return _ask_sheet(request, site, initial=kept.kept(request, name))
    with transaction.atomic():
        # The record, and not the sheet, which may not be there yet: two people do not write it at once.
        Implementation.objects.select_for_update(of=("self",)).get(pk=pk)
        held = _sheet_of(site)
        form = AdopterSheetForm(request.POST, instance=held, for_user=request.user)
        if request.POST.get("seen") != _seen(held):
            return _ask_sheet(request, site, form, 409)
        if not form.is_valid():
            return _ask_sheet(request, site, form, 422)
        held.changed_via = _role(request.user, site)
        form.save()
    kept.forget(request, name)
    if held.missing:
        messages.success(request, _("Saved. It still lacks what is listed here."))
    else:
        messages.success(request, _("The sheet is complete."))
    return redirect("replication:ai_sheet", pk)


def _ask_sheet(
    request: HttpRequest,
    site: Implementation,
    form: AdopterSheetForm | None = None,
    status: int = 200,
    initial: Mapping[str, str] | None = None,
) -> HttpResponse:
    stands = AiSheet.objects.filter(implementation=site).first()
    form = form or AdopterSheetForm(instance=_sheet_of(site), for_user=request.user, initial=initial or None)
    context = {
        "site": site,
        "page": site.case,
        "form": form,
        "sheet": stands,
        "missing": (stands or AiSheet()).missing,
        "incidents": stands.incident_log.all() if stands else (),
        "versions": list(versions(stands)) if stands else (),
        "seen": _seen(stands or AiSheet()),
        "changed": status == 409,
    }
    return render(request, "cases/replication/ai_sheet.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, pk: int, incident: int = 0) -> HttpResponse:
    """Anybody of the team files one, and closes it. The first one begins the sheet."""
    name = f"incident {pk} {incident}"
    if not isinstance(request.user, User):
        return _log_in(request, name, AdopterIncidentForm.base_fields)
    site = _site(request.user, pk)
    if incident:
        one = get_object_or_404(AiIncident, pk=incident, sheet__implementation=site)
    else:
        one = AiIncident(sheet=_sheet_of(site))
    posted = request.POST if request.method == "POST" else None
    form = AdopterIncidentForm(
        posted, instance=one, for_user=request.user, initial=kept.kept(request, name) or None
    )
    if posted is None or not form.is_valid():
        context = {"site": site, "page": site.case, "form": form, "incident": one if incident else None}
        status = 422 if form.errors else 200
        return render(request, "cases/replication/incident.html", context, status=status)
    _file(site, form, request.user)
    kept.forget(request, name)
    messages.success(request, _("The incident was saved."))
    return redirect("replication:ai_sheet", pk)


@transaction.atomic
def _file(site: Implementation, form: forms.ModelForm, by: User) -> None:
    """Save it with its sheet, and the same one sent twice only once."""
    Implementation.objects.select_for_update(of=("self",)).get(pk=site.pk)
    one: AiIncident = form.instance
    one.sheet = _sheet_of(site)
    one.changed_via = one.sheet.changed_via = _role(by, site)
    if one.sheet.pk is None:
        one.sheet.changed_by = by
        one.sheet.save()
    twin = one.sheet.incident_log.filter(occurred_on=one.occurred_on, what=one.what)
    if one.pk or not twin.exists():
        form.save()


def versions(sheet: AiSheet) -> Iterator[Version]:
    """Each saving that changed an answer, newest first."""
    labels = {field.name: field.verbose_name for field in sheet._meta.fields}
    found: list[Version] = []
    for change in sheet.history().order_by("pk"):
        before, after = change.before or {}, change.after or {}
        answers = tuple(
            (labels[name], _answer(name, after.get(name)))
            for name in AiSheet.QUESTIONS
            if (before.get(name) or "") != (after.get(name) or "")
        )
        if answers:
            found.append(Version(len(found) + 1, change.at, ROLES.get(change.origin, ""), answers))
    yield from reversed(found)


def _answer(name: str, value: Any) -> str:
    if name == "risk_class" and value in RiskClass.values:
        return str(RiskClass(value).label)
    return str(value or "")


def _site(user: User, pk: int) -> Implementation:
    """A replication of one of their cities. Raises Http404 for any other, and for one without AI."""
    return get_object_or_404(with_ai(user), pk=pk)


def _sheet_of(site: Implementation) -> AiSheet:
    return AiSheet.objects.filter(implementation=site).first() or AiSheet(implementation=site)


def _seen(sheet: AiSheet) -> str:
    """Changes with every saving: what somebody else wrote meanwhile is not written over."""
    last = sheet.history().values_list("pk", flat=True).first() if sheet.pk else None
    return str(last or "new")


def _role(user: User, site: Implementation) -> str:
    """Said by the history in place of a name."""
    return (Role.LEAD if user.can("confirm", site.municipality) else Role.CONTRIBUTOR).value


def _log_in(request: HttpRequest, name: str, fields: Mapping[str, Any]) -> HttpResponse:
    if request.method == "POST":
        kept.keep(request, name, fields)
        messages.info(request, _("Your session had ended. What you typed is kept: log in to go on."))
    return redirect_to_login(request.get_full_path())
