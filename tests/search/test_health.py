"""What balancers and alarms read."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from search import health
from search.engines.base import IndexStatus
from search.models import PendingChange
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def ready():
    response = Client().get("/salud/listo")
    return response.status_code, response.json()


def test_alive_asks_nothing_of_anybody(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/salud/vivo")
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_a_site_that_works_is_ready_and_writes_nothing(site_engine):
    status, body = ready()
    assert (status, body["estado"]) == (200, "listo")
    assert not PendingChange.objects.exists()


def test_a_change_that_waits_too_long_degrades(site_engine):
    make_case()
    assert ready()[1]["controles"]["pendientes"]["estado"] == "ok"
    PendingChange.objects.update(since=timezone.now() - timedelta(minutes=6))
    status, body = ready()
    assert (status, body["estado"]) == (200, "degradado")


def test_without_an_index_it_is_not_ready(site_engine, monkeypatch):
    monkeypatch.setattr(site_engine, "status", lambda: IndexStatus(0, "roto", {}))
    status, body = ready()
    assert status == 503 and "roto" in body["controles"]["indice"]["detalle"]


def test_a_database_that_takes_no_writes_is_not_ready(site_engine, monkeypatch):
    def read_only():
        raise DatabaseError("attempt to write a readonly database at /secret/path")

    monkeypatch.setitem(health.CHECKS, "base", read_only)
    status, body = ready()
    assert status == 503 and "secret" not in str(body)


def test_a_full_disk_is_not_ready(site_engine, monkeypatch):
    monkeypatch.setattr(health, "LEAST_SPACE", 1 << 62)
    assert ready()[0] == 503
