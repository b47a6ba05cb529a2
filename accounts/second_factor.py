"""Who must prove who they are twice, and whether this session did."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.permissions import SECOND_FACTOR

P = ParamSpec("P")


class SignedIn(HttpRequest):
    """For the types: the request of a view that only somebody logged in reaches."""

    user: User


NEXT_KEY = "after_second_factor"


def must_pass(user: User) -> bool:
    """Coordinators and administrators, wherever the setting is on (always, on a server)."""
    return settings.SECOND_FACTOR_REQUIRED and bool(user.roles & SECOND_FACTOR)


def passed(request: HttpRequest) -> bool:
    """Whether this session authenticated with a second factor, or with a passkey, which is both."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def ask(request: HttpRequest) -> HttpResponseRedirect:
    """To set a second factor up, or to use the one there is; then back to where one was going."""
    next_page = request.get_full_path() if request.method == "GET" else ""
    if is_mfa_enabled(request.user):
        return redirect(_with_next(reverse("mfa_reauthenticate"), next_page))
    request.session[NEXT_KEY] = next_page or reverse("accounts:home")
    return redirect("mfa_index")


def requires_second_factor(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For what nobody should do with a stolen password: confirming, and deciding who comes in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if settings.SECOND_FACTOR_REQUIRED and not passed(request):
            return ask(request)
        return view(cast(SignedIn, request), *args, **kwargs)

    return guarded


def _with_next(address: str, next_page: str) -> str:
    return f"{address}?{urlencode({'next': next_page})}" if next_page else address
