"""Every page of an account, and every rule of a password, speaks in voseo."""

import html
import re

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import allauth_urls
from accounts.forms import NewAccountForm
from accounts.permissions import Role
from tests import factories as make
from tests.accounts.people import PASSWORD, give_app, make_person, type_in

# Ustedeo and tuteo: imperatives, "su contraseña", "has olvidado". "Puede" and "su" of others are right.
FORMAL = re.compile(
    r"\b(usted(es)?|su (contraseña|cuenta|correo|clave|sesión|código|teléfono)|has \w+do|haga|clic"
    r"|puedes|tienes|debes|introduzca|introduce|ingrese|escriba|elija|confirme|seleccione|revise|intente|utilice)\b",
    re.IGNORECASE,
)


def pages() -> list[str]:
    addresses = []
    for one in allauth_urls.urlpatterns:
        try:
            addresses.append(reverse(one.name))
        except NoReverseMatch:  # those of one key or of one link
            continue
    return [*addresses, reverse("accounts:home")]


def formal_in(browser: Client, address: str) -> list[str]:
    """What a page says in the wrong voice, asked for and sent empty; logging out is only asked for."""
    sent = [] if address in (reverse("account_logout"), reverse("mfa_deactivate_totp")) else [browser.post]
    found: list[str] = []
    for ask in (browser.get, *sent):
        body = html.unescape(ask(address, follow=True).content.decode())
        said = re.sub(r"(?s)<(script|style).*?</\1>", " ", body)
        found += [match.group() for match in FORMAL.finditer(said)]
    return found


@pytest.mark.django_db
def test_no_page_of_an_account_speaks_in_another_voice() -> None:
    member = make_person(Role.CONTRIBUTOR, make.make_municipality("000302"))
    inside, halfway = Client(), Client()
    type_in(inside, member.email, PASSWORD)
    inside.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    give_app(member)
    type_in(halfway, member.email, PASSWORD)
    for browser in (Client(), halfway, inside):
        assert {address: found for address in pages() if (found := formal_in(browser, address))} == {}


def test_the_rules_of_a_password_speak_to_whoever_chooses_it() -> None:
    rules = password_validators_help_texts()
    assert rules and all(rule.startswith("Tu contraseña") for rule in rules)


def test_a_password_like_the_address_is_said_in_the_same_voice() -> None:
    form = NewAccountForm(
        {"name": "Ana", "password": "mariana.perez@nogalera"}, email="mariana.perez@nogalera.test"
    )
    assert "tu correo electrónico" in " ".join(form.errors["password"])
