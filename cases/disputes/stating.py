"""Who may state a figure of another city, and what it may change by itself: nothing."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from accounts.audit import Action, record
from accounts.models import User
from cases.evidence import Assessment
from cases.models import CasePage, Evaluator, Implementation, Measure, SaidBy, Statement
from cases.notices import letters
from cases.notices.mailing import Kind, absolute, page_address, team, tell
from cases.notices.standing import standing_of
from municipalities.models import Municipality


def evaluator_of(user: User, site: Implementation) -> Evaluator | None:
    """As whom that person measures that case from outside, if they may today."""
    return Evaluator.objects.able(user, site.case, localdate()).first()


def own_team(user: User, site: Implementation) -> bool:
    """Whether the figure is of their own city: they correct it, they do not contradict it."""
    return user.memberships.filter(municipality=site.municipality).exists()


def may_state(user: User, site: Implementation) -> bool:
    """A member of any other city, a coordinator, or an evaluator of the case."""
    if own_team(user, site):
        return False
    return user.can("dispute") or evaluator_of(user, site) is not None


def coordinates(user: User, site: Implementation) -> bool:
    return user.can("accept", site.municipality)


def cities_of(user: User) -> list[Municipality]:
    """Those in whose name this person may speak."""
    found = Municipality.objects.filter(memberships__user=user).select_related("province")
    return list(found.order_by("name"))


@transaction.atomic
def state(against: Measure, values: dict[str, Any], user: User, city: Municipality | None) -> Measure:
    """Record a differing figure. It is public at once unless it would change what the evidence says.

    Raises PermissionDenied for whoever may not state one. An independent figure with a document, or of an
    invited evaluator, is evidence of its own: it is public at once whatever it says.
    """
    site = against.implementation
    if not may_state(user, site):
        raise PermissionDenied
    evaluator = evaluator_of(user, site)
    independent = bool(evaluator or (coordinates(user, site) and values.get("document_id")))
    before = _standing(site.case_id)
    figure = Measure(
        indicator=against.indicator,
        implementation=site,
        moment=against.moment,
        group=against.group,
        own_unit=against.own_unit,
        said_by=SaidBy.INDEPENDENT if independent else SaidBy.PEER,
        status=Measure.Status.ACCEPTED,
        **{"period_end": against.period_end, **values},
    )
    figure.changed_by = user
    figure.full_clean()
    figure.save()
    if not independent and standing_of(_standing(site.case_id)) != standing_of(before):
        figure.status = Measure.Status.SUBMITTED
        figure.save()
    Statement.objects.create(measure=figure, against=against, by=user, municipality=city, evaluator=evaluator)
    record(Action.DISPUTED, user, figure, against=against.pk, said_by=figure.said_by, shown=_shown(figure))
    transaction.on_commit(partial(_tell, figure, user), robust=True)
    return figure


@transaction.atomic
def take_back(statement: Statement, user: User) -> None:
    """Whoever stated it, or a coordinator of the city, withdraws it. Raises PermissionDenied for others."""
    figure = statement.measure
    if statement.by != user and not coordinates(user, figure.implementation):
        raise PermissionDenied
    record(Action.DISPUTE_WITHDRAWN, user, figure, against=statement.against_id)
    figure.changed_by = user
    figure.delete()


def _tell(figure: Measure, by: User) -> None:
    """The city and its coordinators, but for whoever stated it."""
    site = figure.implementation
    case, place = site.case, site.municipality
    found = User.objects.filter(network_roles__network__members=place, is_active=True).exclude(pk=by.pk)
    coordinators = set(found.values_list("email", flat=True))
    address = absolute("disputes:settle", figure.pk)
    tell(sorted(coordinators), letters.differing(case, place, address, settles=True), Kind.NEWS)
    others = [one for one in team(place) if one not in coordinators]
    tell(others, letters.differing(case, place, page_address(case), settles=False), Kind.NEWS)


def _shown(figure: Measure) -> bool:
    return figure.status == Measure.Status.ACCEPTED


def _standing(case: int) -> Assessment:
    return CasePage.objects.get(pk=case).assessment(localdate())
