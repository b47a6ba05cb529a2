"""What somebody typed in a form when their session had ended: it waits for them to log in."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

LONGEST = 5000  # characters of a field


def keep(request: HttpRequest, name: str, fields: Iterable[str]) -> None:
    """`name` says of which form and of what it is."""
    request.session[f"kept {name}"] = {field: request.POST.get(field, "")[:LONGEST] for field in fields}


def kept(request: HttpRequest, name: str) -> dict[str, str]:
    """Empty when there is nothing. Nobody without a cookie gets a session for asking."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {}
    return dict(request.session.get(f"kept {name}") or {})


def forget(request: HttpRequest, name: str) -> None:
    request.session.pop(f"kept {name}", None)
