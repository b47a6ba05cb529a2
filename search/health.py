"""/salud/: whether the process lives, and whether the site can do its work. For balancers and alarms."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engines import get_engines
from search.models import PendingChange
from search.outbox import is_resting

LATE = timedelta(minutes=5)
"""A change that waits for longer is a sign that nobody carries it out."""
LEAST_SPACE = 200 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Check:
    """`ok`, `degraded` (it works, with less than it should) or `failed`."""

    name: str
    state: str
    detail: str = ""


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing."""
    return _private(HttpResponse("vivo", content_type="text/plain; charset=utf-8"))


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the site does its work, maybe with less than it should; 503 when it does not."""
    found = list(checks())
    failed = any(one.state == "failed" for one in found)
    degraded = any(one.state == "degraded" for one in found)
    body = {
        "estado": "caído" if failed else "degradado" if degraded else "listo",
        "controles": {one.name: {"estado": one.state, "detalle": one.detail} for one in found},
    }
    return _private(
        JsonResponse(body, status=503 if failed else 200, json_dumps_params={"ensure_ascii": False})
    )


def checks() -> Iterator[Check]:
    """Every check in order. None raises, and none waits for a server longer than a question would."""
    for name, check in CHECKS.items():
        try:
            state, detail = check()
        except DatabaseError as error:
            state, detail = "failed", type(error).__name__
        yield Check(name, state, detail)


def _database() -> tuple[str, str]:
    """It takes writes: a row that is never committed."""
    with transaction.atomic():
        PendingChange.objects.create(index="salud", case=0, since=timezone.now(), stamp="salud")
        transaction.set_rollback(True)
    return "ok", connection.vendor


def _migrations() -> tuple[str, str]:
    """Asked once a minute in each process: the plan reads every migration."""
    missing = cache.get("search.health.migrations")
    if missing is None:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        cache.set("search.health.migrations", missing, 60)
    return ("failed", f"faltan {missing}") if missing else ("ok", "")


def _index() -> tuple[str, str]:
    """The engine that should answer, or at least its standby."""
    problems = []
    for engine in get_engines():
        problem = "no contesta" if is_resting(engine) else engine.status().problem
        problems.append(f"{engine.name}: {problem}" if problem else "")
    if not any(problems):
        return "ok", ""
    return ("failed" if all(problems) else "degraded"), "; ".join(filter(None, problems))


def _outbox() -> tuple[str, str]:
    waiting = PendingChange.objects.order_by("since").first()
    if waiting is None:
        return "ok", ""
    late = timezone.now() - waiting.since > LATE
    detail = f"{PendingChange.objects.count()} cambios esperan desde {waiting.since:%Y-%m-%dT%H:%MZ}"
    return ("degraded" if late else "ok"), detail


def _disk() -> tuple[str, str]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return ("ok" if free > LEAST_SPACE else "failed"), f"{free // 1024 // 1024} MB libres"


CHECKS: dict[str, Callable[[], tuple[str, str]]] = {
    "base": _database,
    "migraciones": _migrations,
    "indice": _index,
    "pendientes": _outbox,
    "disco": _disk,
}


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
