"""The replications about which somebody may do something, and those that wait for it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import Action
from cases.models import Implementation, Measure, Phase, ReplicationReport, SaidBy


def sites_for(user: User, action: Action) -> QuerySet[Implementation]:
    """The replications about which this person may do that."""
    sites = Implementation.objects.filter(role="replication")
    sites = sites.filter(municipality__in=user.municipalities_for(action).values("pk"))
    return sites.select_related("municipality__province", "case")


def to_confirm(user: User) -> QuerySet[Implementation]:
    """What waits for this lead's word, oldest first."""
    if not user.can("confirm"):
        return Implementation.objects.none()
    own = Measure.objects.submitted().filter(said_by=SaidBy.SELF, implementation=OuterRef("pk"))
    told = ReplicationReport.objects.waiting().filter(implementation=OuterRef("pk"))
    waits = Q(confirmed_on=None) | Q(Exists(own)) | Q(Exists(told))
    return sites_for(user, "confirm").filter(waits).order_by("pk")


def with_ai(user: User) -> QuerySet[Implementation]:
    """Those of this person's cities that use artificial intelligence, by what the case or a sheet says."""
    uses = Q(case__uses_ai=True) | Q(ai_sheet__isnull=False)
    return sites_for(user, "report").filter(uses).select_related("ai_sheet")


def sheets_due(user: User) -> list[Implementation]:
    """Those whose sheet is incomplete, or has a serious incident open."""
    if not user.can("report"):
        return []
    running = with_ai(user).exclude(phase__in=(Phase.INTENT, Phase.ABANDONED))
    return [one for one in running.order_by("pk") if not one.governed]
