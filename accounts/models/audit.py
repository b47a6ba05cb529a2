"""Who did what, when and from where. Rows are only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(TypeError):
    """The trail is written once: nobody corrects it nor shortens it."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """One act. `email` outlives the account; `key` is "app.model:pk" of what the act was about."""

    class Action(models.TextChoices):
        MEMBER_ADDED = "member_added", _("Joined a team")
        MEMBER_CHANGED = "member_changed", _("Changed role in a team")
        MEMBER_REMOVED = "member_removed", _("Left a team")
        COORDINATOR_ADDED = "coordinator_added", _("Began to coordinate a network")
        COORDINATOR_REMOVED = "coordinator_removed", _("Stopped coordinating a network")
        ACCOUNT_CHANGED = "account_changed", _("Account switched on or off, or made administrator")
        INVITED = "invited", _("Invited")
        INVITATION_RESENT = "invitation_resent", _("Invitation sent again")
        INVITATION_REVOKED = "invitation_revoked", _("Invitation revoked")
        ACCESS_GRANTED = "access_granted", _("Accepted a request for access")
        ACCESS_REFUSED = "access_refused", _("Refused a request for access")
        SUBMITTED = "submitted", _("Submitted for review")
        APPROVED = "approved", _("Review approved")
        RETURNED = "returned", _("Review returned")
        WITHDRAWN = "withdrawn", _("Taken back from review")
        PUBLISHED = "published", _("Published")
        UNPUBLISHED = "unpublished", _("Unpublished")
        CONFIRMED = "confirmed", _("Confirmed what a municipality did")
        REFUSED = "refused", _("Record of a municipality deleted or refused")
        OBJECTED = "objected", _("Objected")
        OBJECTION_WITHDRAWN = "objection_withdrawn", _("Objection withdrawn")
        DISPUTED = "disputed", _("Added a differing figure")
        DISPUTE_WITHDRAWN = "dispute_withdrawn", _("Took back a differing figure")
        DISPUTE_ACCEPTED = "dispute_accepted", _("Dispute accepted")
        DISPUTE_UNDONE = "dispute_undone", _("Acceptance of a dispute undone")
        EVALUATOR_INVITED = "evaluator_invited", _("Evaluator invited")
        EVALUATOR_ENDED = "evaluator_ended", _("Evaluator dismissed")
        EXPORTED = "exported", _("Exported data")

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    email = models.CharField(_("address of who"), max_length=254, blank=True)
    action = models.CharField(_("what"), max_length=30, choices=Action)
    label = models.CharField(_("about"), max_length=255, blank=True)
    key = models.CharField(_("record"), max_length=80, blank=True)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)
    address = models.GenericIPAddressField(_("from"), null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} · {self.get_action_display()} · {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises AppendOnly for an entry that exists."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly
