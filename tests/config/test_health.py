"""A search server that hangs does not hang those who ask how the site is."""

import time

import pytest
from django.test import Client

from search import outbox
from search.engines import engine_at
from tests.factories import make_case
from tests.search.test_elasticsearch_outages import mad_server

pytestmark = pytest.mark.django_db
BUDGET = 4.0
"""Seconds: twice what the answer may take, for a machine that does other things too."""


@pytest.fixture
def hanging(settings):
    """A search server that takes the question and never answers it."""
    with mad_server({"": (200, None)}) as server:
        settings.SEARCH_URL = f"elasticsearch://someone:s3cr3t@127.0.0.1:{server.port}"
        settings.SEARCH_STANDBY_URL = ""
        yield


def ready():
    began = time.monotonic()
    response = Client().get("/salud/listo")
    assert time.monotonic() - began < BUDGET
    assert "s3cr3t" not in response.content.decode()
    return response.status_code, response.json()


def test_with_a_standby_the_site_is_degraded_and_says_so(hanging, settings, tmp_path):
    settings.SEARCH_STANDBY_URL = f"embedded://{tmp_path / 'standby'}"
    make_case()
    standby = engine_at(settings.SEARCH_STANDBY_URL)
    outbox.drain(standby)
    status, body = ready()
    assert (status, body["estado"]) == (200, "degradado")
    assert body["controles"]["indice"]["estado"] == "degraded"
    assert "elasticsearch" in body["controles"]["indice"]["detalle"]


def test_alone_it_takes_the_site_out_of_service(hanging):
    status, body = ready()
    assert (status, body["estado"]) == (503, "caído")
    assert Client().get("/salud/vivo").content == b"vivo"
