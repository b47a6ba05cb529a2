"""Choosing a municipality without JavaScript, suggesting while one types, and forgetting the choice."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from municipalities.forms import PickerForm
from municipalities.models import Municipality
from municipalities.reader import BY_KEY, BY_POPULATION, COOKIE, Reader, by_population

LISTED = 50
SUGGESTED = 10
A_YEAR = 365 * 24 * 3600
OF_THE_READER = {BY_KEY, BY_POPULATION, "pagina"}  # another reader, another first page


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The picker's page: type, submit, choose, and back to where one came from."""
    form = PickerForm(request.GET)
    if form.is_valid() and form.reader:
        return _go_on(request, form.reader, remember=form.cleaned_data["recordar"])
    text = form.cleaned_data.get("q", "")
    matches = list(Municipality.objects.matching(text)[: LISTED + 1])
    context = {
        "form": form,
        "text": text,
        "matches": matches[:LISTED],
        "more": len(matches) > LISTED,
        "typed_population": by_population(text).reader if text[:1].isdigit() else None,
        "next": safe_path(request, request.GET.get("next", "")),
    }
    return render(request, "municipalities/choose.html", context)


@require_GET
@cache_control(public=True, max_age=600)
def suggest(request: HttpRequest) -> JsonResponse:
    """Up to ten municipalities for what is being typed."""
    found = Municipality.objects.matching(request.GET.get("q", ""))[:SUGGESTED]
    return JsonResponse({"results": [{"key": place.key, "label": str(place.label)} for place in found]})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget the remembered choice and go back without it."""
    path = safe_path(request, request.POST.get("next", ""))
    response = HttpResponseRedirect(with_reader(path, None))
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _go_on(request: HttpRequest, reader: Reader, *, remember: bool) -> HttpResponse:
    path = safe_path(request, request.GET.get("next", ""))
    response = HttpResponseRedirect(with_reader(path, reader))
    if remember or COOKIE in request.COOKIES:
        response.set_cookie(
            COOKIE,
            reader.cookie(),
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def safe_path(request: HttpRequest, url: str) -> str:
    """The path and query of an address of this very site; the home for any other address."""
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not safe or any(letter < " " for letter in url):
        return "/"
    parts = urlsplit(url)
    # One slash only: a path such as "//elsewhere" would be another host when sent back alone.
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path


def with_reader(path: str, reader: Reader | None) -> str:
    """The same page as that reader sees it, from its first page of results."""
    parts = urlsplit(path)
    params = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in OF_THE_READER
    ]
    params += list(reader.params().items()) if reader else []
    return f"{parts.path}?{urlencode(params)}" if params else parts.path
