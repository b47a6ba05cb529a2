"""Synthetic cases into the database of a real site: register, tree of pages, figures; in bulk."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from taggit.models import Tag
from tqdm import tqdm
from wagtail.models import Locale, Page

from benchmarks import synthetic
from cases.models import (
    CaseIndexPage,
    CasePage,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Measure,
    MunicipalityCasesPage,
    Topic,
)
from cases.models.pages import CaseTechnology
from home.management.commands.build_site import build_tree
from municipalities.models import Municipality, Network

_CHUNK = 500


def fill(cases: int) -> None:
    """A database with the shipped register and that many cases. One that has them already is left alone."""
    prepare()
    if CasePage.objects.count() == cases:
        return
    filler = _Filler(localdate())
    with tqdm(total=cases, desc="Casos sintéticos", disable=None) as progress:
        numbers = iter(range(cases))
        while chunk := list(islice(numbers, _CHUNK)):
            with transaction.atomic():
                filler.add([synthetic.case(n, filler.populations, filler.today) for n in chunk])
            progress.update(len(chunk))
    filler.close()


def prepare() -> None:
    """A database with the shipped register, the networks of the synthetic cases and no cases."""
    call_command("migrate", verbosity=0)
    if not Network.objects.filter(slug__in=synthetic.NETWORKS).exists():
        call_command("load_register")
        call_command("load_synonyms")
        build_tree()
        _networks(list(places()))


def places() -> models.QuerySet[Municipality]:
    """The municipalities among which the cases are shared out, always in the same order."""
    real = Municipality.objects.filter(is_example=False, population__gt=0)
    return real.select_related("province").order_by("country", "code")


class _Filler:
    """What every chunk needs: the register in a fixed order, vocabularies, and the places already taken."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.places = list(places())
        self.populations = [place.population or 0 for place in self.places]
        self.topics = _ensure(Topic, synthetic.TOPICS)
        self.tags = _ensure(Tag, synthetic.TECHNOLOGIES)
        self.definitions = _definitions()
        self.index = CaseIndexPage.objects.get()
        self.locale = Locale.get_default()
        self.types = ContentType.objects.get_for_models(MunicipalityCasesPage, CasePage)
        self.parents: dict[int, Page] = {}
        self.children: Counter[int] = Counter()

    def add(self, cases: Sequence[synthetic.Case]) -> None:
        self._add_parents([case.sites[0].municipality for case in cases])
        pages = Page.objects.bulk_create([self._page(case) for case in cases])
        rows = [_concrete(CasePage, page, case.fields) for page, case in zip(pages, cases, strict=True)]
        _insert_children(CasePage, rows)
        CasePage.topics.through.objects.bulk_create(
            CasePage.topics.through(casepage_id=page.pk, topic_id=self.topics[place])
            for page, case in zip(pages, cases, strict=True)
            for place in case.topics
        )
        CaseTechnology.objects.bulk_create(
            CaseTechnology(content_object_id=page.pk, tag_id=self.tags[place])
            for page, case in zip(pages, cases, strict=True)
            for place in case.technologies
        )
        self._add_figures(pages, cases)

    def close(self) -> None:
        """treebeard's count of children, once everything is in."""
        for place, parent in self.parents.items():
            parent.numchild = self.children[place]
        Page.objects.bulk_update(self.parents.values(), ["numchild"], batch_size=500)
        Page.objects.filter(pk=self.index.pk).update(numchild=len(self.parents))

    def _add_parents(self, places: Sequence[int]) -> None:
        new = [place for place in dict.fromkeys(places) if place not in self.parents]
        pages = []
        for n, place in enumerate(new, start=len(self.parents) + 1):
            title = self.places[place].name
            slug = slugify(self.places[place].slug)
            pages.append(self._child(self.index, n, MunicipalityCasesPage, title, slug, self.today))
        created = Page.objects.bulk_create(pages)
        origin = [{"municipality_id": self.places[place].pk} for place in new]
        rows = [_concrete(MunicipalityCasesPage, *pair) for pair in zip(created, origin, strict=True)]
        _insert_children(MunicipalityCasesPage, rows)
        self.parents.update(zip(new, created, strict=True))

    def _page(self, case: synthetic.Case) -> Page:
        place = case.sites[0].municipality
        self.children[place] += 1
        title, slug = str(case.fields["title"]), str(case.fields["slug"])
        return self._child(self.parents[place], self.children[place], CasePage, title, slug, case.published)

    def _child(
        self, parent: Page, number: int, model: type[Page], title: str, slug: str, published: date
    ) -> Page:
        depth = parent.depth + 1
        moment = datetime.combine(published, time(12), UTC)
        return Page(
            path=Page._get_path(parent.path, depth, number),
            depth=depth,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            content_type=self.types[model],
            locale=self.locale,
            live=True,
            first_published_at=moment,
            last_published_at=moment,
        )

    def _add_figures(self, pages: Sequence[Page], cases: Sequence[synthetic.Case]) -> None:
        attempts, indicators = [], []
        for page, case in zip(pages, cases, strict=True):
            indicators += [
                Indicator(case_id=page.pk, key=key, definition_id=definition, core=n == 0)
                for n, (key, definition) in enumerate(self.definitions)
            ]
            attempts += [
                Implementation(case_id=page.pk, municipality=self.places[site.municipality], **site.fields)
                for site in case.sites
            ]
        Indicator.objects.bulk_create(indicators)
        Implementation.objects.bulk_create(attempts)
        rows, measures = iter(attempts), []
        for n, case in enumerate(cases):
            ours = indicators[n * len(self.definitions) : (n + 1) * len(self.definitions)]
            for site, attempt in zip(case.sites, islice(rows, len(case.sites)), strict=True):
                measures += [_measure(figure, attempt, ours) for figure in site.figures]
        Measure.objects.bulk_create(measures, batch_size=1000)


def _measure(figure: synthetic.Figure, attempt: Implementation, indicators: Sequence[Indicator]) -> Measure:
    return Measure(
        indicator=indicators[figure.indicator],
        implementation=attempt,
        moment="baseline" if figure.baseline else "followup",
        value=Decimal(figure.value),
        period_end=figure.day,
        source_title="Informe sintético",
        status="accepted",
    )


def _concrete(model: type[Page], page: Page, fields: dict[str, object]) -> Page:
    own = {name: value for name, value in fields.items() if name not in ("title", "slug")}
    return model(page_ptr_id=page.pk, **own)


def _insert_children(model: type[Page], rows: list[Page]) -> None:
    """The table of a page type alone. Django's public bulk_create refuses models of several tables."""
    table = model._base_manager.get_queryset()
    table._batched_insert(rows, model._meta.local_concrete_fields, batch_size=200)


def _ensure(model: type[models.Model], slugs: Sequence[str]) -> list[int]:
    """Primary keys of a vocabulary, in its order."""
    names = {slug: slug.replace("-", " ").capitalize() for slug in slugs}
    return [model.objects.get_or_create(slug=slug, defaults={"name": names[slug]})[0].pk for slug in slugs]


def _definitions() -> list[tuple[str, int]]:
    found = []
    for key, lens, direction in synthetic.INDICATORS:
        described = {"name": f"Indicador de {key}", "unit": "%", "direction": direction, "lens": lens}
        entry = IndicatorDefinition.objects.get_or_create(slug=f"sintetico-{key}", defaults=described)
        definition = entry[0]
        found.append((key, definition.pk))
    return found


def _networks(places: Sequence[Municipality]) -> None:
    for n, slug in enumerate(synthetic.NETWORKS, start=2):
        network, _new = Network.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ")})
        network.members.set(places[n :: n * 15])
