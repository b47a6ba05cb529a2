"""The demo, loaded once, and read again by hand from what it exports."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from cases.evidence import Level, State
from cases.models import CasePage, IndicatorDefinition
from cases.near import near
from demo import network
from desks.municipal import desk_of
from municipalities.models import Municipality
from playbooks.models import PlaybookPage
from tests import recount

# Evidence ages, and these tests should not: what they say is true on this day.
TODAY = date(2026, 11, 22)
READERS = [1_200, 3_000, 12_000, 34_100, 102_236, 250_000, 500_000, 1_500_000]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def exported(demo: None, db: None) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("export_cases", stdout=out)
    return json.loads(out.getvalue())["cases"]


def definitions() -> dict[str, dict[str, Any]]:
    return {
        row["slug"]: row for row in IndicatorDefinition.objects.values("slug", "direction", "kind", "lens")
    }


def test_every_site_recounted_by_hand_from_the_export(exported: list[dict[str, Any]]) -> None:
    for case in exported:
        page = CasePage.objects.with_facts().get(identifier=case["id"])
        said = {one.site.municipality: one.state.value for one in page.assessment(TODAY).sites}
        by_hand = {
            f"{one['municipality']['country']}-{one['municipality']['code']}": recount.state(
                one, case, definitions(), TODAY
            )[0]
            for one in recount.latest_attempts(case)
        }
        assert said == by_hand, case["id"]


@pytest.mark.parametrize("reader", READERS)
def test_the_numbers_of_the_sentence_recounted_by_hand(exported: list[dict[str, Any]], reader: int) -> None:
    populations = dict(Municipality.objects.values_list("code", "population"))
    for case in exported:
        assessment = CasePage.objects.with_facts().get(identifier=case["id"]).assessment(TODAY)
        proof = near(assessment, reader)
        by_hand = recount.count_near(
            case,
            populations,
            definitions(),
            reader,
            TODAY,
            origin_counts=assessment.level >= Level.SUSTAINED,
        )
        assert (proof.sustained, proof.counted) == by_hand, case["id"]


@pytest.mark.usefixtures("demo", "db")
class TestLoaded:
    def test_shows_every_level_and_every_state(self) -> None:
        assessments = [page.assessment(TODAY) for page in CasePage.objects.with_facts()]
        assert {one.level for one in assessments} == set(Level)
        assert {site.state for one in assessments for site in one.sites} == set(State)

    @pytest.mark.parametrize("population", [3_000, 500_000])
    def test_a_town_and_a_city_both_find_proof(self, population: int) -> None:
        proofs = [near(page.assessment(TODAY), population) for page in CasePage.objects.with_facts()]
        assert sum(proof.sustained > 0 for proof in proofs) >= 5

    def test_no_real_municipality_is_said_to_have_confirmed(self) -> None:
        real = CasePage.objects.filter(implementations__municipality__is_example=False)
        assert real.exists()
        assert not real.filter(implementations__confirmed_on__isnull=False).exists()

    def test_invented_names_match_no_real_municipality(self) -> None:
        invented = Municipality.objects.filter(is_example=True).values_list("search_name", flat=True)
        assert not Municipality.objects.real().filter(search_name__in=list(invented)).exists()

    def test_loading_again_changes_nothing(self) -> None:
        before = counts()
        call_command("load_demo", verbosity=0)
        assert counts() == before

    def test_what_is_due_waits_on_the_desk_of_the_lead(self) -> None:
        """Whatever the day: these dates are counted from it."""
        town = Municipality.objects.get(country="AR", code=network.TEAM_CODE)
        lead = User.objects.get(email=network.PEOPLE["lead"])
        asked = [one.url for one in desk_of(lead, town, localdate()).waiting]
        for part in ("/replicar/confirmar/", "/seguimiento/", "/pages/", "compras-abiertas"):
            assert any(part in url for url in asked), part

    def test_unload_removes_the_examples_and_nothing_else(self) -> None:
        real = set(CasePage.objects.filter(identifier__in=real_cases()).values_list("identifier", flat=True))
        registered = Municipality.objects.real().count()
        call_command("unload_demo", verbosity=0, stdout=StringIO())
        assert set(CasePage.objects.values_list("identifier", flat=True)) == real
        assert Municipality.objects.count() == registered
        examples = {row["slug"] for row in network.read("playbooks.json")}
        assert examples.isdisjoint(PlaybookPage.objects.values_list("slug", flat=True))
        assert PlaybookPage.objects.exists(), "those that ship with the product are no examples"
        assert not User.objects.filter(email__in=network.PEOPLE.values()).exists()


def counts() -> list[int]:
    page = CasePage.objects.order_by("pk")
    measures = page.values_list("implementations__measures", flat=True).count()
    revisions = sum(one.revisions.count() for one in page)
    return [page.count(), measures, revisions, Municipality.objects.count(), User.objects.count()]


def real_cases() -> list[str]:
    names = [path for path in network.case_files() if not path.name.startswith("ejemplo-")]
    return [json.loads(path.read_text())["cases"][0]["id"] for path in names]


def test_follow_ups_are_not_in_the_future() -> None:
    for path in network.case_files():
        for case in json.loads(path.read_text())["cases"]:
            for one in case["implementations"]:
                assert all(date.fromisoformat(m["period_end"]) <= TODAY for m in one["measures"])
