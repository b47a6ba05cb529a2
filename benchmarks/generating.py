"""Documents of synthetic cases without a database: the same number and day always give the same document.

The site's own rules make them (`cases.evidence`, `search.case_documents`) from objects that answer as its
models do.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace

from django.db.models import Model
from django.utils.text import slugify

from benchmarks import synthetic
from benchmarks.filling import places
from cases.evidence import assess
from cases.models import CasePage, Implementation
from cases.stored_facts import case_facts
from search.case_documents import case_document
from search.documents import CaseDocument

DAY = date(2026, 11, 1)
"""The day of every synthetic document: a run that goes on tomorrow reads the same cases."""


class Documents(Sequence[CaseDocument]):
    """The documents of the first so many cases. Each is made when it is asked for, and none is kept."""

    def __init__(self, size: int, day: date = DAY) -> None:
        self._size, self._day = size, day
        self._places = list(places().prefetch_related("networks", "government_changes"))
        self._populations = [place.population or 0 for place in self._places]
        self._vocabulary = {slug: _named(slug) for slug in (*synthetic.TOPICS, *synthetic.TECHNOLOGIES)}
        self._indicators = [_indicator(*one) for one in synthetic.INDICATORS]
        self._in_order = _Rows(sorted(self._indicators, key=lambda one: (not one.core, one.key)))
        self._blank = {model: _defaults(model) for model in (CasePage, Implementation)}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, number: int) -> CaseDocument:
        if not 0 <= number < self._size:
            raise IndexError(number)
        case = synthetic.case(number, self._populations, self._day)
        return case_document(self._page(case), self._day)

    def _page(self, case: synthetic.Case) -> SimpleNamespace:
        origin = self._places[case.sites[0].municipality]
        page = SimpleNamespace(
            **self._blank[CasePage] | case.fields,
            pk=case.number + 1,
            live=True,
            url=f"/casos/{slugify(origin.slug)}/{case.fields['slug']}/",
            municipality=origin,
            first_published_at=datetime.combine(case.published, time(12), UTC),
            topics=_Rows(self._vocabulary[slug] for slug in sorted(synthetic.TOPICS[n] for n in case.topics)),
            tagged_technologies=_Rows(
                SimpleNamespace(tag=self._vocabulary[synthetic.TECHNOLOGIES[n]]) for n in case.technologies
            ),
            indicators=self._in_order,
            implementations=_Rows(self._attempt(n, site) for n, site in enumerate(case.sites)),
            network_standards=_Rows(),
            playbooks=_Rows(),
        )
        page.assessment = lambda today: assess(case_facts(page), today)
        return page

    def _attempt(self, number: int, site: synthetic.Site) -> SimpleNamespace:
        return SimpleNamespace(
            **self._blank[Implementation] | site.fields,
            pk=number,
            municipality=self._places[site.municipality],
            measures=_Rows(self._measure(figure) for figure in site.figures),
        )

    def _measure(self, figure: synthetic.Figure) -> SimpleNamespace:
        return SimpleNamespace(
            pk=0,
            indicator=self._indicators[figure.indicator],
            moment="baseline" if figure.baseline else "followup",
            value=Decimal(figure.value),
            unit="%",
            period_end=figure.day,
            group="",
            said_by="self",
            sourced=True,
            status="accepted",
        )


class _Rows(tuple[SimpleNamespace, ...]):
    """What a related manager gives."""

    def all(self) -> "_Rows":
        return self


def _named(slug: str) -> SimpleNamespace:
    return SimpleNamespace(slug=slug, name=slug.replace("-", " ").capitalize())


def _indicator(key: str, lens: str, direction: str) -> SimpleNamespace:
    return SimpleNamespace(
        key=key,
        name=f"Indicador de {key}",
        kind="outcome",
        lens=lens,
        direction=direction,
        core=key == synthetic.INDICATORS[0][0],
        accepted=True,
        retired_at=None,
        accepted_disputes=_Rows(),
    )


def _defaults(model: type[Model]) -> dict[str, object]:
    """What a new object of the model says in the columns of its own table."""
    columns = model._meta.local_concrete_fields
    return {column.name: column.get_default() for column in columns if not column.is_relation}
