"""A site of its own, that asks for second factors and sends its mails to a server of ours."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page

from tests.journeys.inbox import Inbox
from tests.site.conftest import ROOT, browser, wait_for

__all__ = ["browser"]


@dataclass(frozen=True)
class World:
    address: str
    inbox: Inbox
    secrets: dict[str, str]
    """Of the authenticator app of whoever has one from the beginning, by address."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    inbox = Inbox()
    mail = Controller(inbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    address = f"http://127.0.0.1:{free_port()}"
    env = {name: value for name, value in os.environ.items() if name not in LEFT_OUT} | {
        "DATA_DIR": str(tmp_path_factory.mktemp("journeys")),
        "BASE_URL": address,
        "SECOND_FACTOR_REQUIRED": "1",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail.port),
        "EMAIL_USE_TLS": "0",
    }
    try:
        with served(address, env) as secrets:
            yield World(address, inbox, secrets)
    finally:
        mail.stop()


LEFT_OUT = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SEARCH_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"}


@contextmanager
def served(address: str, env: dict[str, str]) -> Iterator[dict[str, str]]:
    """Build the database and serve it; what the building said."""
    building = [sys.executable, "-m", "tests.journeys.building"]
    built = subprocess.run(building, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    manage = [sys.executable, str(ROOT / "manage.py")]
    command = [*manage, "runserver", "--noreload", "--skip-checks", address.removeprefix("http://")]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address)
        yield json.loads(built.stdout.splitlines()[-1])
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def person(world: World, browser: Browser, *, phone: bool = False, scripts: bool = True) -> Iterator[Page]:
    """Somebody with a browser of their own."""
    size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
    context = browser.new_context(
        base_url=world.address,
        java_script_enabled=scripts,
        locale="es-AR",
        viewport=size,  # type: ignore[arg-type]
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
