"""How the search is doing: every index, what waits for it, what people ask and do not find."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from search.drift import Drift, drift, hashes_now
from search.engines import get_engines
from search.engines.base import Engine
from search.facets import FACET
from search.labels import labels
from search.models import IndexState, LoggedQuery, PendingChange

SHOWN = 10


@dataclass(frozen=True, slots=True)
class IndexReport:
    """One index. `drift` is only there when it was asked for: it reads every case."""

    name: str
    address: str
    version: str
    problem: str
    documents: int
    pending: int
    waiting_since: datetime | None
    rebuilt: datetime | None
    rebuilt_seconds: int | None
    drift: Drift | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is listed: how often, how many cases it found at most, and how long it took."""

    words: str
    facets: str
    times: int
    results: int
    milliseconds: int

    @property
    def querystring(self) -> str:
        """What asks it again."""
        return "&".join(filter(None, (urlencode({"q": self.words}) if self.words else "", self.facets)))

    @property
    def label(self) -> str:
        """Its words and what was chosen, as a person reads them: "basura · Residuos · Santa Fe"."""
        # What was kept may have been cut short, or be of a facet that is no more.
        chosen = [(name, value) for name, value in parse_qsl(self.facets) if name in FACET]
        return " · ".join(
            filter(None, (self.words, *(labels(name, [value])[value] for name, value in chosen)))
        )


@dataclass(frozen=True, slots=True)
class Status:
    indices: tuple[IndexReport, ...]
    slowest: tuple[Asked, ...]
    unanswered: tuple[Asked, ...]
    questions: int


def status(with_drift: bool = False) -> Status:
    """The slowest questions of the last day, and those of the last week that found nothing."""
    wanted = hashes_now() if with_drift else None
    urls = [url for url in (settings.SEARCH_URL, settings.SEARCH_STANDBY_URL) if url]
    now = timezone.now()
    day, week = now - timedelta(days=1), now - timedelta(days=7)
    return Status(
        indices=tuple(
            _report(engine, url, drift(engine, wanted) if with_drift else None)
            for engine, url in zip(get_engines(), urls, strict=True)
        ),
        slowest=_asked(LoggedQuery.objects.filter(asked__gte=day), "-slowest"),
        unanswered=_asked(LoggedQuery.objects.filter(asked__gte=week, results=0).exclude(words=""), "-times"),
        questions=LoggedQuery.objects.filter(asked__gte=week).count(),
    )


def _report(engine: Engine, url: str, found: Drift | None) -> IndexReport:
    held = engine.status()
    pending = PendingChange.objects.filter(index=engine.name).order_by("since")
    state = IndexState.objects.filter(index=engine.name).first()
    first = pending.first()
    return IndexReport(
        name=engine.name,
        address=without_password(url),
        version=" · ".join(f"{name} {value}" for name, value in held.metadata.items()),
        problem=held.problem,
        documents=held.documents,
        pending=pending.count(),
        waiting_since=first.since if first else None,
        rebuilt=state.rebuilt if state else None,
        rebuilt_seconds=state.seconds if state else None,
        drift=found,
    )


def without_password(url: str) -> str:
    """An address that may be shown: "elasticsearch://server:9200/name"."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _asked(found: QuerySet[LoggedQuery], order: str) -> tuple[Asked, ...]:
    grouped = found.values("words", "facets").annotate(
        times=Count("pk"), most=Max("results"), slowest=Max("milliseconds")
    )
    return tuple(
        Asked(row["words"], row["facets"], row["times"], row["most"], row["slowest"])
        for row in grouped.order_by(order, "words")[:SHOWN]
    )
