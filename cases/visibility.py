"""What somebody reads in the admin: what is public, and what is of their cities (design.md §8).

Wagtail asks for a permission before it changes something, not before it says what it is called. These are
the rules; `cases.doors` and the hooks of `cases.wagtail_hooks` ask them.
"""

from django.db.models import Q, QuerySet
from wagtail.documents.models import Document
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry

from accounts.models import User
from cases.models import Measure, ReplicationReport
from cases.uploads import UNCONFIRMED


def pages_of(user: User) -> PageQuerySet:
    """The pages below which they work, and those that lead there. Everything, for administrators."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def pages_for(user: User) -> PageQuerySet:
    """The pages that they may choose, or hear the title of."""
    return pages_of(user) | Page.objects.live()


def documents_for(user: User) -> QuerySet[Document]:
    """The files that they may open.

    One that backs a figure that nobody confirmed is for whoever uploaded it, for the city that the figure is
    about, for the coordinators of its networks, and for administrators.
    """
    if user.is_superuser:
        return Document.objects.all()
    cities = user.municipalities_for("see_team")
    measured = Measure.objects.filter(implementation__municipality__in=cities, document__isnull=False)
    told = ReplicationReport.objects.waiting().filter(municipality__in=cities)
    named = [
        int(pk)
        for answers in told.values_list("answers", flat=True)
        for raw in answers.values()
        for pk in raw.get("document", [])
        if pk
    ]
    theirs = Q(uploaded_by_user=user) | Q(pk__in=measured.values("document")) | Q(pk__in=named)
    return Document.objects.filter(theirs | ~Q(collection__name=UNCONFIRMED))
