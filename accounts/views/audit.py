"""/cuenta/registro/: the audit trail, for administrators."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.audit import Action, record
from accounts.models import AuditEntry
from accounts.models.audit import AuditQuerySet
from accounts.second_factor import SignedIn, requires_second_factor

PER_PAGE = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class TrailForm(forms.Form):
    """What to look for. Empty: everything."""

    quien = forms.CharField(label=gettext_lazy("Who, or about what"), required=False, max_length=254)
    accion = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    desde = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hasta = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accion"].choices = [("", _("Everything")), *Action.choices]  # type: ignore[attr-defined]

    def entries(self) -> AuditQuerySet:
        """Newest first. What was typed wrong filters nothing, and the form says so."""
        found = AuditEntry.objects.all()
        self.full_clean()
        data = self.cleaned_data
        if text := data.get("quien"):
            found = found.filter(Q(email__icontains=text) | Q(label__icontains=text))
        if action := data.get("accion"):
            found = found.filter(action=action)
        if day := data.get("desde"):
            found = found.filter(at__date__gte=day)
        if day := data.get("hasta"):
            found = found.filter(at__date__lte=day)
        return found


@never_cache
@require_safe
@requires_second_factor
def trail(request: SignedIn) -> HttpResponse:
    _only_auditors(request)
    form = TrailForm(request.GET)
    page = Paginator(form.entries(), PER_PAGE).get_page(request.GET.get("pagina"))
    query = request.GET.copy()
    query.pop("pagina", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "accounts/audit.html", context)


@require_POST
@requires_second_factor
def export(request: SignedIn) -> HttpResponse:
    """The same entries as a file for a spreadsheet. That somebody took it is an entry too."""
    _only_auditors(request)
    form = TrailForm(request.POST)
    entries = form.entries()
    filters = {name: str(value) for name, value in form.cleaned_data.items() if value}
    record(Action.EXPORTED, request.user, _("audit trail"), request, filters=filters, rows=entries.count())
    name = f"registro-{localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    rows = _lines(entries)
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[return-value]


def cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(entries: AuditQuerySet) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(
        [_("when"), _("who"), _("what"), _("about"), _("record"), _("details"), _("from")]
    )
    for one in entries.iterator(chunk_size=500):
        when = localtime(one.at).isoformat(timespec="seconds")
        details = json.dumps(one.details, ensure_ascii=False) if one.details else ""
        row = (when, one.email, one.get_action_display(), one.label, one.key, details, one.address or "")
        yield writer.writerow([cell(value) for value in row])


def _only_auditors(request: SignedIn) -> None:
    if not request.user.can("audit"):
        raise Http404
