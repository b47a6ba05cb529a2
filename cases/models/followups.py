"""What the site asks later and tells by itself, and who does not want to be told."""

from datetime import date, timedelta
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cases.models.implementations import Implementation
from cases.models.pages import CasePage
from cases.models.vocabulary import Phase

RUNNING = (Phase.INTENT, Phase.PILOT, Phase.PRODUCTION)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def due(self, today: date) -> Self:
        """To be asked: their day came, nobody asked, and the replication is still meant or running."""
        return self.filter(due__lte=today, sent_at=None, implementation__phase__in=RUNNING)

    def plan(self, site: Implementation, reported: date) -> None:
        """The three questions of a replication, counted from the day on which it was first reported."""
        if site.role != Implementation.Role.REPLICATION or site.phase not in RUNNING:
            return
        rows = [
            FollowUp(implementation=site, days=days, due=reported + timedelta(days=days))
            for days in FollowUp.Days.values
        ]
        FollowUp.objects.bulk_create(rows, ignore_conflicts=True)

    def claim(self, pks: list[int]) -> bool:
        """Whether it is ours to send: of two commands at once, one gets it."""
        return bool(self.filter(pk__in=pks, sent_at=None).update(sent_at=now()))


class FollowUp(models.Model):
    """One e-mail that asks an adopter how it goes. No answer changes nothing: dates do (design.md §4)."""

    class Days(models.IntegerChoices):
        QUARTER = 90, _("90 days")
        HALF = 180, _("180 days")
        YEAR = 365, _("365 days")

    implementation = models.ForeignKey(Implementation, models.CASCADE, related_name="followups")
    days = models.PositiveSmallIntegerField(_("days after it was reported"), choices=Days)
    due = models.DateField(_("due"), db_index=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.JSONField(_("answer"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due", "pk"]
        constraints = [models.UniqueConstraint(fields=["implementation", "days"], name="one_followup")]

    def __str__(self) -> str:
        return f"{self.implementation} · {self.days}"


class FadingNotice(models.Model):
    """A site was told that on that day its measure will be too old. Once for each day."""

    implementation = models.ForeignKey(Implementation, models.CASCADE, related_name="+")
    day = models.DateField(_("out of date on"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice of a measure that fades")
        verbose_name_plural = _("notices of measures that fade")
        constraints = [models.UniqueConstraint(fields=["implementation", "day"], name="one_fading_notice")]

    def __str__(self) -> str:
        return f"{self.implementation} · {self.day}"


class Introduction(models.Model):
    """Both mailboxes of an intent were put in contact. Once."""

    implementation = models.OneToOneField(Implementation, models.CASCADE, related_name="introduction")
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")

    def __str__(self) -> str:
        return str(self.implementation)


class AnnouncedStanding(models.Model):
    """The level of a case and the state of each of its sites as its people last read them."""

    case = models.OneToOneField(CasePage, models.CASCADE, related_name="announced")
    level = models.PositiveSmallIntegerField(_("level"))
    states = models.JSONField(_("states"), default=dict)
    unmet = models.JSONField(_("conditions not met"), default=list)
    at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name = _("announced standing")
        verbose_name_plural = _("announced standings")

    def __str__(self) -> str:
        return f"{self.case} · {self.level}"


class MutedNotice(models.Model):
    """An address does not want mails of a kind. It may be a mailbox, so it is not a user."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("how a replication goes")
        FADING = "fading", _("measures that become out of date")
        STANDING = "standing", _("changes of level and of results")
        NEWS = "news", _("news of a replication of a case of ours")
        REVIEW = "review", _("reviews and comments")
        PLAN = "plan", _("steps of a plan that are due")

    address = models.EmailField(_("address"))
    kind = models.CharField(_("mails about"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice that nobody wants")
        verbose_name_plural = _("notices that nobody wants")
        constraints = [models.UniqueConstraint(fields=["address", "kind"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.address} · {self.get_kind_display()}"
