"""The story of a case: its page, where the page hangs, and its publication."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from wagtail.models import Site

from cases.case_files.fields import take
from cases.case_files.work import Work, differing
from cases.models import CaseIndexPage, CasePage, CaseSource, MunicipalityCasesPage
from municipalities.models import Municipality

LICENCE = "CC BY 4.0"


def story_of(case: Mapping[str, Any], work: Work) -> "Story | None":
    """The story that the file brings up to date or begins. None when it cannot be: the error is noted."""
    municipality = work.known.municipalities[case["municipality"]["country"], case["municipality"]["code"]]
    page = CasePage.objects.filter(identifier=case["id"]).first()
    if page is None:
        page = CasePage(identifier=case["id"], slug=case["id"], live=False, **_values(case))
        _cases_page(municipality).add_child(instance=page)
        return Story(page, case, work, added=True)
    if page.municipality != municipality:
        message = _("This case belongs to %(place)s, and a case never moves to another municipality.")
        work.error(f"{work.path}.municipality", message % {"place": page.municipality})
        return None
    return Story(page, case, work)


class Story:
    """The page of one case on its way in. A new one is not live until `publish`."""

    def __init__(self, page: CasePage, case: Mapping[str, Any], work: Work, *, added: bool = False) -> None:
        self.page, self.case, self.work, self.added = page, case, work, added
        self.changed = added

    def publish(self) -> None:
        """Write what the file says and publish it, or save it as a draft. Nothing when nothing changed."""
        page, work = self.page, self.work
        shown, archived = page.live, not page.live and page.first_published_at is not None
        publishes = not work.draft and not archived
        # A draft of the file follows the newest draft; a publication follows what the public reads.
        if not publishes and page.latest_revision_id:
            page = page.get_latest_revision_as_object()
        self._apply(page)
        if publishes:
            self._date(page)
        if not self.changed and not (publishes and not shown):
            return
        work.changed = True
        if publishes and shown and page.has_unpublished_changes:
            work.warn(work.path, _("The draft in progress of this case stays in its history, unpublished."))
        revision = page.save_revision(log_action=True)
        if publishes:
            revision.publish()
        elif archived:
            work.warn(work.path, _("This case is archived: the file was saved as a draft and not published."))

    def _apply(self, page: CasePage) -> None:
        values = _values(self.case)
        if differing(page, values):
            self.changed = True
            for name, value in values.items():
                setattr(page, name, value)
        topics = [self.work.known.topics[slug] for slug in self.case.get("topics", [])]
        if {topic.pk for topic in topics} != {topic.pk for topic in page.topics.all()}:
            self.changed = True
            page.topics.set(topics)
        names = {name.casefold(): name for name in self.case.get("technologies", [])}
        if set(names) != {tag.name.casefold() for tag in page.technologies.all()}:
            self.changed = True
            page.technologies.set(list(names.values()))
        sources = [take(source, CaseSource) for source in self.case.get("sources", [])]
        stored = list(page.sources.all())
        if len(sources) != len(stored) or any(
            differing(one, values) for one, values in zip(stored, sources, strict=True)
        ):
            self.changed = True
            page.sources.set([CaseSource(sort_order=n, **values) for n, values in enumerate(sources)])

    def _date(self, page: CasePage) -> None:
        """When the file says since when it is public, the page says the same day."""
        told = self.case.get("published_on")
        day = date.fromisoformat(told) if told else None
        stored = page.first_published_at
        if day and (stored is None or localdate(stored) != day):
            page.first_published_at = make_aware(datetime.combine(day, time(12)))
            # Publishing reads this field from the database, not from the revision.
            CasePage.objects.filter(pk=page.pk).update(first_published_at=page.first_published_at)
            self.changed = True


def _values(case: Mapping[str, Any]) -> dict[str, Any]:
    values = take(case, CasePage)
    return {**values, "licence": values["licence"] or LICENCE}


def _cases_page(municipality: Municipality) -> MunicipalityCasesPage:
    page = MunicipalityCasesPage.objects.filter(municipality=municipality).first()
    if page is None:
        page = MunicipalityCasesPage(
            title=municipality.name, slug=slugify(municipality.slug), municipality=municipality
        )
        _index().add_child(instance=page)
    return page


def _index() -> CaseIndexPage:
    index = CaseIndexPage.objects.first()
    if index is None:
        home = Site.objects.get(is_default_site=True).root_page
        index = home.add_child(instance=CaseIndexPage(title=_("Cases"), slug="casos", show_in_menus=True))
    return index
