"""Markdown in the admin: the preview of a text, and files in and out. For who curates the playbooks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render as show
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.second_factor import SignedIn
from playbooks.markdown.exporting import zipped
from playbooks.markdown.importing import import_sources
from playbooks.markdown.reading import Unreadable, from_upload
from playbooks.markdown.rendering import Refused, render

P = ParamSpec("P")


class ImportForm(forms.Form):
    """A file, read when it is cleaned: `cleaned_data["file"]` is what came in it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A Markdown file (.md), or a ZIP with up to 200, of 5 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".md,.markdown,.txt,.zip"}),
    )
    dry_run = forms.BooleanField(
        label=gettext_lazy("Only tell me what would happen"), required=False, initial=False
    )

    def clean_file(self) -> object:
        try:
            return from_upload(self.cleaned_data["file"])
        except Unreadable as problem:
            raise forms.ValidationError(str(problem)) from problem


def _for_curators(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[SignedIn, P], HttpResponse]:
    @wraps(view)
    def guarded(request: SignedIn, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.can("curate"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@_for_curators
@require_POST
def preview(request: SignedIn) -> HttpResponse:
    """The HTML of a text as it would be saved; 422 and the reason when it would not."""
    try:
        return HttpResponse(render(request.POST.get("text", "").replace("\r\n", "\n")))
    except Refused as problem:
        return HttpResponse(str(problem), status=422, content_type="text/plain; charset=utf-8")


@_for_curators
def import_files(request: SignedIn) -> HttpResponse:
    """A form, and what happened to each file."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context: dict[str, Any] = {"form": form, "reports": None}
    if form.is_valid():
        dry_run = form.cleaned_data["dry_run"]
        reports = import_sources(form.cleaned_data["file"], user=request.user, dry_run=dry_run)
        context |= {"form": ImportForm(), "reports": reports, "dry_run": dry_run}
    return show(request, "playbooks/markdown/import.html", context, status=422 if form.errors else 200)


@_for_curators
def export_files(request: SignedIn) -> HttpResponse:
    """Everything in a ZIP, drafts included: who downloads it may edit them."""
    name = _("playbooks-%(day)s.zip") % {"day": localdate().isoformat()}
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(zipped(drafts=True), content_type="application/zip", headers=disposition)
