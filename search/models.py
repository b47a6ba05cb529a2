"""The outbox: which cases changed and are not in the index yet."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _


class PendingChangeQuerySet(models.QuerySet["PendingChange"]):
    def enqueue(self, index: str, cases: Iterable[int]) -> None:
        """One row for each case. A row that is already there gets a new stamp and keeps its date."""
        now = timezone.now()
        rows = [
            self.model(index=index, case=case, since=now, stamp=get_random_string(16))
            for case in sorted(set(cases))
        ]
        self.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["index", "case"],
            update_fields=["stamp"],
        )


class PendingChange(models.Model):
    """A case that an index does not know as it is now.

    Written in the transaction of the change itself, so a change that is committed is never lost. `case` is
    not a foreign key: the row must outlive a case that was deleted. Whoever brings the index up to date
    removes the row only if its `stamp` is the one it read: a change made meanwhile keeps its row.
    """

    index = models.CharField(_("index"), max_length=40)
    case = models.PositiveBigIntegerField(_("case"))
    since = models.DateTimeField(_("waiting since"))
    stamp = models.CharField(max_length=16)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending change of the index")
        verbose_name_plural = _("pending changes of the index")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["index", "case"], name="one_pending_change")]

    def __str__(self) -> str:
        return f"{self.index} · {self.case}"
