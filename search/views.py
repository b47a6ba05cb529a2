"""The finder: a question in the address, an answer on the page."""

from time import monotonic

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from municipalities.reader import Reader, reader_of
from search import query_log
from search.engines import get_engine
from search.engines.base import Suggestion
from search.finder import find
from search.labels import labels
from search.query import SearchQuery, Sort
from search.rows import heading, rows_of, understood

SORT_LABELS = {
    Sort.FOR_READER: _("For your municipality"),
    Sort.EVIDENCE: _("Evidence"),
    Sort.RECENT: _("Recent"),
    Sort.RELEVANCE: _("Relevance"),
}


def finder(request: HttpRequest) -> HttpResponse:
    """Results and facets for the question in the address. htmx asks for the same page and takes its part."""
    reader = reader_of(request)
    query = asked(SearchQuery.from_params(request.GET, request.path), reader)
    began = monotonic()
    finding = find(query, reader.profile if reader else None)
    if not finding.unavailable and query_log.asked_by_a_person(request):
        query_log.log(finding.asked, finding.result, reader, monotonic() - began, get_engine().name)
    query = finding.query
    if query.page > finding.result.pages:
        return redirect(finding.asked.with_page(finding.result.pages).url())
    context = {
        "asked": finding.asked,
        # For robots, a question is one page, whoever asks it and in whatever order.
        "canonical": finding.asked.with_municipality("").with_sort("").url(),
        "query": query,
        "finding": finding,
        "understood": understood(finding),
        "reader": reader,
        "heading": heading(query, finding, reader),
        "rows": rows_of(finding.result.hits, reader, finding.profiles),
        "nearest": rows_of((finding.nearest,), reader, finding.profiles)[0] if finding.nearest else None,
        "suggestions": [(one, _label(one)) for one in finding.suggestions if one.total],
        "chosen": [value for facet in finding.facets for value in facet.selected],
        "sorts": [(SORT_LABELS[sort], sort is query.sort, query.with_sort(sort)) for sort in query.sorts],
        "previous": query.with_page(query.page - 1) if query.page > 1 else None,
        "next": query.with_page(query.page + 1) if query.page < finding.result.pages else None,
    }
    response = render(request, "search/finder.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def _label(suggestion: Suggestion) -> str:
    """The filter that a suggestion takes away, in words. Words have none."""
    if suggestion.facet == "q":
        return ""
    return labels(suggestion.facet, [suggestion.value])[suggestion.value]


def asked(query: SearchQuery, reader: Reader | None) -> SearchQuery:
    """The question as this reader asks it: a remembered municipality counts as if the address said it."""
    if reader is None:
        return query.with_municipality("") if query.has_reader else query
    if reader.key:
        return query if query.municipality == reader.key else query.with_municipality(reader.key)
    return query if query.population == reader.population else query.with_population(reader.population)
