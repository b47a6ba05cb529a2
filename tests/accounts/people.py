"""People of every role, and how they log in."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, NetworkRole, User
from accounts.permissions import Role
from municipalities.models import Municipality, Network

PASSWORD = "una-clave-bien-larga-7"


def make_person(role: Role, place: Municipality, email: str = "") -> User:
    """Somebody with that role with respect to the municipality: coordinators get a network of their own."""
    email = email or f"{role}.{place.code.lower()}@prueba.test"
    user = User.objects.create_user(email, PASSWORD, is_superuser=role is Role.ADMIN)
    if role in (Role.CONTRIBUTOR, Role.LEAD):
        Membership.objects.create(user=user, municipality=place, role=role.value)
    elif role is Role.COORDINATOR:
        NetworkRole.objects.create(user=user, network=network_of(place))
    return user


def network_of(place: Municipality) -> Network:
    network, _new = Network.objects.get_or_create(
        slug=f"red-{place.pk}", defaults={"name": f"Red de {place.name}"}
    )
    network.members.add(place)
    return network


def log_in(client: Client, user: User, *, second_factor: bool = False) -> Client:
    """Log in without the form. With `second_factor`, as if a code had been typed too."""
    client.force_login(user)
    if second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
    return client


def type_in(client: Client, email: str, password: str, **extra: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


def give_app(user: User) -> str:
    """An authenticator app for the person; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    """The six digits of this half minute, with time left to use them."""
    if time.time() % 30 > 27:
        time.sleep(3.5)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
