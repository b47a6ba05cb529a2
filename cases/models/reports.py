"""What somebody tells of a replication: a draft kept at every answer, until the adopter's lead settles it."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cases.models.implementations import Implementation
from cases.models.pages import CasePage
from municipalities.models import Municipality

Raw = Mapping[str, list[str]]
"""The answers to one question exactly as they were typed: nothing is lost for being wrong."""


class ReplicationReportQuerySet(models.QuerySet["ReplicationReport"]):
    def drafts(self) -> Self:
        return self.filter(sent_at=None)

    def waiting(self) -> Self:
        """Sent, and nobody confirmed or refused it yet."""
        return self.filter(sent_at__isnull=False, settled_at=None)


class ReplicationReport(models.Model):
    """One telling. `key` makes it once-only: whatever is posted twice with it is recorded once.

    The report of a site that nobody confirmed is applied when it is sent, and shows as unconfirmed. What is
    sent about a confirmed site waits for its lead: until then the public reads what the lead confirmed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="replication_reports",
        verbose_name=_("who tells it"),
    )
    case = models.ForeignKey(
        CasePage, models.CASCADE, related_name="replication_reports", verbose_name=_("case")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replication_reports",
        verbose_name=_("municipality"),
    )
    implementation = models.ForeignKey(
        Implementation, models.SET_NULL, null=True, blank=True, related_name="reports", editable=False
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    on_behalf = models.BooleanField(_("recorded by the network on the city's behalf"), default=False)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    refusal = models.TextField(_("why the lead returned it"), blank=True)

    objects = ReplicationReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a replication")
        verbose_name_plural = _("reports of replications")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case"], condition=models.Q(sent_at=None), name="one_draft_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.case}"

    @property
    def reference(self) -> str:
        """What a person may dictate by telephone."""
        return f"R-{self.key.hex[:8].upper()}"

    def keep(self, step: str, raw: Raw) -> None:
        """Keep what was typed, right or wrong. What was sent does not change any more."""
        self._rewrite({step: {name: list(values) for name, values in raw.items()}})

    def drop(self, step: str) -> None:
        self._rewrite({step: None})

    @transaction.atomic
    def _rewrite(self, answers: Mapping[str, Any]) -> None:
        """Change these answers and no other: another window of the same person may be answering one."""
        stored = ReplicationReport.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        merged = {**(stored.answers if stored else {}), **answers}
        self.answers = {step: raw for step, raw in merged.items() if raw is not None}
        if stored is None or stored.sent_at is None:
            self.save()

    def settle(self) -> None:
        """Confirmed, or replaced by a later report about the same site."""
        self.settled_at = now()
        self.save()

    def give_back(self, reason: str) -> "ReplicationReport":
        """Return it to whoever told it, with all its answers, as their draft of that case.

        A draft that they began meanwhile stays as it is, and is told the reason.
        """
        begun = ReplicationReport.objects.drafts().filter(user=self.user_id or 0, case=self.case).first()
        if begun:
            self.settle()
        draft: ReplicationReport = begun or self
        draft.sent_at = draft.applied_at = draft.implementation = None
        draft.refusal = reason
        draft.save()
        return draft

    def typed(self, step: str, field: str) -> str:
        """The first thing typed in a field of a question; "" when there is nothing."""
        values: Any = self.answers.get(step, {}).get(field) or [""]
        return str(values[0])
