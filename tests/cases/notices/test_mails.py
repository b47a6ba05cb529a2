"""Introductions, and saying no to mails."""

import pytest
from django.core import mail
from django.test import Client

from cases.models import CasePage, Implementation, Introduction, MutedNotice
from cases.notices.mailing import unsubscribe_token
from cases.notices.relay import introduce
from municipalities.models import Municipality
from tests import factories as make

pytestmark = pytest.mark.django_db


def intent(case: CasePage, place: Municipality, **fields: object) -> Implementation:
    held = {"phase": "intent", "shares_mailbox": True, "mailbox": "obras@adoptante.test", **fields}
    return make.make_implementation(case, place, **held)


def test_both_mailboxes_get_the_other_once(case: CasePage, place: Municipality) -> None:
    site = intent(case, place)
    assert introduce(site) and not introduce(site)
    mails = {one.to[0]: str(one.body) for one in mail.outbox}
    assert set(mails) == {"agua@origen.test", "obras@adoptante.test"}
    assert "obras@adoptante.test" in mails["agua@origen.test"]
    assert "agua@origen.test" in mails["obras@adoptante.test"]
    assert "/avisos/baja/" not in mails["agua@origen.test"], "it was asked for"


@pytest.mark.parametrize(
    "fields",
    [{"shares_mailbox": False}, {"mailbox": ""}, {"phase": "pilot"}, {"confirmed": False}],
    ids=["no", "where", "late", "nobody's word"],
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
