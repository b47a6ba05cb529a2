"""What the days alone change is announced too, once, by the daily command."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import User
from cases.models import AnnouncedStanding, CasePage, Implementation
from cases.notices.silence import silent
from cases.notices.standing import Watch, follow_calendar
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY, OLD = date(2026, 11, 20), date(2028, 7, 1)  # two years after the newest figure


@pytest.fixture
def sustained(case: CasePage, site: Implementation) -> Implementation:
    """As a file brings it: nobody was told, and nothing of it is remembered."""
    with silent():
        make.make_pair(site, case.indicators.get(key="perdidas"), 40, 30)
    AnnouncedStanding.objects.all().delete()
    mail.outbox.clear()
    return site


def told() -> dict[str, str]:
    found = {one.to[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}
    assert len(found) == len(mail.outbox), "nobody is told twice"
    mail.outbox.clear()
    return found


def test_the_first_look_only_remembers(sustained: Implementation, lead: User, origin_lead: User) -> None:
    assert follow_calendar(TODAY) == 0 and told() == {}
    assert AnnouncedStanding.objects.get(case=sustained.case).level == 3


def test_what_becomes_old_is_announced_once_to_both_cities(
    sustained: Implementation, lead: User, origin_lead: User
) -> None:
    follow_calendar(TODAY)
    assert follow_calendar(TODAY + timedelta(days=1)) == 0 and told() == {}
    assert follow_calendar(OLD) == 1
    mails = told()
    assert set(mails) == {lead.email, origin_lead.email}
    for text in mails.values():
        assert "bajó" in text and "vencida" in text and "/avisos/baja/" in text
    assert follow_calendar(OLD) == 0 and follow_calendar(OLD + timedelta(days=1)) == 0 and told() == {}


def test_a_figure_whose_day_comes_is_announced(
    case: CasePage, site: Implementation, lead: User, origin_lead: User
) -> None:
    site.in_production = date(2026, 6, 1)
    with silent():
        site.save()
        make.make_pair(site, case.indicators.get(key="perdidas"), 40, 30)
        site.measures.filter(moment="followup").update(period_end=date(2026, 12, 15))
    AnnouncedStanding.objects.all().delete()
    follow_calendar(TODAY)
    assert follow_calendar(date(2026, 12, 16)) == 1
    assert all("subió a Replicado" in text for text in told().values())


def test_what_could_not_be_sent_is_told_the_next_day(
    sustained: Implementation, lead: User, origin_lead: User, settings
) -> None:
    follow_calendar(TODAY)
    held = {name: getattr(settings, name) for name in ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT")}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    assert follow_calendar(OLD) == 0
    for name, value in held.items():
        setattr(settings, name, value)
    assert follow_calendar(OLD + timedelta(days=1)) == 1
    assert set(told()) == {lead.email, origin_lead.email}


def test_what_the_command_announced_is_not_announced_by_the_next_change(
    sustained: Implementation, lead: User, origin_lead: User
) -> None:
    follow_calendar(TODAY)
    Watch(sustained.case_id)()
    assert told() == {}


def test_a_draft_is_told_to_nobody(sustained: Implementation, origin_lead: User) -> None:
    follow_calendar(TODAY)
    CasePage.objects.filter(pk=sustained.case_id).update(live=False)
    assert follow_calendar(OLD) == 0 and told() == {}


def test_it_is_part_of_the_daily_command(sustained: Implementation, lead: User) -> None:
    call_command("send_due_reminders", verbosity=0)
    assert AnnouncedStanding.objects.filter(case=sustained.case).exists()
