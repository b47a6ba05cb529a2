"""What somebody asks for in the address of a plan that is not saved: the address is the whole state."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.http import QueryDict
from wagtail.models import PageQuerySet

from municipalities.models import Municipality
from municipalities.reader import Reader
from playbooks.models import PlaybookPage
from playbooks.roadmap.diagnosis import Diagnosis
from playbooks.roadmap.drafting import Draft, draft
from playbooks.roadmap.forms import AdoptForm
from playbooks.roadmap.pieces import Measured, indicators_of, pieces_of

BY_PLAYBOOK, BY_START = "guia", "inicio"


@dataclass
class Wish:
    """A playbook, who would adopt it, and the form as it stands in the address."""

    playbook: PlaybookPage
    reader: Reader | None
    params: QueryDict

    @cached_property
    def form(self) -> AdoptForm:
        """Unbound until a start was asked for: nobody is told off for what they have not been asked."""
        pieces = pieces_of(self.playbook)
        every = [*indicators_of(self.playbook), *(one for piece in pieces for one in piece.indicators)]
        indicators: dict[str, Measured] = {one.slug: one for one in every}
        asked = BY_START in self.params
        return AdoptForm(self.params if asked else None, pieces, list(indicators.values()))

    @property
    def place(self) -> Municipality | None:
        return Municipality.objects.by_key(self.reader.key) if self.reader and self.reader.key else None

    @property
    def starts(self) -> date:
        found: date = self.form.cleaned_data["inicio"]
        return found

    @property
    def told(self) -> Diagnosis:
        return self.form.diagnosis()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The address in one order, without what is not ours: two that ask the same are the same."""
        told = self.told
        ticks = {"tengo": told.have, "mido": told.measured, "traba": told.bottlenecks}
        return [
            (BY_PLAYBOOK, self.playbook.slug),
            *self._readers_pairs(),
            (BY_START, self.starts.isoformat()),
            *([("diagnostico", "1")] if told.answered else []),
            *((name, value) for name, values in ticks.items() for value in sorted(values)),
        ]

    def _readers_pairs(self) -> list[tuple[str, str]]:
        return list((self.reader.params() if self.reader else {}).items())

    @property
    def query(self) -> str:
        return urlencode(self.pairs)

    def read_by(self, place: Municipality) -> "Wish":
        """The same for that municipality."""
        other = replace(self, reader=Reader.of(place))
        other.form.is_valid()
        return other

    def draft(self, place: Municipality | None = None) -> Draft:
        """The plan. A `place` takes the plan for itself, instead of whoever reads."""
        population = self.reader.population if self.reader else None
        # Of a playbook and a place, so that asking again for other dates updates what a calendar has.
        uid = uuid5(NAMESPACE_URL, urlencode([(BY_PLAYBOOK, self.playbook.slug), *self._readers_pairs()]))
        return draft(self.playbook, place or self.place, self.starts, self.told, uid, population)


def adoptable() -> PageQuerySet:
    """The public playbooks with steps to put dates on, by title."""
    dated = PlaybookPage.objects.live().public().filter(uses__step__live=True)
    return dated.distinct().order_by("title")


def wish(params: QueryDict, reader: Reader | None) -> Wish | None:
    """None for a playbook that nobody can adopt."""
    slug = params.get(BY_PLAYBOOK, "").replace("\x00", "")
    playbook = adoptable().filter(slug=slug).first()
    return Wish(playbook, reader, params) if playbook else None
