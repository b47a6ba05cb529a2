"""The doors of others, which lead to the site's, and the answer to whoever knocks too often."""

from allauth.account.adapter import get_adapter
from allauth.account.views import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

RETRY_AFTER = 300  # seconds: the longest of the limits on failed attempts


def admin_login(request: HttpRequest) -> HttpResponse:
    """To the site's login, and back. Who is logged in and sent here may not enter the admin."""
    if request.user.is_authenticated:
        return render(request, "accounts/not_yours.html", status=403)
    wanted = request.GET.get("next", "")
    query = {"next": wanted if get_adapter().is_safe_url(wanted) else reverse("wagtailadmin_home")}
    return redirect(f"{reverse('account_login')}?{urlencode(query)}")


def forgotten(request: HttpRequest) -> HttpResponse:
    """Wagtail's password reset: the site has one."""
    return redirect("account_reset_password")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Wagtail's log out, which posts here."""
    return logout(request)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429 with Retry-After, for every limit."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
