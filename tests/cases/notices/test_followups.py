"""Three questions at 90, 180 and 365 days: asked once, answered by the adopter, and what an answer does."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail, signing
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import User
from accounts.permissions import Role
from cases.evidence import State
from cases.models import CasePage, FollowUp, Implementation, MutedNotice
from cases.notices import followups
from cases.notices.followups import ask_due, fading, token_of, warn_fading
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import PASSWORD, log_in, make_person, type_in
from tests.cases.replication.telling import send, tell

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def planned(site: Implementation, reported: date = DAY) -> list[FollowUp]:
    FollowUp.objects.plan(site, reported)
    return list(site.followups.order_by("days"))


def test_they_count_from_the_day_on_which_it_was_told(
    case: CasePage, place: Municipality, leading: Client, committed
) -> None:
    tell(leading, case, place, phase="intent", dates={"planned_start_unknown": "on"}, buzon={})
    with committed(execute=True):
        send(leading, case)
    asked = FollowUp.objects.order_by("days")
    assert [one.due - localdate() for one in asked] == [timedelta(days=n) for n in (90, 180, 365)]


@pytest.mark.parametrize(("phase", "n"), [("intent", 3), ("pilot", 3), ("concluded", 0), ("abandoned", 0)])
def test_only_what_goes_on_is_asked(case: CasePage, place: Municipality, phase: str, n: int) -> None:
    site = make.make_implementation(case, place, phase=phase)
    assert len(planned(site)) == n
    assert len(planned(site)) == n, "twice is once"


def test_each_is_sent_once_on_its_day(site: Implementation, lead: User) -> None:
    planned(site)
    assert ask_due(DAY + timedelta(days=89)) == 0
    assert ask_due(DAY + timedelta(days=90)) == 1
    assert ask_due(DAY + timedelta(days=91)) == 0
    (one,) = mail.outbox
    assert one.to == [lead.email] and "/seguimiento/" in one.body
    assert ask_due(DAY + timedelta(days=180)) == 1


def test_of_two_commands_at_once_one_sends(site: Implementation, lead: User) -> None:
    first, *_others = planned(site)
    assert FollowUp.objects.claim([first.pk]) and not FollowUp.objects.claim([first.pk])
    assert ask_due(DAY + timedelta(days=90)) == 0


def test_after_an_outage_only_the_newest_is_asked(site: Implementation, lead: User) -> None:
    planned(site)
    ask_due(DAY + timedelta(days=400))
    assert len(mail.outbox) == 1 and "365" in mail.outbox[0].body
    assert not FollowUp.objects.filter(sent_at=None).exists()


def test_what_could_not_be_sent_is_tried_again(site: Implementation, lead: User, settings) -> None:
    planned(site)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    assert ask_due(DAY + timedelta(days=90)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert ask_due(DAY + timedelta(days=90)) == 1


def test_a_city_without_a_team_is_asked_at_its_mailbox(case: CasePage, place: Municipality) -> None:
    site = make.make_implementation(case, place, mailbox="obras@adoptante.test")
    planned(site)
    ask_due(DAY + timedelta(days=90))
    assert [one.to for one in mail.outbox] == [["obras@adoptante.test"]]


def test_who_does_not_want_them_gets_none(site: Implementation, lead: User) -> None:
    planned(site)
    MutedNotice.objects.create(address=lead.email, kind="follow_up")
    ask_due(DAY + timedelta(days=90))
    assert mail.outbox == []


def test_the_command_says_how_many(site: Implementation, lead: User, capsys) -> None:
    planned(site, localdate() - timedelta(days=90))
    call_command("send_due_reminders")
    call_command("send_due_reminders", verbosity=0)
    asked = [one for one in mail.outbox if "/seguimiento/" in one.body]
    assert "1" in capsys.readouterr().out and len(asked) == 1


def address(one: FollowUp) -> str:
    return f"/seguimiento/{token_of(one)}/"


def test_a_link_of_another_or_too_old_opens_nothing(
    site: Implementation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = planned(site)[0]
    forged = signing.dumps(one.pk, salt="otra")
    assert client.get(f"/seguimiento/{forged}/").status_code == 404
    link = address(one)
    assert client.get(link).status_code == 200
    monkeypatch.setattr(followups, "VALID_FOR", -1)
    assert client.get(link).status_code == 404


def test_nothing_is_recorded_before_logging_in_and_nothing_is_lost(
    site: Implementation, lead: User, client: Client
) -> None:
    one = planned(site)[0]
    response = client.post(address(one), {"running": "going", "changed": "Sumamos dos barrios."})
    assert response.status_code == 302 and response.headers["Location"].startswith("/cuenta/entrar/")
    one.refresh_from_db()
    assert one.answered_at is None
    assert type_in(client, lead.email, PASSWORD, next=address(one)).status_code == 302
    html = client.get(address(one)).content.decode()
    assert "Sumamos dos barrios." in html and re.search(r'value="going"[^>]*checked', html)
    client.post(address(one), {"running": "going", "changed": "Sumamos dos barrios."})
    one.refresh_from_db()
    assert one.answered_at and one.answer["changed"] == "Sumamos dos barrios."


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMIN])
def test_another_city_does_not_answer(role: Role, site: Implementation, case: CasePage) -> None:
    other = make_person(role, case.municipality)
    one = planned(site)[0]
    response = log_in(Client(), other, second_factor=True).post(address(one), {"running": "going"})
    one.refresh_from_db()
    assert response.status_code == 403 and one.answered_at is None


def test_whoever_left_it_says_why(site: Implementation, leading: Client) -> None:
    one = planned(site)[0]
    assert leading.post(address(one), {"running": "stopped"}).status_code == 422
    leading.post(address(one), {"running": "stopped", "reason": "No hubo plata.", "ended": "1/10/2026"})
    site.refresh_from_db()
    assert (site.phase, site.abandon_reason, site.ended) == ("abandoned", "No hubo plata.", date(2026, 10, 1))
    change = site.history().first()
    assert change and change.user == User.objects.get(memberships__municipality=site.municipality)
    assert change.origin == "lead"


def test_what_a_lead_confirmed_only_a_lead_closes(site: Implementation, place: Municipality) -> None:
    one = planned(site)[0]
    contributor = log_in(Client(), make_person(Role.CONTRIBUTOR, place))
    contributor.post(address(one), {"running": "stopped", "reason": "No hubo plata."})
    site.refresh_from_db()
    one.refresh_from_db()
    assert site.phase == "production" and one.answer["applied"] is False
    assert "/replicar/" in contributor.get(address(one)).content.decode()


def test_closing_what_is_confirmed_asks_for_a_second_factor(
    site: Implementation, lead: User, settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    one = planned(site)[0]
    client = log_in(Client(), lead)
    response = client.post(address(one), {"running": "stopped", "reason": "No hubo plata."})
    site.refresh_from_db()
    assert response.status_code == 302 and site.phase == "production"
    assert "No hubo plata." in client.get(address(one)).content.decode(), "what was typed is kept"


def test_an_unconfirmed_one_that_was_left_is_told_to_the_origin(
    case: CasePage, place: Municipality, origin_lead: User, committed
) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    one = planned(site)[0]
    contributor = log_in(Client(), make_person(Role.CONTRIBUTOR, place))
    with committed(execute=True):
        contributor.post(address(one), {"running": "stopped", "reason": "No hubo plata."})
    assert [mail_.to for mail_ in mail.outbox] == [[origin_lead.email]]


def test_no_answer_changes_nothing(site: Implementation, lead: User) -> None:
    before = Implementation.objects.filter(pk=site.pk).values().get()
    planned(site)
    ask_due(DAY + timedelta(days=400))
    assert Implementation.objects.filter(pk=site.pk).values().get() == before


def test_whoever_measured_is_led_to_the_figures(site: Implementation, leading: Client) -> None:
    one = planned(site)[0]
    leading.post(address(one), {"running": "going", "measured": "yes"})
    html = leading.get(address(one)).content.decode()
    assert f'href="/replicar/{site.case.identifier}/"' in html and "cifras" in html


def test_a_measure_that_fades_is_warned_once(case: CasePage, origin_lead: User) -> None:
    day = case.assessment(DAY).sites[0].next_change
    assert day and case.assessment(DAY).sites[0].state is State.SUSTAINED
    assert list(fading(day - timedelta(days=61))) == []
    close = day - timedelta(days=60)
    assert [(one.role, when) for one, when in fading(close)] == [("origin", day)]
    assert warn_fading(close) == 1 and warn_fading(close + timedelta(days=1)) == 0
    assert [one.to for one in mail.outbox] == [[origin_lead.email]]
