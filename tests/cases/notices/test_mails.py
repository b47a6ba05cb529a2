"""Every letter, rendered; introductions, and saying no to mails."""

from collections.abc import Callable
from datetime import date
from email import message_from_string
from email.policy import default

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from cases.disputes.evaluators import letter_of
from cases.evidence import Level, State
from cases.models import CasePage, FollowUp, Implementation, Introduction, MutedNotice
from cases.notices import letters
from cases.notices.letters import Letter
from cases.notices.mailing import tell, unsubscribe_token
from cases.notices.relay import introduce
from municipalities.models import Municipality
from tests import factories as make

pytestmark = pytest.mark.django_db
HERE = "https://entre.test/x/"
GALLERY: dict[str, Callable[[Implementation], Letter]] = {
    "follow-up": lambda site: letters.follow_up(FollowUp(implementation=site, days=90), HERE),
    "fading": lambda site: letters.fading(site, date(2027, 1, 2), HERE),
    "introduction": lambda site: letters.introduction(
        site, site.municipality, site.case.municipality, "a@b.test"
    ),
    "wish": lambda site: letters.introduction(site, site.case.municipality, site.municipality, "a@b.test"),
    "left": lambda site: letters.left(site, HERE),
    "differs": lambda site: letters.differing(site.case, site.municipality, HERE, settles=True),
    "differs here": lambda site: letters.differing(site.case, site.municipality, HERE, settles=False),
    "evaluator": lambda site: letter_of(site.case, HERE),
    **{
        f"level {before} to {after}": lambda site, before=before, after=after: letters.standing(  # type: ignore[misc]
            site.case,
            (Level(before), Level(after)),
            site.case.assessment().conditions[:2],
            [
                letters.Move("Adoptante", State.UNDERWAY, State.SUSTAINED),
                letters.Move("Otra", None, State.STALE),
            ],
            HERE,
        )
        for before, after in ((2, 3), (3, 2), (2, 2))
    },
}


@pytest.mark.parametrize("name", GALLERY)
def test_gallery(name: str, site: Implementation) -> None:
    assert settings.DEBUG is False
    site.case.title = "Agua & saneamiento\r\nBcc: todos@ejemplo.test"
    site.municipality.name = "Villa <b>Nueva</b>\nX-Otro: si"
    letter = GALLERY[name](site)
    assert tell(["alguien@prueba.test"], letter, "standing")
    (sent,) = mail.outbox
    parsed = message_from_string(sent.message().as_string(), policy=default)
    assert "\n" not in sent.subject and "\r" not in sent.subject and sent.subject
    assert parsed["Bcc"] is None and parsed["X-Otro"] is None and parsed["To"] == "alguien@prueba.test"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {part.get_content_type() for part in parsed.walk()} >= {"text/plain", "text/html"}
    html = str(sent.alternatives[0][0])
    assert '<html lang="es-AR">' in html and "<title>" in html and html.count("<h1") == 1
    assert html.count("display:inline-block") == 1, "one action"
    assert "<b>Nueva</b>" not in html, "names are text"
    assert letter.address in str(sent.body) and "/avisos/baja/" in str(sent.body)
    for piece in (sent.subject, str(sent.body), html):
        assert "%(" not in piece and "{{" not in piece


def intent(case: CasePage, place: Municipality, **fields: object) -> Implementation:
    held = {"phase": "intent", "shares_mailbox": True, "mailbox": "obras@adoptante.test", **fields}
    return make.make_implementation(case, place, confirmed=False, **held)


def test_both_mailboxes_get_the_other_once(case: CasePage, place: Municipality) -> None:
    site = intent(case, place)
    assert introduce(site) and not introduce(site)
    mails = {one.to[0]: str(one.body) for one in mail.outbox}
    assert set(mails) == {"agua@origen.test", "obras@adoptante.test"}
    assert "obras@adoptante.test" in mails["agua@origen.test"]
    assert "agua@origen.test" in mails["obras@adoptante.test"]
    assert "/avisos/baja/" not in mails["agua@origen.test"], "it was asked for"


@pytest.mark.parametrize(
    "fields", [{"shares_mailbox": False}, {"mailbox": ""}, {"phase": "pilot"}], ids=["no", "where", "late"]
)
def test_nobody_is_introduced_without_consent_mailbox_and_intent(
    fields: dict[str, object], case: CasePage, place: Municipality
) -> None:
    assert not introduce(intent(case, place, **fields))
    assert mail.outbox == [] and not Introduction.objects.exists()


def test_saying_no_takes_a_press_and_is_undone(client: Client) -> None:
    address = f"/avisos/baja/{unsubscribe_token('Alguien@prueba.test', 'fading')}/"
    client.get(address)
    assert not MutedNotice.objects.exists(), "programs that look into mails open every link"
    client.post(address)
    client.post(address)
    assert MutedNotice.objects.get().address == "alguien@prueba.test"
    client.post(address, {"again": "1"})
    assert not MutedNotice.objects.exists()


def test_a_mail_program_says_no_by_itself() -> None:
    strict = Client(enforce_csrf_checks=True)
    token = unsubscribe_token("alguien@prueba.test", "news")
    strict.post(f"/avisos/baja/{token}/", {"List-Unsubscribe": "One-Click"})
    assert MutedNotice.objects.filter(address="alguien@prueba.test", kind="news").exists()


@pytest.mark.parametrize("token", ["x", "x:y:z"])
def test_nobody_says_no_for_another(token: str, client: Client) -> None:
    assert client.post(f"/avisos/baja/{token}/").status_code == 404
