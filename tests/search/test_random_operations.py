"""Whatever is done in the database, in any order: the index agrees with it, and never shows a draft."""

from datetime import date
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.models import CasePage, Implementation
from search import outbox
from search.drift import drift
from search.engines.embedded import EmbeddedEngine
from search.query import SearchQuery
from tests.factories import (
    make_case,
    make_implementation,
    make_indicator,
    make_municipality,
    make_pair,
    make_topic,
)

numbers = count()
chance = st.integers(0, 1_000)


class Operations(RuleBasedStateMachine):
    """`secrets` are words of drafts that were never published."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.engine = EmbeddedEngine()
        self.secrets: list[str] = []
        self.drained = True

    def teardown(self) -> None:
        try:
            self.drain()
            self.the_index_agrees_with_the_database()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize()
    def places(self) -> None:
        self.cities = [make_municipality(population=population) for population in (3_000, 40_000, None)]
        for number in range(2):
            self.create(number, live=True)
            self.replicate(number)
        self.drain()

    def pick(self, number: int, live: bool | None = None) -> CasePage | None:
        cases = CasePage.objects.order_by("pk")
        found = list(cases if live is None else cases.filter(live=live))
        return found[number % len(found)] if found else None

    def secret(self) -> str:
        self.secrets.append(f"secreto{next(numbers)}x")
        return self.secrets[-1]

    @rule(number=chance, live=st.booleans())
    def create(self, number: int, live: bool) -> None:
        title = f"Caso {number}" if live else self.secret()
        make_case(self.cities[number % 3], title=title, live=live, topics=("agua",))
        self.drained = False

    @rule(number=chance)
    def save_a_draft(self, number: int) -> None:
        if case := self.pick(number):
            case.problem = self.secret()
            case.save_revision()

    @rule(number=chance)
    def publish_the_draft(self, number: int) -> None:
        case = self.pick(number)
        if case and case.latest_revision:
            shown = case.latest_revision.content["problem"] + case.latest_revision.content["title"]
            self.secrets = [secret for secret in self.secrets if secret not in shown]
            case.latest_revision.publish()
            self.drained = False

    @rule(number=chance)
    def unpublish_or_delete(self, number: int) -> None:
        if case := self.pick(number, live=True):
            if number % 3 or case.replicating_municipalities().exists():
                case.unpublish()
            else:
                case.delete()
            self.drained = False

    @rule(number=chance)
    def replicate(self, number: int) -> None:
        if case := self.pick(number):
            city = self.cities[number % 3]
            attempt = case.implementations.filter(municipality=city).count() + 1
            site = make_implementation(case, city, attempt=attempt, confirmed=bool(number % 2))
            indicator = case.indicators.first() or make_indicator(case)
            make_pair(site, indicator, 40, 20 + number % 30)
            self.drained = False

    @rule(number=chance)
    def change_an_attempt(self, number: int) -> None:
        if sites := list(Implementation.objects.order_by("pk")):
            site = sites[number % len(sites)]
            site.phase, site.ended = ("abandoned", date(2026, 9, 1)) if number % 2 else ("production", None)
            site.save()
            self.drained = False

    @rule(number=chance)
    def change_a_city(self, number: int) -> None:
        city = self.cities[number % 3]
        city.population, city.name = (number * 100) or None, f"Ciudad {number}"
        city.save()
        self.drained = False

    @rule(number=chance)
    def rename_the_topic(self, number: int) -> None:
        topic = make_topic("agua")
        topic.name = f"Agua {number}"
        topic.save()
        self.drained = False

    @rule()
    def drain(self) -> None:
        outbox.drain(self.engine)
        self.drained = True

    @rule()
    def rebuild(self) -> None:
        outbox.rebuild(self.engine)

    @precondition(lambda self: self.drained)
    @invariant()
    def the_index_agrees_with_the_database(self) -> None:
        found = drift(self.engine)
        assert not (found.missing or found.extra or found.outdated), found

    @invariant()
    def no_draft_is_in_the_index(self) -> None:
        for secret in self.secrets:
            assert self.engine.search(SearchQuery.make(words=secret)).total == 0


@pytest.mark.django_db
def test_index_and_database_agree_after_any_operations():
    run_state_machine_as_test(
        Operations,
        settings=settings(
            max_examples=20,
            stateful_step_count=14,
            deadline=None,
            phases=(Phase.reuse, Phase.generate),  # shrinking against a database takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
