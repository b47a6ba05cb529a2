"""Moderation: a coordinator of one of the city's networks publishes a case, or returns it with a reason."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState

from cases.models.pages import CasePage

if TYPE_CHECKING:
    from accounts.models import User
    from municipalities.models import Municipality


class ReviewState(TaskState):
    """One round of review. `taken_by` said that they are reading it, so that two do not do the same work."""

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    class Meta:
        verbose_name = _("round of review")

    def take(self, by: "User") -> None:
        """From now on the queue says that this person has it. Whoever takes it later has it instead."""
        self.taken_by, self.taken_at = by, timezone.now()
        self.save(update_fields=["taken_by", "taken_at"])

    def leave(self) -> None:
        self.taken_by = self.taken_at = None
        self.save(update_fields=["taken_by", "taken_at"])


class ReviewLock(WorkflowLock):
    """The editor says in its own words why an author cannot write (`cases.editor.hooks`)."""

    def get_message(self, user: "User") -> None:
        return None


class ReasonForm(TaskStateCommentForm):
    """Why a case goes back: without it its authors would not know what to mend."""

    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what has to be mended: its authors read it.")},
    )


class CoordinatorReview(Task):
    """The one step of the workflow of cases. Who may decide is what `accounts.permissions` says."""

    task_state_class = ReviewState
    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review by the network")
        verbose_name_plural = _("reviews by the network")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Coordinators of the networks of the city may publish the case or return it"))

    def user_can_access_editor(self, obj: Any, user: "User") -> bool:
        return user.can("review", _city(obj))

    def locked_for_user(self, obj: Any, user: "User") -> bool:
        """While it is under review its authors do not change it: they withdraw it first."""
        return not user.can("review", _city(obj))

    def get_actions(self, obj: Any, user: "User") -> list[tuple[str, Any, bool]]:
        if not user.can("publish", _city(obj)):
            return []
        return [
            ("reject", _("Return with a reason"), True),
            ("approve", _("Publish"), False),
            ("approve", _("Publish with a comment"), True),
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else TaskStateCommentForm

    def get_task_states_user_can_moderate(self, user: "User", **kwargs: Any) -> models.QuerySet[TaskState]:
        in_progress = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        cities = user.municipalities_for("publish")
        paths = cities.filter(cases_page__isnull=False).values_list("cases_page__path", flat=True)
        mine = models.Q(pk__in=[])
        for path in paths:
            mine |= models.Q(path__startswith=path)
        cases = [str(pk) for pk in CasePage.objects.filter(mine).values_list("pk", flat=True)]
        return in_progress.filter(workflow_state__object_id__in=cases)


def _city(page: Any) -> "Municipality":
    return page.specific.municipality
