"""The pages of the playbooks that are not Wagtail's: steps, templates, clauses, checks and the choice."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageQuerySet

from municipalities.reader import reader_of
from playbooks import pdf, sheets
from playbooks.forms import SelectionForm
from playbooks.markdown.exporting import text_of
from playbooks.models import Clause, JurisdictionCheck, PlaybookPage, Step, Template
from playbooks.presenting import step_view
from playbooks.selection import WEIGHTS, rank

COUNTRIES = {
    "AR": _("Argentina"),
    "BR": _("Brazil"),
    "CL": _("Chile"),
    "CO": _("Colombia"),
    "UY": _("Uruguay"),
    "EU": _("If it serves people in the European Union"),
}
CHECKED = (
    "country",
    "jurisdiction",
    "norm",
    "applies_when",
    "check_text",
    "status",
    "checked_on",
    "source_url",
)
"""What the spreadsheet has of each check, in order."""

MARKDOWN, XLSX = (
    "text/markdown; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def step(request: HttpRequest, slug: str) -> HttpResponse:
    """A step alone: what to do, what proves it, and every playbook that uses it."""
    found = get_object_or_404(Step, slug=slug, live=True)
    reader = reader_of(request)
    shown = step_view(found, reader.population if reader else None, localdate())
    return render(
        request,
        "playbooks/step.html",
        {"shown": shown, "step": found, "uses": _published().filter(uses__step=found).order_by("title")},
    )


def templates(request: HttpRequest) -> HttpResponse:
    return render(request, "playbooks/templates.html", {"templates": Template.objects.all()})


def template(request: HttpRequest, slug: str) -> HttpResponse:
    """A template as a page, to read and to print."""
    found = get_object_or_404(Template, slug=slug)
    uses = _published().filter(templates=found).order_by("title")
    return render(request, "playbooks/template.html", {"template": found, "uses": uses})


def template_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same to fill in: Markdown as it is, or a spreadsheet with its tables."""
    found = get_object_or_404(Template, slug=slug)
    if kind == "md":
        return _file(text_of(found).encode(), MARKDOWN, f"{slug}.md")
    if kind == "xlsx":
        return _file(sheets.of_tables(found.title, found.body_html), XLSX, f"{slug}.xlsx")
    raise Http404


def clauses(request: HttpRequest) -> HttpResponse:
    return render(request, "playbooks/clauses.html", {"clauses": Clause.objects.all()})


def clauses_file(request: HttpRequest) -> HttpResponse:
    """Every clause in one text."""
    text = render_to_string("playbooks/clauses.md", {"clauses": Clause.objects.all()})
    return _file(text.encode(), MARKDOWN, "clausulas.md")


def compliance(request: HttpRequest) -> HttpResponse:
    """What a municipality of each country must check, with its date and its source."""
    country = request.GET.get("pais", "")
    checks = JurisdictionCheck.objects.all()
    known = set(checks.order_by().values_list("country", flat=True))
    countries = [(code, str(name)) for code, name in COUNTRIES.items() if code in known]
    countries += [(code, code) for code in sorted(known - COUNTRIES.keys())]
    chosen = country if country in known else next((code for code, _name in countries), "")
    context = {"checks": checks.filter(country=chosen), "countries": countries, "chosen": chosen}
    return render(request, "playbooks/compliance.html", context)


def compliance_file(request: HttpRequest) -> HttpResponse:
    """Every check of every country in a spreadsheet, the national norms first."""
    labels = {field.name: field.verbose_name for field in JurisdictionCheck._meta.fields}
    titles = [labels[name] for name in CHECKED]
    rows = [_check_row(one) for one in JurisdictionCheck.objects.all()]
    return _file(sheets.of_rows(str(_("What to check before")), titles, rows), XLSX, "cumplimiento.xlsx")


def _check_row(one: JurisdictionCheck) -> list[date | float | str]:
    said = {"country": str(COUNTRIES.get(one.country, one.country)), "status": one.get_status_display()}
    return [said.get(name) or getattr(one, name) for name in CHECKED]


def selection(request: HttpRequest) -> HttpResponse:
    """Up to six processes, compared. All that was written is in the address; nothing is kept."""
    form = SelectionForm(request.GET if request.GET else None)
    ranked = rank(form.processes()) if form.is_bound and form.is_valid() else []
    context = {"form": form, "ranked": ranked, "weights": WEIGHTS, "query": request.GET.urlencode()}
    return render(request, "playbooks/selection.html", context)


def selection_file(request: HttpRequest) -> HttpResponse:
    """The comparison as a spreadsheet."""
    form = SelectionForm(request.GET)
    if not form.is_valid():
        raise Http404
    return _file(sheets.of_ranking(rank(form.processes())), XLSX, "elegir-proceso.xlsx")


def playbook_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A published playbook in Markdown, or as a PDF."""
    page = get_object_or_404(_published(), slug=slug)
    if kind == "md":
        return _file(text_of(page).encode(), MARKDOWN, f"{slug}.md")
    if kind != "pdf":
        raise Http404
    body = render_to_string("playbooks/playbook_pdf.html", page.get_context(request), request)
    try:
        return _file(pdf.pdf(body, page.title), "application/pdf", f"{slug}.pdf")
    except (pdf.Unavailable, pdf.Refused) as problem:
        status = 503 if isinstance(problem, pdf.Unavailable) else 422
        context = {"problem": str(problem), "back": page.url, "title": page.title}
        return render(request, "playbooks/no_pdf.html", context, status=status)


def _published() -> PageQuerySet:
    return PlaybookPage.objects.live().public()


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
