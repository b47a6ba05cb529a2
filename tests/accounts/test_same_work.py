"""How long an answer takes must not tell who has an account: the work is counted, not timed (C18)."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.people import PASSWORD, give_app, type_in

pytestmark = pytest.mark.django_db
NOBODY = "nadie@municipio.test"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How many passwords were hashed, which is nearly all that a login costs."""
    done: Counter[str] = Counter()
    hasher = type(hashers.get_hasher())
    whole = hasher.encode

    def encode(self: hashers.BasePasswordHasher, password: str, *args: object, **kwargs: object) -> str:
        done["hashes"] += 1
        return whole(self, password, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", encode)
    yield done


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ana@municipio.test", PASSWORD)


def closed() -> User:
    return User.objects.create_user("bea@municipio.test", PASSWORD, is_active=False)


def without_password() -> User:
    return User.objects.create_user("eva@municipio.test")


def test_a_wrong_password_costs_the_same_whoever_it_is_of(person: User, hashed: Counter[str]) -> None:
    give_app(person)
    spent = {}
    for email in (person.email, closed().email, without_password().email, NOBODY):
        before = hashed["hashes"]
        assert type_in(Client(), email, "otra-clave-que-no-es").status_code == 200
        spent[email] = hashed["hashes"] - before
    assert set(spent.values()) == {1}, spent


def test_asking_for_a_reset_sends_one_mail_and_hashes_nothing(person: User, hashed: Counter[str]) -> None:
    for email in (person.email, NOBODY):
        mail.outbox.clear()
        before = hashed["hashes"]
        Client().post("/cuenta/clave/olvidada/", {"email": email})
        assert (len(mail.outbox), hashed["hashes"] - before) == (1, 0)
