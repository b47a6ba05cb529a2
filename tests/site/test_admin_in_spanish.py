"""Whoever writes or coordinates reads all of Wagtail in Spanish (docs/decisions/castellano-de-wagtail.md)."""

import re
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation.trans_real import DjangoTranslation

from accounts.permissions import Role
from home.models import StandardPage
from tests.accounts.people import make_person
from tests.cases.editor.test_moderation import as_, people, submit, town, write
from tests.test_catalogue import BANNED

__all__ = ["people", "town"]
ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "locale_wagtail/es_AR/LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
ENGLISH = ["Saved", "Your pages and snippets in a workflow", "Autosave is paused"]
# What is written the same in both languages.
EQUAL = {
    "%(field_label)s:",
    "%(range_start)s - %(range_end)s",
    "%(status_display)s %(task_name)s %(started_at)s",
    "%(num)s error",
    "%(num)s min",
    "%(time_zone_option)s: %(localized_time_zone_label)s",
    "Admin",
    "Alias",
    "Error",
    "Error 404",
    "Headless",
    "ID",
    "MFA",
    "No",
    "Passkey",
    "Roles",
    "Taggit",
    "URL",
    "WebAuthn",
    "token",
    "uid",
}


def entries_of_the_apps(domain: str) -> list[polib.POEntry]:
    """What Wagtail and its companions can say, from the English catalogues that come with them."""
    files = [Path(app.path) / f"locale/en/LC_MESSAGES/{domain}.po" for app in apps.get_app_configs()]
    wanted = [file for file in files if re.search(r"/(wagtail|taggit|allauth)/", str(file)) and file.exists()]
    assert wanted
    return [entry for file in wanted for entry in polib.pofile(str(file))]


def entries_of_django(domain: str) -> list[polib.POEntry]:
    """What its forms say: translated, but in usted."""
    root = Path(django.__file__).parent
    files = [root / f"{part}/locale/en/LC_MESSAGES/{domain}.po" for part in ("conf", "contrib/auth")]
    return [entry for file in files if file.exists() for entry in polib.pofile(str(file))]


def ours(domain: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(OURS / f"{domain}.po")))


def key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid


def said(spanish: DjangoTranslation, entry: polib.POEntry) -> set[str]:
    if entry.msgid_plural:
        return {spanish.ngettext(key(entry), entry.msgid_plural, number) for number in (1, 2)}
    return {spanish.gettext(key(entry))}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_wagtail_is_translated(domain: str) -> None:
    spanish = DjangoTranslation("es-ar", domain=domain)
    missing = {
        entry.msgid
        for entry in entries_of_the_apps(domain)
        if said(spanish, entry) & {key(entry), entry.msgid, entry.msgid_plural}
    }
    assert missing - EQUAL == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_catalogue_has_nothing_that_wagtail_no_longer_says(domain: str) -> None:
    known = entries_of_the_apps(domain) + entries_of_django(domain)
    assert {key(entry) for entry in ours(domain)} <= {key(entry) for entry in known}


def test_the_forms_speak_to_whoever_fills_them_in() -> None:
    spoken = DjangoTranslation("es-ar")
    for text in ("Enter a valid date.", "Enter a valid email address.", "Enter a whole number."):
        assert spoken.gettext(text).startswith("Escribí"), text
    assert spoken.gettext("Forgot your password?") == "¿Olvidaste tu contraseña?"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_slot_and_link_of_the_original_is_in_the_translation(domain: str) -> None:
    def slots(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}|<a [^>]*>|</a>", text))

    wrong = [
        text
        for entry in ours(domain)
        for original, text in [
            (entry.msgid, entry.msgstr_plural.get(0, entry.msgstr)),
            (entry.msgid_plural or entry.msgid, entry.msgstr_plural.get(1, entry.msgstr)),
        ]
        if slots(original) != slots(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_voice_is_that_of_the_site(domain: str) -> None:
    texts = [text for entry in ours(domain) for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(BANNED, text, re.IGNORECASE)] == []


@pytest.mark.django_db
def test_the_editor_of_a_page_tells_in_spanish_how_its_saving_goes(town) -> None:
    page = StandardPage.objects.first()
    admin = as_(make_person(Role.ADMIN, town))
    body = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "El guardado automático está en pausa" in body
    assert [text for text in ENGLISH if re.search(rf">\s*{text}\s*<", body)] == []


@pytest.mark.django_db
def test_the_scripts_of_the_admin_speak_spanish_too(people) -> None:
    body = as_(people[Role.COORDINATOR]).get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert r'"Autosave in progress\u2026": "Guardando autom\u00e1ticamente\u2026"' in body


@pytest.mark.django_db
def test_the_pages_of_who_writes_and_who_coordinates_have_no_english(people, town) -> None:
    case = write(people[Role.CONTRIBUTOR], town)
    submit(people[Role.CONTRIBUTOR], case)
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[town.cases_page.pk]),
        *(reverse(f"wagtailadmin_pages:{name}", args=[case.pk]) for name in ("edit", "history")),
    ]
    for role in (Role.CONTRIBUTOR, Role.COORDINATOR):
        pages = {address: as_(people[role]).get(address) for address in addresses}
        assert {page.status_code for page in pages.values()} == {200}
        bodies = "".join(page.content.decode() for page in pages.values())
        assert [text for text in ENGLISH if re.search(rf">\s*{text}\s*<", bodies)] == []
        if role is Role.CONTRIBUTOR:
            assert "Tus páginas y fragmentos en un flujo de trabajo" in bodies
