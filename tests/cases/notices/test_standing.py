"""Who hears that a level or a site changed, why, and when nobody does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection, transaction

from accounts.models import User
from cases.models import CasePage, Implementation
from cases.notices.silence import silent
from cases.notices.standing import Watch
from municipalities.models import Municipality
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):  # type: ignore[no-untyped-def]
    """`with committed():` one transaction of a server; what came before it was committed already."""

    @contextmanager
    def block() -> Iterator[None]:
        pending = [entry[1] for entry in connection.run_on_commit]
        connection.run_on_commit.clear()
        for look in pending:
            if isinstance(look, Watch):
                look()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield
        connection.run_on_commit.clear()

    return block


def sustain(site: Implementation, case: CasePage) -> None:
    make.make_pair(site, case.indicators.get(key="perdidas"), 40, 30)


def told() -> dict[str, str]:
    found = {one.to[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}
    assert len(found) == len(mail.outbox), "nobody is told twice"
    mail.outbox.clear()
    return found


def test_going_up_is_told_to_both_cities_with_the_reason(
    case: CasePage, site: Implementation, lead: User, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    with committed():
        sustain(site, case)
    mails = told()
    assert set(mails) == {lead.email, origin_lead.email}
    for text in mails.values():
        assert "subió a Replicado" in text and "replicó" in text
        assert "Dice qué problema había" not in text, "only what is new"


def test_a_correction_that_changes_no_level_is_told_to_nobody(
    case: CasePage, site: Implementation, lead: User, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    sustain(site, case)
    figure = site.measures.get(moment="followup")
    figure.value, site.adaptations = Decimal("29"), "Otra cosa"
    with committed():
        figure.save()
        site.save()
    assert told() == {}


def test_going_down_says_what_does_not_hold_any_more(
    case: CasePage, site: Implementation, lead: User, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    sustain(site, case)
    figure = site.measures.get(moment="followup")
    figure.value = Decimal("50")
    with committed():
        figure.save()
    mails = told()
    assert set(mails) == {lead.email, origin_lead.email} and "bajó" in mails[lead.email]


def test_others_are_not_bothered(
    case: CasePage, site: Implementation, lead: User, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    bystander = make.make_lead(make.make_municipality())
    other = make.make_implementation(case, bystander.memberships.get().municipality)
    with committed():
        sustain(site, case)
    assert other.pk and bystander.email not in told()


def test_a_rolled_back_change_is_told_to_nobody(
    case: CasePage, site: Implementation, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    with committed(), pytest.raises(RuntimeError), transaction.atomic():
        sustain(site, case)
        raise RuntimeError
    assert told() == {}
    with committed():
        sustain(site, case)
    assert set(told()) == {origin_lead.email}


def test_what_comes_in_silence_is_told_to_nobody_and_what_follows_is(
    case: CasePage, site: Implementation, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    with committed(), silent():
        sustain(site, case)
    assert told() == {}
    figure = site.measures.get(moment="followup")
    figure.value = Decimal("50")
    with committed():
        figure.save()
    assert "bajó" in told()[origin_lead.email]


def test_a_draft_is_told_to_nobody(
    case: CasePage, site: Implementation, origin_lead: User, committed
) -> None:  # type: ignore[no-untyped-def]
    CasePage.objects.filter(pk=case.pk).update(live=False)
    with committed():
        sustain(site, case)
    assert told() == {}


def test_deleting_a_case_with_its_records_works(place: Municipality) -> None:
    alone = make.make_case(place)
    make.make_indicator(alone)
    alone.implementations.update(started=date(2024, 1, 1))
    alone.delete()
    assert not CasePage.objects.filter(pk=alone.pk).exists()
