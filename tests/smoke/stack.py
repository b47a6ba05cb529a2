"""Runs the commands of docker-compose.yml without containers: .ci/smoke calls it with the engine's name.

DATABASE_URL names a throw-away PostgreSQL; SEARCH_URL_TEST, for "elasticsearch", a server. It builds what the
image would hold, runs migrate, starts web and worker, waits for their health checks, runs the journey of
test_journey.py and ends everything. Whatever fails, it prints the logs and exits with 1.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.smoke import compose, image
from tests.smoke.index import index

HEALTHY_WITHIN = 120  # seconds
STOPPED_WITHIN = 30
SHOWN_LINES = 40
FORBIDDEN = ("LockBusy", "Traceback", "CRITICAL", "does not answer")
"""The last is the failover: a standby that answers would hide that the engine does not."""


class Failed(Exception):
    """Something did not work. The message says what; the logs are printed besides."""


class Stack:
    """The services of ours, as processes of this machine."""

    def __init__(self, folder: Path, search_url: str) -> None:
        self.folder = folder
        self.app = folder / "app"
        self.logs = folder / "logs"
        self.logs.mkdir()
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        given = {name: secrets.token_hex(30) for name in compose.required()}
        given |= {"ALLOWED_HOSTS": "127.0.0.1", "BASE_URL": self.url}
        self.services = compose.services(given)
        self.environment = self.services["web"]["environment"] | {
            # What is another machine or folder in a container.
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "SEARCH_URL": search_url,
            "DATA_DIR": str(folder / "data"),
            "STATIC_ROOT": str(self.app / "static"),
            "PORT": str(self.port),
            "PATH": f"{image.VENV_BIN}{os.pathsep}{os.defpath}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, service: str) -> None:
        with (self.logs / service).open("wb") as log:
            self.running[service] = subprocess.Popen(
                self.services[service]["command"],
                cwd=self.app,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(self, service: str) -> None:
        """Starts a one-shot service and waits for its end."""
        self.start(service)
        if code := self.running.pop(service).wait():
            raise Failed(f"{service} ended with {code}")

    def wait_healthy(self, service: str) -> None:
        """Runs the health check of the service, as Compose would, until it passes."""
        check = self.services[service]["healthcheck"]["test"][1:]
        until = time.monotonic() + HEALTHY_WITHIN
        while time.monotonic() < until:
            if self.running[service].poll() is not None:
                raise Failed(f"{service} ended with {self.running[service].returncode}")
            last = subprocess.run(
                check, cwd=self.app, env=self.environment, capture_output=True, text=True, check=False
            )
            if not last.returncode:
                return
            time.sleep(0.5)
        raise Failed(f"{service} is not healthy after {HEALTHY_WITHIN} s: {last.stderr[-2000:]}")

    def stop(self) -> list[str]:
        """Ends what still runs, as Compose does, with SIGTERM first. Returns those that did not obey."""
        deaf = []
        for process in self.running.values():
            process.terminate()
        for service, process in self.running.items():
            try:
                process.wait(STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                deaf.append(service)
            _kill_group(process.pid)
        return deaf

    def journey(self) -> None:
        """The tests of this folder, told where everything is."""
        known = {
            "app": str(self.app),
            "environment": self.environment,
            "web": self.running["web"].pid,
        }
        environment = os.environ | {"SMOKE_URL": self.url, "SMOKE_STACK": json.dumps(known)}
        command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/smoke"]
        if subprocess.run(command, cwd=compose.ROOT, env=environment, check=False).returncode:
            raise Failed("the journey failed")

    def complaints(self) -> list[str]:
        """Lines of the logs that no service may write."""
        return [
            f"{log.name}: {line}"
            for log in sorted(self.logs.iterdir())
            for line in log.read_text(errors="replace").splitlines()
            if any(word in line for word in FORBIDDEN)
        ]

    def show_logs(self) -> None:
        for log in sorted(self.logs.iterdir()):
            lines = log.read_text(errors="replace").splitlines()
            print(
                f"\n--- {log.name}: the last {SHOWN_LINES} lines of {len(lines)}",
                *lines[-SHOWN_LINES:],
                sep="\n",
            )


def smoke(folder: Path, search_url: str) -> None:
    """The whole of it. Raises Failed."""
    stack = Stack(folder, search_url)
    image.copy_sources(stack.app)
    try:
        _step("Building what the image holds, and migrating")
        with ThreadPoolExecutor() as both:
            building = both.submit(image.build, stack.app)
            stack.run("migrate")
            building.result()
        files = _files(stack.app)
        _step("Starting web and worker")
        for service in ("web", "worker"):
            stack.start(service)
        for service in ("web", "worker"):
            stack.wait_healthy(service)
        _step(f"Walking through {stack.url}")
        stack.journey()
        if deaf := stack.stop():
            raise Failed(f"{deaf} did not end {STOPPED_WITHIN} s after SIGTERM")
        if complaints := stack.complaints():
            raise Failed("\n".join(complaints))
        if written := _files(stack.app) ^ files:
            raise Failed(f"the image is read only, and these files changed: {sorted(written)}")
    except BaseException:
        stack.show_logs()
        raise
    finally:
        stack.stop()


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _step(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {message}…", flush=True)


def _terminated(*_: Any) -> None:
    raise SystemExit("terminated")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _terminated)
    with tempfile.TemporaryDirectory(prefix="entre-pares-smoke-") as name:
        try:
            with index(sys.argv[1], Path(name)) as search_url:
                smoke(Path(name), search_url)
        except (Failed, subprocess.CalledProcessError) as error:
            sys.exit(f"Smoke failed on {sys.argv[1]}: {error}")
    _step(f"Smoke passed on {sys.argv[1]}")
