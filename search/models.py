"""What search keeps in the database: the outbox, the documents made, the synonyms and the questions asked."""

from collections.abc import Iterable
from datetime import date

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


class StoredDocumentQuerySet(models.QuerySet["StoredDocument"]):
    def outdate(self, cases: Iterable[int]) -> None:
        """What is kept of these cases is no longer what they say. Part of the change's own transaction."""
        cases = sorted(set(cases))
        for start in range(0, len(cases), 500):
            some = cases[start : start + 500]
            self.bulk_create([self.model(case=case) for case in some], ignore_conflicts=True)
            self.filter(case__in=some).update(counter=models.F("counter") + 1, content="")

    def outdate_all(self) -> None:
        """The next rebuild makes every document anew."""
        self.update(counter=models.F("counter") + 1, content="")


class StoredDocument(models.Model):
    """The document of a case, kept while nothing that it says changes.

    Making a document reads a dozen tables and assesses the evidence; keeping it lets an index be rebuilt at
    the speed of the engine. The transaction of a change adds one to `counter` and empties `content`: a
    document that was being made meanwhile is not kept, because its counter is no longer the one it read.
    """

    case = models.PositiveBigIntegerField(_("case"), primary_key=True)
    counter = models.PositiveBigIntegerField(default=0)
    rules = models.CharField(max_length=40, blank=True)
    next_change = models.PositiveIntegerField(default=0)
    content = models.TextField(blank=True)

    objects = StoredDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored document")
        verbose_name_plural = _("stored documents")

    def __str__(self) -> str:
        return str(self.case)

    def holds(self, rules: str, today: date) -> bool:
        """Whether its content is what that code would make on that day."""
        due = 0 < self.next_change <= today.toordinal()
        return bool(self.content) and self.rules == rules and not due


class SynonymGroup(models.Model):
    """Ways to say the same thing. With `narrower`, whoever asks for one of `words` also finds those."""

    words = models.TextField(_("words"))
    narrower = models.TextField(_("narrower words"), blank=True)
    active = models.BooleanField(_("active"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class IndexState(models.Model):
    """When an index was last made anew, and how long it took."""

    index = models.CharField(_("index"), max_length=40, primary_key=True)
    rebuilt = models.DateTimeField(_("rebuilt"))
    seconds = models.PositiveIntegerField(_("seconds"))

    class Meta:
        verbose_name = _("state of an index")
        verbose_name_plural = _("states of the indices")

    def __str__(self) -> str:
        return self.index


class LoggedQuery(models.Model):
    """One question asked of the finder, without who asked it: no address, no user, no municipality."""

    asked = models.DateTimeField(_("asked"), db_index=True)
    words = models.CharField(_("words"), max_length=200, blank=True)
    facets = models.CharField(_("facets"), max_length=500, blank=True)
    results = models.PositiveIntegerField(_("results"))
    size_band = models.CharField(_("size of who asks"), max_length=1, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    engine = models.CharField(_("engine"), max_length=40)

    class Meta:
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")
        ordering = ["-asked", "-pk"]

    def __str__(self) -> str:
        return self.words or "–"
