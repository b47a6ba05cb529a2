"""What follows from a plan: reminders, the desk of the city, and telling the network what it reached."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.permissions import Role
from cases.models import MutedNotice, ReplicationReport
from municipalities.models import Municipality
from playbooks.models import PlaybookPage, Roadmap, Step
from playbooks.roadmap.reminders import remind
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_municipality
from tests.playbooks.roadmap.building import make_plan, make_playbook, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    return make_municipality("000777", name="Villa Plan")


@pytest.fixture
def playbook() -> PlaybookPage:
    return make_playbook()


@pytest.fixture
def roadmap(place: Municipality, playbook: PlaybookPage) -> Roadmap:
    return make_plan(place, make_person(Role.LEAD, place), playbook)


@pytest.fixture
def lead(roadmap: Roadmap) -> Client:
    return log_in(Client(), roadmap.created_by, second_factor=True)


def due_day(roadmap: Roadmap):
    return roadmap.tasks.get(key="mesa").ends


def test_a_team_is_told_once_of_what_is_due(roadmap: Roadmap) -> None:
    day = due_day(roadmap)
    assert remind(day - timedelta(days=15)) == 0
    assert remind(day - timedelta(days=14)) == 1
    letter = mail.outbox[0]
    assert letter.to == [roadmap.created_by.email] and "Mesa" in letter.body
    assert str(roadmap.key) in letter.body and "List-Unsubscribe" in letter.extra_headers
    assert remind(day) == 0 and len(mail.outbox) == 1


def test_what_moves_is_told_again(roadmap: Roadmap) -> None:
    day = due_day(roadmap)
    assert remind(day) == 1
    roadmap.tasks.filter(key="mesa").update(ends=day + timedelta(days=3))
    assert remind(day + timedelta(days=3)) == 1


@pytest.mark.parametrize("state", ["done", "skipped"])
def test_what_is_done_is_not_told(roadmap: Roadmap, state: str) -> None:
    roadmap.tasks.update(state=state)
    assert remind(due_day(roadmap)) == 0


def test_a_plan_put_away_reminds_nobody(roadmap: Roadmap) -> None:
    roadmap.archive()
    assert remind(due_day(roadmap)) == 0 and not mail.outbox


def test_whoever_wants_none_gets_none(roadmap: Roadmap) -> None:
    MutedNotice.objects.create(address=roadmap.created_by.email, kind="plan")
    remind(due_day(roadmap))
    assert not mail.outbox


def test_a_mail_that_fails_is_tried_again(roadmap: Roadmap, monkeypatch: pytest.MonkeyPatch) -> None:
    day = due_day(roadmap)
    with monkeypatch.context() as patch:
        patch.setattr("playbooks.roadmap.reminders.tell", lambda *_args: False)
        assert remind(day) == 0
    assert remind(day) == 1


def test_the_command_of_every_day_sends_them(roadmap: Roadmap) -> None:
    roadmap.tasks.filter(key="mesa").update(ends=localdate())
    call_command("send_due_reminders", verbosity=0)
    call_command("send_due_reminders", verbosity=0)
    assert len(mail.outbox) == 1


def test_the_desk_shows_what_is_due_and_the_plans(roadmap: Roadmap, lead: Client) -> None:
    desk = reverse("desks:municipality", args=[roadmap.municipality.key])
    link = reverse("roadmap:task", args=[roadmap.key, "mesa"])
    roadmap.tasks.update(ends=localdate() + timedelta(days=60))
    page = read(lead, desk)
    assert roadmap.get_absolute_url() in page and link not in page
    roadmap.tasks.filter(key="mesa").update(ends=localdate())
    assert link in read(lead, desk)


def test_who_uses_a_playbook_are_names_of_municipalities(roadmap: Roadmap, playbook: PlaybookPage) -> None:
    make_plan(roadmap.municipality, roadmap.created_by, playbook)
    assert [one.name for one in playbook.users()] == ["Villa Plan"], "twice is once"


def reach(roadmap: Roadmap, lead: Client, milestone: str) -> str:
    row = roadmap.tasks.get(key="ordenar")
    data = {**row.facts(), "seen": row.version, "milestone": milestone}
    return lead.post(
        reverse("roadmap:task", args=[roadmap.key, "ordenar"]), data, follow=True
    ).content.decode()


def offered(page: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in re.findall(r'href="(/replicar/[^"]+)"', page)]


@pytest.mark.parametrize("milestone", ["production", "measured"])
def test_what_was_reached_is_offered_as_a_replication(
    roadmap: Roadmap, playbook: PlaybookPage, lead: Client, milestone: str
) -> None:
    case, other = make_case(title="Baches en plazo"), make_case(title="Otro caso")
    step = Step.objects.get(slug="ordenar")
    step.cases.set([case])
    step.save()
    playbook.cases.set([other, make_case(roadmap.municipality, title="El nuestro")])
    playbook.save()
    assert offered(read(lead, roadmap.get_absolute_url())) == []
    links = offered(reach(roadmap, lead, milestone))
    assert len(links) == 1 and case.identifier in links[0], "the case of the step, not those of the playbook"
    assert ("fase=production" in links[0]) == (milestone == "production"), "nothing that nobody said"


def test_without_cases_of_the_step_those_of_the_playbook_but_the_own(
    roadmap: Roadmap, playbook: PlaybookPage, lead: Client
) -> None:
    other = make_case(title="Otro caso")
    playbook.cases.set([other, make_case(roadmap.municipality, title="El nuestro")])
    playbook.save()
    links = offered(reach(roadmap, lead, "production"))
    assert len(links) == 1 and other.identifier in links[0]


def test_the_report_is_half_filled_in(roadmap: Roadmap, playbook: PlaybookPage, lead: Client) -> None:
    roadmap.starts = localdate() - timedelta(days=60)
    roadmap.save()
    other = make_case(title="Otro caso")
    playbook.cases.set([other])
    playbook.save()
    link = offered(reach(roadmap, lead, "production"))[0]
    first = lead.get(link, follow=True)
    assert f'value="{roadmap.municipality.key}"' in first.content.decode()
    address = first.redirect_chain[-1][0]
    token = re.search(r'name="draft" value="([^"]+)"', first.content.decode())[1]
    lead.post(address, {"municipality": roadmap.municipality.key, "draft": token})
    answers = ReplicationReport.objects.get().answers
    day = roadmap.starts
    assert answers["fase"] == {"phase": ["production"]}
    assert answers["fechas"] == {"started": [f"{day.day}/{day.month}/{day.year}"]}


@pytest.mark.parametrize("query", ["?fase=magia&inicio=x", "?inicio=2999-01-01", "?fase=&inicio="])
def test_what_makes_no_sense_is_not_filled_in(lead: Client, query: str) -> None:
    case = make_case()
    page = lead.get(reverse("replication:start", args=[case.identifier]) + query, follow=True)
    address, text = page.redirect_chain[-1][0], page.content.decode()
    token = re.search(r'name="draft" value="([^"]+)"', text)[1]
    lead.post(address, {"municipality": "AR-000777", "draft": token})
    assert set(ReplicationReport.objects.get().answers) == {"municipio"}
