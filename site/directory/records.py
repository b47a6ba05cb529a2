"""What a municipality did with each case, and the municipalities that are like it."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from cases.evidence import SiteAssessment
from cases.models import CasePage, Implementation
from cases.presenting import fill_in_origins
from cases.wording import level_label, state_label
from municipalities.models import Municipality, Province
from municipalities.peers import Peer, known_profile, nearest
from search.explanation import ExplainedTerm, explained_terms


@dataclass(frozen=True, slots=True)
class Record:
    """A case as it went in this municipality."""

    page: CasePage
    level: int
    level_name: str
    row: Implementation
    site: SiteAssessment

    @property
    def origin(self) -> bool:
        return self.site.site.origin

    @property
    def state_name(self) -> str:
        return str(state_label(self.site.state))


@dataclass(frozen=True, slots=True)
class Likeness:
    peer: Peer
    percent: int
    terms: tuple[ExplainedTerm, ...]

    @property
    def known(self) -> int:
        return sum(term.known for term in self.terms)


def records_of(place: Municipality) -> list[Record]:
    """Every public case in which it takes part, abandoned ones included, by title."""
    pages = list(
        CasePage.objects.published()
        .with_facts()
        .filter(implementations__municipality=place)
        .distinct()
        .order_by("title")
    )
    fill_in_origins(pages)
    today = localdate()
    records = []
    for page in pages:
        assessment = page.assessment(today)
        rows = {(row.municipality_id, row.attempt): row for row in page.implementations.all()}
        for one in assessment.sites:
            if one.site.municipality == place.key:
                row = rows[place.pk, one.site.attempt]
                name = str(level_label(assessment.level))
                records.append(Record(page, int(assessment.level), name, row, one))
    return records


def peers_of(place: Municipality, n: int) -> list[Likeness]:
    """The most similar municipalities, with each variable and both values."""
    names = {province.key: province.name for province in Province.objects.all()}
    found = nearest(known_profile(place.profile), n, examples=place.is_example)
    return [
        Likeness(peer, round(peer.similarity.score * 100), explained_terms(peer.similarity, names))
        for peer in found
    ]
