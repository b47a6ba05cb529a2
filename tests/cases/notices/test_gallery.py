"""Every mail, as it leaves. `RENDER_MAILS=folder pytest tests/cases/notices/test_gallery.py` keeps them."""

import ast
import html as entities
import os
import re
from collections.abc import Iterator
from email import message_from_string
from email.policy import default
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test.signals import template_rendered
from django.utils.text import slugify

from accounts.models import User
from accounts.wording import NOTICES
from cases.models import Implementation
from tests.cases.notices.gallery import EVIL, GALLERY, LETTERS, LONG, TO, Scene

pytestmark = pytest.mark.django_db
# Of allauth: nobody signs up, confirms an address, changes it, or logs in with a code or another site.
NEVER_SENT = {
    *(f"account/email/{name}" for name in ("account_already_exists", "email_changed", "email_confirm")),
    *(f"account/email/{name}" for name in ("email_confirmation", "email_confirmation_signup")),
    *(f"account/email/{name}" for name in ("email_deleted", "login_code", "password_reset_code")),
    *(f"socialaccount/email/{name}" for name in ("account_connected", "account_disconnected")),
}


@pytest.fixture(params=[EVIL, LONG], ids=["evil", "long"])
def scene(request: pytest.FixtureRequest, site: Implementation, lead: User) -> Scene:
    site.case.title, site.objection = request.param, request.param
    site.municipality.name = EVIL[:60] if request.param == EVIL else "Villa General San Martín de los Andes"
    site.municipality.save()
    lead.first_name = EVIL[:30]
    lead.save()
    return Scene(site, lead)


def links(html: str) -> list[str]:
    return [entities.unescape(one) for one in re.findall(r'href="([^"]*)"', html)]


@pytest.mark.parametrize("name", GALLERY)
def test_it_is_one_line_two_parts_and_one_action(name: str, scene: Scene) -> None:
    assert settings.DEBUG is False
    mail.outbox.clear()
    GALLERY[name](scene)
    (sent,) = mail.outbox
    text, html = str(sent.body), str(sent.alternatives[0][0])
    if folder := os.environ.get("RENDER_MAILS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, f"{slugify(name)}.html").write_text(html, encoding="utf-8")
        Path(folder, f"{slugify(name)}.txt").write_text(f"{sent.subject}\n\n{text}", encoding="utf-8")

    assert sent.subject.splitlines() == [sent.subject] and 0 < len(sent.subject) <= 78
    parsed = message_from_string(sent.message().as_string(), policy=default)
    assert parsed["Bcc"] is None and parsed["To"] == TO and sent.recipients() == [TO]
    kinds = [part.get_content_type() for part in parsed.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html"]

    assert '<html lang="es-AR">' in html and re.search(r"<title>[^<]+</title>", html)
    assert html.count("<h1") == 1 and "<script" not in html, "names are text"
    for piece in (sent.subject, text, html):
        assert "%(" not in piece and "{{" not in piece and "None" not in piece

    no_more = [one for one in links(html) if "/avisos/baja/" in one]
    home = f"{settings.BASE_URL}/"
    actions = [one for one in links(html) if one != home and one not in no_more]
    assert len(actions) == 1 and actions[0] in text, "one action, in both parts"
    assert all(re.match(r"https?://|mailto:\S+@", one) for one in links(html)), "whole addresses"

    may_refuse = bool(LETTERS[name][1]) if name in LETTERS else False
    assert len(no_more) == may_refuse and ("/avisos/baja/" in text) == may_refuse
    header = "".join(str(parsed["List-Unsubscribe"] or "").split())  # long lines are folded
    assert header == (f"<{no_more[0]}>" if may_refuse else "")
    assert (parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") == may_refuse


def test_what_happened_is_read_whole_however_long_the_title_is(site: Implementation, lead: User) -> None:
    """A title is cut before what happened to it is."""
    site.case.title = LONG * 2
    for name in ("letters.fading", "replication_letters.objected", "letters.standing · up"):
        mail.outbox.clear()
        GALLERY[name](Scene(site, lead))
        assert re.search(r"…[”»].+", mail.outbox[0].subject)


def test_no_template_of_a_mail_is_left_out(site: Implementation, lead: User) -> None:
    rendered = set()

    def note(template, **kwargs):  # type: ignore[no-untyped-def]
        rendered.add(Path(str(template.origin.name)).resolve())

    template_rendered.connect(note)
    try:
        for build in GALLERY.values():
            build(Scene(site, lead))
            User.objects.filter(email=TO).delete()
    finally:
        template_rendered.disconnect(note)
    assert set(_templates()) <= rendered


def _templates() -> Iterator[Path]:
    """Every file in a folder of mails, of our own rooms."""
    for room in _own_folders():
        yield from (one for one in (room / "templates").rglob("email/**/*") if one.is_file())


def _own_folders() -> Iterator[Path]:
    here = Path(settings.BASE_DIR).resolve()
    for room in apps.get_app_configs():
        folder = Path(room.path).resolve()
        if folder.is_relative_to(here) and ".venv" not in folder.parts:
            yield folder


def test_no_letter_is_left_out() -> None:
    """A letter is written by a function that says so, and each of them is in the gallery."""
    written = {f"{path.stem}.{one.name}" for path, one in _functions() if _is_letter(one.returns)}
    private = {name for name in written if "._" in name}
    assert written - private == {name.partition(" · ")[0] for name in LETTERS}
    for path, one in _functions():
        if not _is_letter(one.returns):
            assert not any(_is_letter(call.func) for call in ast.walk(one) if isinstance(call, ast.Call)), (
                path
            )


def _functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in _own_folders():
        for module in path.rglob("*.py"):
            tree = ast.parse(module.read_text(encoding="utf-8"))
            yield from ((module, one) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def _is_letter(node: ast.AST | None) -> bool:
    """`Letter`, or `letters.Letter`."""
    return getattr(node, "id", getattr(node, "attr", "")) == "Letter"


def test_every_mail_of_allauth_is_ours_or_never_sent() -> None:
    found = set()
    for path in Path(allauth.__file__).parent.rglob("email/*_subject.txt"):
        found.add(f"{path.parent.parent.name}/email/{path.name.removesuffix('_subject.txt')}")
    ours = {f"account/email/{name}" for name in ("password_reset_key", "unknown_account")}
    assert found - NEVER_SENT - set(NOTICES) - ours == set()
