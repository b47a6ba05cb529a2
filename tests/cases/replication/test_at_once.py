"""Twenty adopters at once, on the database of a server: nobody is lost and nobody is counted twice."""

import contextlib
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.permissions import Role
from cases.models import CasePage, Change, Implementation, ReplicationReport
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import TODAY_PAIR, address, hidden, proven_case, tell

ADOPTERS = 20


@pytest.fixture
def shared(django_db_setup: None, django_db_blocker, tmp_path: Path) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """A copy of the empty database that threads share, and that other tests never see."""
    named = connections.settings["default"]
    name, memory = named["NAME"], connection.connection
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            copy = str(tmp_path / "shared.sqlite3")
            connection.ensure_connection()
            memory = connection.connection
            with contextlib.closing(sqlite3.connect(copy)) as whole:
                memory.backup(whole)
            connection.connection = None
        else:
            copy = f"{name}_shared"
            connection.close()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
                cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        connection.settings_dict["NAME"] = named["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = named["NAME"] = name
            if connection.vendor == "sqlite":
                connection.connection = memory
            else:
                with connection._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{copy}"')


def at_once(posts: list[tuple[Client, str, dict[str, str]]]) -> Counter[int]:
    """Post everything from threads that start together; the status codes."""
    ready, codes = threading.Barrier(len(posts)), Counter[int]()

    def post(client: Client, page: str, data: dict[str, str]) -> None:
        try:
            ready.wait(60)
            codes[client.post(page, data).status_code] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=one) for one in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def told(role: Role, case: CasePage, place) -> tuple[Client, str, dict[str, str]]:  # type: ignore[no-untyped-def]
    """A browser whose next click sends."""
    client = log_in(Client(), make_person(role, place))
    tell(client, case, place, figures={case.indicators.get(key="perdidas"): TODAY_PAIR})
    html = client.get(address(case, "revisar")).content.decode()
    return client, address(case, "revisar"), {name: hidden(html, name) for name in ("draft", "seen")}


def test_twenty_adopters_report_at_once(shared: None) -> None:
    case = proven_case()
    places = [make.make_municipality(f"0007{number:02d}") for number in range(ADOPTERS)]
    posts = [told(Role.LEAD, case, place) for place in places]
    codes = at_once([(client, page, {**data, "confirm": "on"}) for client, page, data in posts])
    assert codes == {302: ADOPTERS}
    sites = Implementation.objects.filter(case=case, role="replication")
    assert sites.count() == sites.filter(confirmed_on__isnull=False).count() == ADOPTERS
    assert ReplicationReport.objects.filter(settled_at__isnull=False).count() == ADOPTERS
    created = Change.objects.filter(
        model="implementation", before__isnull=True, object_id__in=sites.values("pk")
    )
    assert created.count() == ADOPTERS
    fresh = CasePage.objects.with_facts().get(pk=case.pk).assessment()
    assert len(fresh.sites) == ADOPTERS + 1
    assert {one.measures.count() for one in sites} == {2}


def test_the_same_click_ten_times_at_once_records_once(shared: None) -> None:
    case, place = proven_case(), make.make_municipality("000801")
    client, page, data = told(Role.CONTRIBUTOR, case, place)
    browsers = []
    for _click in range(10):
        same = Client()
        same.cookies = client.cookies
        browsers.append((same, page, data))
    assert at_once(browsers) == {302: 10}
    site = Implementation.objects.get(case=case, municipality=place)
    assert site.measures.count() == 2 and ReplicationReport.objects.count() == 1


def test_two_of_the_same_city_at_once_one_records_and_the_other_looks_again(shared: None) -> None:
    case, place = proven_case(), make.make_municipality("000802")
    posts = [told(Role.CONTRIBUTOR, case, place), told(Role.LEAD, case, place)]
    assert at_once(posts) == {302: 1, 409: 1}
    assert Implementation.objects.filter(case=case, municipality=place).count() == 1
