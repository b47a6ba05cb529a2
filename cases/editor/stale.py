"""Two people on one case: whoever saves second is told, and loses nothing (ecosystem.md P6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.editor.page_form import HTML_NAMES
from cases.models import CasePage

_FIELDS = {html: name for name, html in HTML_NAMES.items()}
_OURS = {"csrfmiddlewaretoken", "loaded_revision_id", "insisted_revision_id"}


def refuse_stale_save(request: HttpRequest, page: CasePage) -> HttpResponse | None:
    """A page with what was typed, when somebody saved after this form was opened. None: go on.

    Wagtail refuses a stale autosave; a stale press of "Save" would overwrite without a word. Who insists
    sends the revision that they saw on this page, so a third person who saves meanwhile is not lost either.
    """
    autosave = "application/json" in request.headers.get("accept", "")
    if request.method != "POST" or autosave:
        return None
    seen = request.POST.get("insisted_revision_id") or request.POST.get("loaded_revision_id")
    latest = page.latest_revision
    if (
        not seen
        or latest is None
        or str(latest.pk) == seen
        or "application/json" in request.headers.get("accept", "")
    ):
        return None
    typed = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    texts = [
        (CasePage._meta.get_field(name).verbose_name, value)
        for name, value in ((_FIELDS.get(name, name), value) for name, value in typed)
        if value
        and name in {field.name for field in CasePage._meta.fields}
        and value != str(getattr(page, name))
    ]
    context = {"page": page, "latest": latest, "typed": typed, "texts": texts}
    return render(request, "cases/editor/stale.html", context, status=409)
