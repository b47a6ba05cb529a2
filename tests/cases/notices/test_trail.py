"""What the audit trail keeps of cases."""

from datetime import date

import pytest

from accounts.audit import Action
from accounts.models import AuditEntry, User
from accounts.permissions import Role
from cases.models import CasePage, Implementation
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import make_person

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def acts() -> list[tuple[str, str]]:
    kept = AuditEntry.objects.exclude(action__startswith="member").exclude(action__startswith="coordinator")
    return list(kept.order_by("pk").values_list("action", "email"))


def test_the_word_of_a_city_and_what_is_said_against_it(
    case: CasePage, place: Municipality, lead: User
) -> None:
    site = make.make_implementation(case, place, confirmed=False)
    coordinator = make_person(Role.COORDINATOR, place)
    before = len(acts())
    site.confirm(lead, DAY)
    site.adaptations = "Nada que ver"
    site.save()
    site.object(coordinator, "La planilla dice otra cosa.", DAY)
    site.withdraw_objection(coordinator)
    assert acts()[before:] == [
        (Action.CONFIRMED, lead.email),
        (Action.OBJECTED, coordinator.email),
        (Action.OBJECTION_WITHDRAWN, coordinator.email),
    ]
    objected = AuditEntry.objects.get(action=Action.OBJECTED)
    assert objected.details["reason"] == "La planilla dice otra cosa."


def test_a_refusal_keeps_its_trace(case: CasePage, place: Municipality, lead: User) -> None:
    site: Implementation = make.make_implementation(case, place, confirmed=False)
    label = str(site)
    site.refuse(lead)
    entry = AuditEntry.objects.get(action=Action.REFUSED)
    assert entry.user == lead and entry.label == label


def test_publishing_and_taking_out_of_sight(case: CasePage) -> None:
    before = len(acts())
    case.unpublish()
    case.save_revision().publish()
    assert [one for one, _who in acts()[before:]] == [Action.UNPUBLISHED, Action.PUBLISHED]
