"""A coordinator of the city finds that two figures contradict each other, or thinks again."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import Action, record
from cases.disputes.stating import coordinates
from cases.evidence import Dispute
from cases.models import AcceptedDispute, Measure, Resolution

if TYPE_CHECKING:
    from accounts.models import User


def dispute_of(measure: Measure) -> Dispute | None:
    """The contradiction, as the rules see it, in which this figure takes part."""
    case = measure.implementation.case
    return next(
        (
            one
            for one in case.assessment(localdate()).disputes
            if str(measure.pk) in {figure.key for figure in one.measures}
        ),
        None,
    )


def accepted(measure: Measure) -> AcceptedDispute | None:
    return AcceptedDispute.objects.filter(**_key(measure)).first()


@transaction.atomic
def accept(measure: Measure, user: "User", reason: str) -> AcceptedDispute:
    """From now on the weaker figure counts. Accepting twice is accepting once.

    Raises PermissionDenied but for a coordinator of the city, and ValidationError where no figure of a
    source that counts contradicts this one.
    """
    _only_coordinators(measure, user)
    if dispute_of(measure) is None:
        raise ValidationError(_("No figure that counts contradicts this one any more."))
    dispute, new = AcceptedDispute.objects.get_or_create(**_key(measure))
    if new:
        Resolution.objects.create(dispute=dispute, by=user, reason=reason)
        record(Action.DISPUTE_ACCEPTED, user, measure, reason=reason)
    return dispute


@transaction.atomic
def undo(measure: Measure, user: "User", reason: str) -> None:
    """Both figures are shown again, and the stronger counts. Raises PermissionDenied as `accept` does."""
    _only_coordinators(measure, user)
    dispute = accepted(measure)
    if dispute:
        dispute.delete()
        record(Action.DISPUTE_UNDONE, user, measure, reason=reason)


@transaction.atomic
def show(measure: Measure, user: "User") -> None:
    """Accept a differing figure that waited because it changes what the evidence says."""
    _only_coordinators(measure, user)
    measure.accept(user)
    record(Action.DISPUTED, user, measure, shown=True)


def _only_coordinators(measure: Measure, user: "User") -> None:
    if not coordinates(user, measure.implementation):
        raise PermissionDenied


def _key(measure: Measure) -> dict[str, Any]:
    return {
        "indicator": measure.indicator,
        "municipality": measure.implementation.municipality,
        "group": measure.group,
        "period_end": measure.period_end,
    }
