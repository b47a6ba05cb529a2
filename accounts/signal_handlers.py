"""What follows from a change: groups follow roles, sessions follow accounts, an address is one person."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from accounts import groups
from accounts.models import Membership, NetworkRole, User

BEGAN = "began"


def connect() -> None:
    """Called once, when every model is loaded."""
    user_logged_in.connect(_note_when)
    authenticator_added.connect(_count_as_passed)
    post_save.connect(_follow_account, sender=User)
    for model in (Membership, NetworkRole):
        post_save.connect(_join, sender=model)
        post_delete.connect(_leave, sender=model)


def _note_when(request: HttpRequest, **kwargs: Any) -> None:
    request.session[BEGAN] = time.time()


def _count_as_passed(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Who just set a second factor up proved to have it: the session changes its key and says so."""
    if not request.user.is_authenticated or authenticator.type == authenticator.Type.RECOVERY_CODES:
        return
    request.session.cycle_key()
    record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    UserSession.objects.create_from_request(request)


def _follow_account(instance: User, update_fields: Any, **kwargs: Any) -> None:
    if update_fields is not None and not {"email", "is_active"} & set(update_fields):
        return
    if not instance.is_active:
        for session in UserSession.objects.filter(user=instance):
            session.end()
    # An address that the person no longer has must not open the account, nor reset its password.
    addresses = EmailAddress.objects.filter(user=instance)
    addresses.exclude(email=instance.email).delete()
    EmailAddress.objects.update_or_create(
        user=instance, email=instance.email, defaults={"verified": True, "primary": True}
    )


def _join(instance: Membership | NetworkRole, **kwargs: Any) -> None:
    groups.join(instance)


def _leave(instance: Membership | NetworkRole, **kwargs: Any) -> None:
    groups.leave(instance)
