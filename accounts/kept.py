"""What was sent to the admin when the session had ended: it waits for its author, who sends it again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.second_factor import SignedIn

KEPT = "kept post"
_OPEN = ("wagtailadmin_log", "wagtailadmin_password_reset")
LONGEST = 300_000  # characters; the form of a long case has about 40,000


class KeepWhatWasTyped:
    """Middleware: a form of the admin that arrives without a session is kept, and its author asked to log in.

    Wagtail would answer with the login alone. What a script sends in the background it sends again by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or not _a_form_of_the_admin(request):
            return None
        if request.user.is_authenticated:
            if (request.session.get(KEPT) or {}).get("to") == request.get_full_path():
                del request.session[KEPT]  # it is being sent again
            return None
        fields = request.POST.copy()
        fields.pop("csrfmiddlewaretoken", None)
        if not fields or len(text := fields.urlencode()) > LONGEST:
            return None
        request.session[KEPT] = {"to": request.get_full_path(), "fields": text}
        messages.info(request, _("Your session had ended. What you typed is kept: log in to go on."))
        return redirect_to_login(reverse("accounts:resume"))


def _a_form_of_the_admin(request: HttpRequest) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else ""
    if not request.path_info.startswith("/admin/") or (name or "").startswith(_OPEN):
        return False
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def resume(request: SignedIn) -> HttpResponse:
    """What was kept, to be sent again or thrown away. The view that gets it asks for its permission anew."""
    kept = request.session.get(KEPT)
    if kept is None:
        return redirect("wagtailadmin_home")
    if request.method == "POST":
        del request.session[KEPT]
        messages.success(request, _("Thrown away."))
        return redirect("wagtailadmin_home")
    lists = QueryDict(kept["fields"]).lists()
    fields = [(name, value) for name, values in lists for value in values]
    return render(request, "accounts/resume.html", {"to": kept["to"], "fields": fields})
