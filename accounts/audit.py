"""Writing the audit trail (docs/decisions/auditoria.md): who did what, to what, when and from where."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.core.validators import validate_ipv46_address
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from accounts.models import Invitation, Membership, NetworkRole, User
from accounts.models.audit import AuditEntry
from municipalities.signals import register_exported

Action = AuditEntry.Action
_SECRET = re.compile(r"token|password|contrase|secret|clave|code|cookie|session", re.IGNORECASE)
_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)


class Acting:
    """Middleware: what happens during a request is the act of who makes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            response = self.get_response(request)
            if _takes_a_list_of_the_admin(request, response):
                record(Action.EXPORTED, None, request.path, request, filters=request.GET.urlencode())
            return response
        finally:
            _request.reset(token)


def record(
    action: str, user: User | None, obj: Any, request: HttpRequest | None = None, **details: Any
) -> AuditEntry:
    """Add an entry. Without `user` or `request`, those of the request that is being answered.

    Raises ValueError for a detail whose name says that it is a secret: none is ever kept (C46).
    """
    if secret := [name for name in details if _SECRET.search(name)]:
        raise ValueError(f"The trail keeps no secrets: {', '.join(secret)}")
    request = request or _request.get()
    user = user or _user_of(request)
    return AuditEntry.objects.create(
        action=Action(action),
        user=user,
        email=user.email if user else "",
        label=str(obj)[:255],
        key=f"{obj._meta.label_lower}:{obj.pk}" if isinstance(obj, models.Model) else "",
        details=details,
        address=_address_of(request),
    )


def _takes_a_list_of_the_admin(request: HttpRequest, response: HttpResponse) -> bool:
    """Wagtail's reports and lists come as a file with `?export=`, and tell nobody."""
    sent = response.headers.get("Content-Disposition", "")
    return "export" in request.GET and sent.startswith("attachment")


def acting_user() -> User | None:
    """Who makes the request that is being answered; None in a command, or when nobody logged in."""
    return _user_of(_request.get())


def connect() -> None:
    """Called once, when every model is loaded."""
    post_save.connect(_joined, sender=Membership)
    post_delete.connect(_left, sender=Membership)
    post_save.connect(_coordinates, sender=NetworkRole)
    post_delete.connect(_coordinates_no_more, sender=NetworkRole)
    post_save.connect(_invited, sender=Invitation)
    pre_save.connect(_account_changed, sender=User)
    register_exported.connect(_register_left)


def _user_of(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.pk else None


def _address_of(request: HttpRequest | None) -> str | None:
    if request is None:
        return None
    try:
        address = get_adapter().get_client_ip(request)
        validate_ipv46_address(address)
    except (PermissionDenied, ValueError, TypeError, AttributeError):
        return None
    return str(address)


def _joined(instance: Membership, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        action = Action.MEMBER_ADDED if created else Action.MEMBER_CHANGED
        _about_member(action, instance)


def _left(instance: Membership, **kwargs: Any) -> None:
    _about_member(Action.MEMBER_REMOVED, instance)


def _about_member(action: str, one: Membership) -> None:
    record(action, None, one, person=one.user.email, place=str(one.municipality), role=one.role)


def _coordinates(instance: NetworkRole, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        _about_coordinator(Action.COORDINATOR_ADDED, instance)


def _coordinates_no_more(instance: NetworkRole, **kwargs: Any) -> None:
    _about_coordinator(Action.COORDINATOR_REMOVED, instance)


def _about_coordinator(action: str, one: NetworkRole) -> None:
    record(action, None, one, person=one.user.email, network=str(one.network))


def _invited(instance: Invitation, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        about_invitation(Action.INVITED, instance)


def about_invitation(action: str, one: Invitation) -> None:
    """What somebody did with an invitation."""
    record(action, None, one, person=one.email, place=str(one.place), role=one.role)


def _register_left(rows: int, filters: str, **kwargs: Any) -> None:
    record(Action.EXPORTED, None, gettext("register of municipalities"), rows=rows, filters=filters)


def _account_changed(instance: User, raw: bool = False, **kwargs: Any) -> None:
    """Who may enter, and who may everything: no role says it."""
    if raw or (instance.pk is None and not instance.is_superuser):
        return
    before: Any = User.objects.filter(pk=instance.pk).values("is_active", "is_superuser").first() or {}
    after = {"is_active": instance.is_active, "is_superuser": instance.is_superuser}
    if before != after:
        record(Action.ACCOUNT_CHANGED, None, instance, before=before, after=after)
