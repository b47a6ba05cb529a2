"""A plan as a file to take away."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from playbooks.pdf import Refused, Unavailable
from playbooks.roadmap import calendar_file, spreadsheet
from playbooks.roadmap.pdf import pdf_of
from playbooks.roadmap.plan import Plan
from playbooks.roadmap.wording import filename

KINDS: Mapping[str, tuple[Callable[[Plan], bytes], str]] = {
    "ics": (calendar_file.ics, calendar_file.CONTENT_TYPE),
    "pdf": (pdf_of, "application/pdf"),
    "csv": (spreadsheet.csv_of, spreadsheet.CSV_TYPE),
    "xlsx": (spreadsheet.xlsx_of, spreadsheet.XLSX_TYPE),
}


def download(request: HttpRequest, plan: Plan, kind: str, back: str) -> HttpResponse:
    """The file. Where no PDF can be made, a page that says why and what to do instead."""
    make, content_type = KINDS[kind]
    try:
        content = make(plan)
    except (Unavailable, Refused) as problem:
        status = 503 if isinstance(problem, Unavailable) else 422
        return render(request, "roadmap/no_pdf.html", {"problem": str(problem), "back": back}, status=status)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename(plan, kind)}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def check_kind(kind: str) -> None:
    """Raises Http404 for a kind of file that does not exist."""
    if kind not in KINDS:
        raise Http404
