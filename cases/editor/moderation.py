"""From a draft to the public: submitting, taking, publishing, returning, withdrawing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page, WorkflowState

from accounts.models import User
from accounts.second_factor import SignedIn
from cases.models import CasePage, CoordinatorReview, ReviewState


def in_review(user: User) -> QuerySet[ReviewState]:
    """What waits for this person's decision, oldest first."""
    mine = [
        task.get_task_states_user_can_moderate(user) for task in CoordinatorReview.objects.filter(active=True)
    ]
    keys = [pk for states in mine for pk in states.values_list("pk", flat=True)]
    found = ReviewState.objects.filter(pk__in=keys).order_by("started_at")
    return found.select_related("workflow_state__requested_by", "taken_by", "revision")


@login_required
def queue(request: SignedIn) -> HttpResponse:
    """The cases that wait, how long they have waited, and who took each."""
    if not request.user.can("review"):
        raise Http404
    now = timezone.now()
    rows = [
        (state, state.revision.as_object(), (now - state.started_at).days)
        for state in in_review(request.user)
    ]
    return render(request, "cases/editor/queue.html", {"rows": rows})


def why_returned(page: CasePage) -> str:
    """What the coordinator wrote when returning it; nothing for a case that waits for no mending."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    return str(state.current_task_state.specific.get_comment()).strip()


@require_POST
def take(request: SignedIn, case: int) -> HttpResponse:
    """Say that one is reading it, or leave it to others again."""
    page = get_object_or_404(CasePage, pk=case)
    if not request.user.can("review", page.municipality):
        raise Http404
    state = page.current_workflow_task_state
    if state is None:
        messages.error(request, _("It does not wait for review any more."))
        return redirect("cases_editor:queue")
    review = state.specific
    if review.taken_by == request.user:
        review.leave()
        return redirect("cases_editor:queue")
    review.take(request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def withdraw(request: SignedIn, case: int) -> HttpResponse:
    """An author takes a case back from review to mend it: nothing written is lost."""
    page = get_object_or_404(CasePage, pk=case)
    if not request.user.can("write", page.municipality):
        raise Http404
    state = page.current_workflow_state
    if state is None:
        messages.info(request, _("The case was not in review any more. You may go on writing."))
    else:
        state.cancel(user=request.user)
        messages.success(request, _("You took the case back. Mend it, and submit it again when it is ready."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def accept_on_approval(instance: WorkflowState, user: User, **kwargs: Any) -> None:
    """What is published with a case is public with it: a receiver of `workflow_approved`."""
    if instance.base_content_type.model_class() is not Page:
        return
    page = CasePage.objects.filter(pk=instance.object_id).first()
    if page is not None and user.can("accept", page.municipality):
        page.accept_figures(by=user)
