"""A visit to the site as docker-compose.yml runs it: two web processes and a worker."""

import gzip
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any

import psycopg
import pytest

from tests.smoke.compose import ROOT

URL = os.environ.get("SMOKE_URL", "")
STACK: dict[str, Any] = json.loads(os.environ.get("SMOKE_STACK", "{}"))
pytestmark = pytest.mark.skipif(not URL, reason="SMOKE_URL names no running site: .ci/smoke gives it")
needs_stack = pytest.mark.skipif(not STACK, reason="SMOKE_STACK is not told: the site runs elsewhere")

FOREVER = 315_360_000  # ten years, in seconds
AT_ONCE = 3  # processes that publish at the same time
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def get(path: str, **headers: str) -> tuple[HTTPResponse, str]:
    with _open(urllib.request.Request(URL + path, headers=headers), timeout=20) as response:
        body = response.read()
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return response, body.decode()


def start(call: str) -> subprocess.Popen[str]:
    """A process of its own, beside those of the site, that calls a function of tests.smoke.publishing."""
    code = f"from tests.smoke import publishing; publishing.{call}"
    return subprocess.Popen(
        ["python", "manage.py", "shell", "--verbosity", "0", "-c", code],
        cwd=STACK["app"],
        env=STACK["environment"] | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert "LockBusy" not in errors
    return out.strip()


def web_processes() -> list[int]:
    """The two processes of gunicorn that answer."""
    listed = subprocess.run(["pgrep", "-P", str(STACK["web"])], capture_output=True, text=True, check=True)
    return [int(line) for line in listed.stdout.split()]


@contextmanager
def only(answering: int) -> Iterator[None]:
    """While it lasts no other web process runs: whatever is asked, this one answers."""
    others = [process for process in web_processes() if process != answering]
    for process in others:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in others:
            os.kill(process, signal.SIGCONT)


def found_by_each(word: str) -> list[bool]:
    """Whether the finder shows a case with that word, asked of each web process on its own."""
    answers = []
    for process in web_processes():
        with only(process):
            answers.append(f"Prueba de humo {word}" in get(f"/buscar/?q={word}")[1])
    return answers


@pytest.fixture(scope="module")
def case() -> Iterator[str]:
    """The path of a case that another process published a moment ago."""
    yield finish(start("publish_one('bienvenida')"))


def test_home_page() -> None:
    response, body = get("/")
    assert response.status == 200 and "Entre Pares" in body
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_finder_with_a_municipality() -> None:
    _response, body = get("/buscar/?municipio=AR-820042")
    assert "Rafaela" in body


@needs_stack
def test_case_page(case: str) -> None:
    response, body = get(case)
    assert response.status == 200 and "Prueba de humo bienvenida" in body


def test_static_files_are_kept_for_years_and_travel_compressed() -> None:
    style = re.search(r'href="(/static/[^"]+\.css)"', get("/")[1])
    assert style and re.search(r"\.[0-9a-f]{12}\.css$", style[1])
    response, body = get(style[1], **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip" and "{" in body
    assert response.headers["Cache-Control"] == f"max-age={FOREVER}, public, immutable"


@pytest.mark.parametrize("path", ["/salud/vivo", "/salud/listo"])
def test_health(path: str) -> None:
    response, _body = get(path)
    assert response.status == 200


@needs_stack
def test_both_web_processes_find_a_case_as_soon_as_another_process_published_it() -> None:
    assert found_by_each("zafiro") == [False, False]  # both have the index open already
    publishing = start("publish_one('zafiro')")
    assert publishing.stdout and publishing.stdout.readline().strip()
    assert found_by_each("zafiro") == [True, True]
    finish(publishing)


@needs_stack
def test_processes_that_publish_at_once_lose_nothing() -> None:
    finish(start("draft('amatista', 30)"))
    for process in [start(f"publish_drafts('amatista', {part}, {AT_ONCE})") for part in range(AT_ONCE)]:
        finish(process)
    assert re.search(r"\b30 casos\b", get("/buscar/?q=amatista")[1])
    check = subprocess.run(
        ["python", "manage.py", "check_search_index"],
        cwd=STACK["app"],
        env=STACK["environment"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr


@needs_stack
def test_worker_does_each_task_once(case: str) -> None:
    def rows(connection: psycopg.Connection[Any]) -> list[tuple[str, list[str]]]:
        return connection.execute(
            "SELECT status, worker_ids FROM django_tasks_database_dbtaskresult"
        ).fetchall()

    until = time.monotonic() + 60
    with psycopg.connect(STACK["environment"]["DATABASE_URL"], autocommit=True) as connection:
        while not all(status in {"SUCCESSFUL", "FAILED"} for status, _workers in rows(connection)):
            assert time.monotonic() < until, "the worker does not get on"
            time.sleep(0.2)
        done = rows(connection)
    assert done and {(status, len(workers)) for status, workers in done} == {("SUCCESSFUL", 1)}
