"""One small country for the whole folder: a city with its things, another city, and a browser per role."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client

from accounts.models import User
from cases.models import CasePage, Implementation
from municipalities.models import Municipality

# Words that stand in no text of the site. A draft's is a secret; a published case's is not, but nobody who
# is refused reads it.
SECRET = "zarzaparrilla"
TITLE = "berenjenal"
INBOX = "buzonreservado@prueba.test"


class Who(StrEnum):
    """Who asks. "Own" is the city that everything in the matrix belongs to."""

    VISITOR = "visitor"
    CONTRIBUTOR = "contributor"
    FOREIGN_CONTRIBUTOR = "contributor of another city"
    LEAD = "lead"
    FOREIGN_LEAD = "lead of another city"
    COORDINATOR = "coordinator"
    FOREIGN_COORDINATOR = "coordinator of another network"
    ADMIN = "admin"


class State(StrEnum):
    LIVE = "live"
    DRAFT = "draft"
    WAITING = "in review"
    ARCHIVED = "archived"


def origin_of(case: CasePage) -> Implementation:
    return case.implementations.get(role="origin")


BY_STATE: dict[str, Callable[[CasePage], Any]] = {
    "page": lambda case: case.pk,
    "slug": lambda case: case.identifier,
    "page_url": lambda case: case.get_url_parts()[2],
    "revision": lambda case: case.latest_revision_id,
    "indicator": lambda case: case.indicators.get().pk,
    "figure": lambda case: origin_of(case).measures.filter(status="submitted", said_by="self").get().pk,
    "incident": lambda case: origin_of(case).ai_sheet.incident_log.get().pk,
}
"""What there is one of for each case."""


@dataclass
class World:
    place: Municipality
    other: Municipality
    people: dict[Who, User] = field(default_factory=dict)
    browsers: dict[Who, Client] = field(default_factory=dict)
    cases: dict[State, CasePage] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    """What the addresses of the matrix name, by the name that `matrix` gives it."""

    def thing(self, name: str, state: State) -> str:
        """What the matrix calls `name`, as it stands in an address."""
        if name in BY_STATE:
            return str(BY_STATE[name](self.cases[state]))
        found = self.things[name]
        return str(found if isinstance(found, str | int | UUID) else found.pk)

    def ask(self, who: Who, method: str, address: str, shown: bool = True, **how: Any) -> HttpResponse:
        """A request of that person. Whatever it changes is undone, so that the next one finds it all.

        shown: whether the page of a class-based view is drawn. That is most of the time of a request, and
        the view decides before it whether one may.
        """
        browser = self.browsers[who]
        kept = browser.cookies.output(header="", sep=";")
        browser.raise_request_exception = False
        try:
            with undone(), nullcontext() if shown else _undrawn():
                response = getattr(browser, method.lower())(address, **how)
                response.text_read = _read(response)
                return response
        finally:
            browser.cookies.clear()
            browser.cookies.load(kept)


def _undrawn() -> AbstractContextManager[object]:
    return patch.object(SimpleTemplateResponse, "rendered_content", "")


def _read(response: HttpResponse) -> str:
    """Everything that was sent, files included."""
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    return sent.decode("utf-8", "replace")


@contextmanager
def undone() -> Iterator[None]:
    """Like a test of pytest-django, inside one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
