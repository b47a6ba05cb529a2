"""The finder through HTTP: gunicorn on loopback as in production, and a bounded loader."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from tqdm import tqdm

from benchmarks import spanish
from benchmarks.measuring import summary
from home.models import HomePage, StandardPage

_BARE = "pagina-sin-nada"
_START_SECONDS = 60


@dataclass
class Load:
    """Requests that were answered 200. `bytes` counts the bodies."""

    seconds: float = 0.0
    bytes: int = 0
    failed: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0


@contextmanager
def serving() -> Iterator[int]:
    """gunicorn with the project's own configuration and DEBUG=0, on a free port of loopback."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    environment = {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATA_DIR": str(settings.DATA_DIR),
        "LOG_LEVEL": "ERROR",
    }
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def compare(port: int, addresses: Sequence[str], rounds: int, seconds: float, most: int) -> dict[str, Any]:
    """The finder against a bare Wagtail page of the same size, in turns, so that both meet the same machine.

    Each turn lasts `seconds` or `most` requests, whichever comes first, over four connections.
    """
    warm = load(port, addresses, seconds, most, connections=4)
    size = warm.bytes // max(1, len(warm.times))
    bare = [_bare_page(port, size)]
    finder, plain = Load(), Load()
    with tqdm(total=2 * rounds, desc="Por HTTP, por turnos", disable=None) as progress:
        for _turn in range(rounds):
            for total, asked in ((finder, addresses), (plain, bare)):
                _add(total, load(port, asked, seconds, most, connections=4))
                progress.update()
    alone = load(port, addresses, seconds, len(addresses), connections=1)
    return {
        "finder": {"requests_per_s": round(finder.rate, 1), **summary(finder.times), **_size(finder)},
        "bare_page": {"requests_per_s": round(plain.rate, 1), **summary(plain.times), **_size(plain)},
        "finder_one_connection": summary(alone.times),
        "failed": finder.failed + plain.failed + alone.failed,
        "connections": 4,
    }


def load(port: int, addresses: Sequence[str], seconds: float, most: int, connections: int) -> Load:
    """Requests one after the other on each connection, until the time or the count is over."""
    return asyncio.run(_load(port, addresses, seconds, most, connections))


async def _load(port: int, addresses: Sequence[str], seconds: float, most: int, connections: int) -> Load:
    total, began = Load(), time.perf_counter()
    turn = iter(range(most))

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in turn:
            if time.perf_counter() - began > seconds:
                break
            asked = time.perf_counter()
            status, size, closing = await _get(reader, writer, addresses[number % len(addresses)])
            if status == 200:
                total.times.append(1000 * (time.perf_counter() - asked))
                total.bytes += size
            else:
                total.failed += 1
            if closing:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    await asyncio.gather(*(one() for _n in range(connections)))
    total.seconds = time.perf_counter() - began
    return total


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str
) -> tuple[int, int, bool]:
    """Status, bytes of the body, and whether the server will close the connection."""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"content-length:" not in head:
        return status, len(await reader.read()), True
    size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(size)
    return status, size, b"connection: close" in head


def _bare_page(port: int, size: int) -> str:
    """A page of plain text that is as long as the finder's. Found by asking for it and correcting once."""
    page = StandardPage.objects.filter(slug=_BARE).first()
    if page is None:
        page = StandardPage(title="Página sin nada", slug=_BARE)
        HomePage.objects.get().add_child(instance=page)
    text = spanish.prose(Random("página"), size // 5)
    page.body = text[: size // 2]
    page.save()
    address = f"/{_BARE}/"
    for _try in range(3):
        missing = size - load(port, [address], 5, 1, connections=1).bytes
        page.body = text[: len(page.body) + missing]
        page.save()
    return address


def _add(total: Load, turn: Load) -> None:
    total.seconds += turn.seconds
    total.bytes += turn.bytes
    total.failed += turn.failed
    total.times += turn.times


def _size(total: Load) -> dict[str, int]:
    return {"bytes_per_page": total.bytes // max(1, len(total.times))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/buscar/", timeout=5)
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("gunicorn did not answer: see its messages above")
