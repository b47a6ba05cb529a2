"""What other municipalities replicated is theirs too: it is archived, never deleted, copied or moved.

design.md §3. The admin refuses with an explanation (`cases.wagtail_hooks`); whatever else deletes pages,
a command or a shell, is stopped by the signal of `cases.signal_handlers`.
"""

from collections.abc import Iterable

from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cases.models import CaseIndexPage, CasePage, Implementation, MunicipalityCasesPage
from cases.querysets import CasePageQuerySet


class ReplicatedCase(ProtectedError):
    """A page cannot be deleted: other municipalities recorded what they did with the case."""

    def __init__(self, case: CasePage) -> None:
        super().__init__(why_it_stays([case]), {case})


def replicated_within(pages: Iterable[Page]) -> CasePageQuerySet:
    """The cases at or under these pages about which another municipality recorded something."""
    under = Q(pk__in=[])
    for page in pages:
        under |= Q(path__startswith=page.path)
    return CasePage.objects.filter(under).replicated_by_others()


def is_part_of_the_tree(page: Page) -> bool:
    """Pages of which there is one for each thing, so a copy means nothing: the index, a city's, a case."""
    return issubclass(page.specific_class, CaseIndexPage | MunicipalityCasesPage | CasePage)


def refuse_to_delete(case: CasePage) -> None:
    """Raises ReplicatedCase when another municipality replicated it."""
    if Implementation.objects.filter(case=case, role=Implementation.Role.REPLICATION).exists():
        raise ReplicatedCase(case)


def why_it_stays(cases: Iterable[CasePage]) -> str:
    """The sentence for whoever tried."""
    titles = [f"“{case.title}”" for case in cases]
    message = ngettext(
        "%(titles)s stays where it is: other municipalities replicated it, and it is theirs too. "
        "To take it out of sight, unpublish it.",
        "%(titles)s stay where they are: other municipalities replicated them, and they are theirs too. "
        "To take them out of sight, unpublish them.",
        len(titles),
    )
    more = len(titles) - 3
    named = ", ".join(titles[:3]) + (_(" and %(n)d more") % {"n": more} if more > 0 else "")
    return message % {"titles": named}
