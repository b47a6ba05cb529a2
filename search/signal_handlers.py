"""search listens and nobody calls it: which cases a change of any record concerns.

Model signals run inside the transaction of the change. Wagtail's page signals run outside of any, after it;
a move or a new slug rewrites the addresses of a whole subtree by SQL, without a signal for each page.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cases.models import (
    AcceptedDispute,
    AiSheet,
    CasePage,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Measure,
    NetworkStandard,
    Topic,
)
from municipalities.models import GovernmentChange, Municipality, Network, Province
from municipalities.signals import register_changed
from playbooks.models import PlaybookPage
from search.outbox import enqueue

_CODES = 500  # parameters of one query that every database takes
# Record → the lookup that leads from a case to it.
CONCERNS: dict[type[models.Model], str] = {
    CasePage: "pk",
    Implementation: "implementations",
    Indicator: "indicators",
    IndicatorDefinition: "indicators__definition",
    Measure: "implementations__measures",
    AiSheet: "implementations__ai_sheet",
    AcceptedDispute: "indicators__accepted_disputes",
    NetworkStandard: "network_standards",
    Topic: "topics",
    Tag: "tagged_technologies__tag",
    PlaybookPage: "playbooks",
    Municipality: "implementations__municipality",
    GovernmentChange: "implementations__municipality__government_changes",
    Province: "implementations__municipality__province",
    Network: "implementations__municipality__networks",
    Page: "pk",
}


def connect() -> None:
    """Called once, when every model is loaded."""
    for model in CONCERNS:
        post_save.connect(_saved, sender=model)
        pre_delete.connect(_deleted, sender=model)
    for restricting in (PageViewRestriction, Site):
        post_save.connect(_restricted, sender=restricting)
        post_delete.connect(_restricted, sender=restricting)
    post_save.connect(_page_saved)
    m2m_changed.connect(_members, sender=Network.members.through)
    register_changed.connect(_register_changed)
    for signal in (page_published, page_unpublished):
        signal.connect(_page_changed)
    for signal in (post_page_move, page_slug_changed):
        signal.connect(_subtree_changed)


def cases_of(record: models.Model) -> Iterable[int]:
    """The cases that a record has a say in."""
    if isinstance(record, CasePage):
        return [record.pk]
    lookup = next(lookup for model, lookup in CONCERNS.items() if isinstance(record, model))
    cases = _keys(CasePage.objects.filter(**{lookup: record.pk}))
    if isinstance(record, PlaybookPage):
        # Its links are stored after the signal: what it is about to name, besides what it named.
        cases |= {case.pk for case in record.cases.all()}
    return cases


def _saved(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        enqueue(cases_of(instance))


def _deleted(instance: models.Model, **kwargs: Any) -> None:
    """Before it goes, while what it concerned can still be asked."""
    enqueue(cases_of(instance))


def _restricted(instance: PageViewRestriction | Site, **kwargs: Any) -> None:
    page = instance.page if isinstance(instance, PageViewRestriction) else instance.root_page
    _enqueue_subtree(page)


def _members(instance: models.Model, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    """A network gained or lost members, said from either side."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if isinstance(instance, Municipality):
        enqueue(cases_of(instance))
    elif action == "pre_clear":
        enqueue(_keys(CasePage.objects.filter(implementations__municipality__networks=instance.pk)))
    else:
        enqueue(_keys(CasePage.objects.filter(implementations__municipality__in=pk_set or ())))


def _register_changed(keys: Iterable[str], **kwargs: Any) -> None:
    """An import changed municipalities in bulk, without a signal for each."""
    codes = {key.partition("-")[2] for key in keys}
    for start in range(0, len(codes), _CODES):
        some = sorted(codes)[start : start + _CODES]
        enqueue(_keys(CasePage.objects.filter(implementations__municipality__code__in=some)))


def _page_changed(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, CasePage | PlaybookPage):
        enqueue(cases_of(instance))


def _page_saved(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """A page above the cases may have got a new slug, and Wagtail says so only after the commit."""
    if isinstance(instance, Page) and not isinstance(instance, CasePage | PlaybookPage) and not raw:
        _enqueue_subtree(instance)


def _subtree_changed(instance: Page, **kwargs: Any) -> None:
    _enqueue_subtree(instance)


def _enqueue_subtree(page: Page) -> None:
    enqueue(_keys(CasePage.objects.filter(path__startswith=page.path)))


def _keys(cases: models.QuerySet[CasePage]) -> set[int]:
    return set(cases.values_list("pk", flat=True))
