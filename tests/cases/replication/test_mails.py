"""Who gets a mail, what it says, and what can never get into its headers."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from cases.models import CasePage
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import make_person
from tests.cases.replication.telling import TODAY_PAIR, answer, confirm, refused, send, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def origin_team(case: CasePage) -> User:
    return make_person(Role.CONTRIBUTOR, case.municipality, "origen@prueba.test")


def told(client: Client, case: CasePage, committed, **data: str) -> dict[str, mail.EmailMessage]:  # type: ignore[no-untyped-def]
    mail.outbox.clear()
    with committed(execute=True):
        send(client, case, **data)
    return {one.to[0]: one for one in mail.outbox}


def test_the_lead_and_the_origin_are_told(
    telling: Client, case: CasePage, place: Municipality, lead: User, origin_team: User, committed
) -> None:
    tell(telling, case, place, figures={case.indicators.get(key="perdidas"): TODAY_PAIR})
    mails = told(telling, case, committed)
    assert set(mails) == {lead.email, origin_team.email}
    site = case.implementations.get(municipality=place)
    for one, link in (
        (mails[lead.email], f"/replicar/confirmar/{site.pk}/"),
        (mails[origin_team.email], case.url),
    ):
        html = str(one.alternatives[0][0])
        assert link in one.body and link in html and html.count("display:inline-block") == 1, "one action"
        assert '<html lang="es-AR">' in html and case.title in one.subject
    assert "List-Unsubscribe" in mails[origin_team.email].extra_headers, "news are a choice"
    assert "List-Unsubscribe" not in mails[lead.email].extra_headers, "their word is waited for"


@pytest.mark.parametrize(("phase", "said"), [("intent", "quiere replicar"), ("abandoned", "lo dejó")])
def test_the_origin_reads_what_kind_of_news_it_is(
    phase: str,
    said: str,
    telling: Client,
    case: CasePage,
    place: Municipality,
    origin_team: User,
    committed,
) -> None:
    dates = {f"{name}_unknown": "on" for name in ("planned_start", "started", "in_production", "ended")}
    mailbox = {"buzon": {}} if phase == "intent" else {}
    tell(telling, case, place, phase=phase, dates=dates, **mailbox)
    assert said in told(telling, case, committed)[origin_team.email].body


def test_a_lead_who_confirms_gets_no_mail_about_it(
    leading: Client, case: CasePage, place: Municipality, lead: User, committed
) -> None:
    tell(leading, case, place)
    assert lead.email not in told(leading, case, committed, confirm="on")


def test_the_author_reads_why_it_was_returned(
    telling: Client, leading: Client, case: CasePage, place: Municipality, contributor: User, committed
) -> None:
    tell(telling, case, place)
    send(telling, case)
    site = case.implementations.get(municipality=place)
    mail.outbox.clear()
    with committed(execute=True):
        leading.post(
            f"/replicar/confirmar/{site.pk}/", {"decision": "refuse", "reason": "Fue <b>otro</b> barrio."}
        )
    (one,) = mail.outbox
    assert one.to == [contributor.email] and "Fue <b>otro</b> barrio." in one.body
    assert "Fue &lt;b&gt;otro&lt;/b&gt; barrio." in str(one.alternatives[0][0])


def test_nobody_is_told_twice(
    telling: Client, leading: Client, case: CasePage, place: Municipality, lead: User, committed
) -> None:
    tell(telling, case, place)
    told(telling, case, committed)
    mail.outbox.clear()
    with committed(execute=True):
        confirm(leading, case.implementations.get(municipality=place))
    assert [one for one in mail.outbox if lead.email in one.to] == []


def test_line_breaks_in_names_and_titles_make_no_header(
    telling: Client, case: CasePage, place: Municipality, lead: User, origin_team: User, committed
) -> None:
    evil = "Agua\r\nBcc: todos@ejemplo.test\r\n\r\nhola"
    CasePage.objects.filter(pk=case.pk).update(title=evil)
    Municipality.objects.filter(pk=place.pk).update(name=evil)
    tell(telling, case, place)
    for one in told(telling, case, committed).values():
        message = one.message()
        assert message["Bcc"] is None and "\n" not in one.subject and "\r" not in one.subject
        assert one.recipients() in ([lead.email], [origin_team.email])


def test_a_mailbox_is_one_address(coordinating: Client, case: CasePage, place: Municipality) -> None:
    answer(coordinating, case, "municipio", {"municipality": place.key})
    answer(coordinating, case, "fase", {"phase": "pilot"})
    answer(coordinating, case, "fechas", {"started_unknown": "on"})
    for typed in ("", "a@b.gob.ar\nBcc: c@d.ar", "a@b.gob.ar, c@d.ar", "gobierno"):
        assert refused(coordinating, case, "buzon", {"mailbox": typed}).context["form"].errors


def test_people_who_left_are_not_written_to(
    telling: Client, case: CasePage, place: Municipality, lead: User, committed
) -> None:
    lead.is_active = False
    lead.save()
    tell(telling, case, place)
    assert lead.email not in told(telling, case, committed)
    assert make.Membership.objects.filter(user=lead).exists()
