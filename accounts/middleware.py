"""What is asked of every request of somebody who is logged in."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from accounts import second_factor
from accounts.signal_handlers import BEGAN

Handler = Callable[[HttpRequest], HttpResponse]
# What somebody without a second factor needs to get one, and to leave.
OPEN = ("account_", "mfa_", "usersessions_", "wagtailadmin_login", "wagtailadmin_logout", "forget")
TOUCH_EVERY = 600  # seconds: often enough for a limit of hours, without a write for each page
TOUCHED = "touched"


class SessionLimits:
    """A session ends some time after its last use (SESSION_COOKIE_AGE), and at SESSION_LIMIT in any case.

    The pages of an account are kept by nobody's cache.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asking the session of whoever brings none would make every public page vary by cookie.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.get(BEGAN):
            self._age(request)
        response = self.get_response(request)
        if request.path_info.startswith("/cuenta/"):
            add_never_cache_headers(response)
        return response

    def _age(self, request: HttpRequest) -> None:
        now = time.time()
        if now - request.session[BEGAN] > settings.SESSION_LIMIT:
            logout(request)
        elif now - request.session.get(TOUCHED, 0) > TOUCH_EVERY:
            request.session[TOUCHED] = now


class SecondFactor:
    """Coordinators and administrators reach the admin, and change anything, only after a second factor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not _guarded(request) or not request.user.is_authenticated:
            return None
        if not second_factor.must_pass(request.user) or second_factor.passed(request):
            return None
        return second_factor.ask(request)


def _guarded(request: HttpRequest) -> bool:
    """Every page of the admin, and whatever is not a reading elsewhere."""
    match = request.resolver_match
    if match is not None and (match.url_name or "").startswith(OPEN):
        return False
    return request.path_info.startswith("/admin/") or request.method not in ("GET", "HEAD", "OPTIONS")
