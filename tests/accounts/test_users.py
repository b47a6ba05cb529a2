"""People log in by e-mail."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_login_is_by_email_whatever_its_case() -> None:
    user = User.objects.create_user("Ana@Municipio.gob.AR", "una-clave-larga-1")
    assert authenticate(username="ana@municipio.gob.ar", password="una-clave-larga-1") == user
    assert authenticate(username="ANA@municipio.gob.ar", password="una-clave-larga-1") == user
    assert authenticate(username="ana@municipio.gob.ar", password="otra") is None


def test_a_user_needs_an_email() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("", "una-clave-larga-1")


def test_two_people_cannot_share_an_address() -> None:
    User.objects.create_user("ana@municipio.gob.ar")
    with pytest.raises(IntegrityError):
        User.objects.create_user("ANA@municipio.gob.ar")


def test_only_a_superuser_reaches_the_admin_by_default() -> None:
    assert not User.objects.create_user("ana@municipio.gob.ar").is_staff
    assert User.objects.create_superuser("bea@municipio.gob.ar", "x").is_superuser
