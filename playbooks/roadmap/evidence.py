"""The cases behind a playbook, with what they prove today near a municipality."""

from datetime import date

from cases.models import CasePage
from cases.presenting.listing import fill_in_origins
from cases.proof import sentence
from cases.wording import level_label
from playbooks.models import PlaybookPage
from playbooks.roadmap.plan import Evidence


def cases_of(playbook: PlaybookPage) -> list[CasePage]:
    """The published cases of the playbook and of its published steps, with facts: real first, by title."""
    steps = [one.pk for one in playbook.steps()]
    cases = CasePage.objects.published().with_facts()
    keys = {*playbook.cases.values_list("pk", flat=True)}
    keys |= {*CasePage.objects.filter(steps__in=steps).values_list("pk", flat=True)}
    pages = list(cases.filter(pk__in=keys).order_by("title", "pk"))
    fill_in_origins(pages)
    return sorted(pages, key=lambda page: page.is_example)


def evidence_of(playbook: PlaybookPage, population: int | None, today: date) -> tuple[Evidence, ...]:
    """A row for each case. Without a population, what is known anywhere."""
    return tuple(_row(page, population, today) for page in cases_of(playbook))


def _row(page: CasePage, population: int | None, today: date) -> Evidence:
    assessment = page.assessment(today)
    places = [one.municipality for one in page.implementations.all()]
    return Evidence(
        case=page.title,
        url=page.url or "",
        municipality=str(page.municipality),
        level=int(assessment.level),
        level_name=str(level_label(assessment.level)),
        sentence=sentence(assessment, population, {one.key: one.name for one in places}),
        example=page.is_example,
    )
