"""/plan/…: the plans that a municipality saved. For whoever may not read one it does not exist."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.second_factor import SignedIn
from design.formats import longdate
from playbooks.models import Roadmap, RoadmapChange, RoadmapTask, Stale
from playbooks.roadmap.files import check_kind, download
from playbooks.roadmap.forms import ModelForm, TaskForm
from playbooks.roadmap.gantt import gantt
from playbooks.roadmap.reporting import offers
from playbooks.roadmap.saved import late_steps, plan_of
from playbooks.roadmap.scheduling import TooEarly
from playbooks.roadmap.wording import by_phase


@never_cache
@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Every plan that one may read, those put away at the end."""
    plans = Roadmap.objects.visible_to(request.user).select_related("municipality__province")
    context = {"plans": plans.current(), "away": plans.exclude(archived_at=None)}
    return render(request, "roadmap/mine.html", context)


@never_cache
@require_safe
@login_required
def plan(request: SignedIn, key: UUID) -> HttpResponse:
    """The plan, with what was changed last and how to undo it."""
    roadmap, today = _visible(request, key), localdate()
    drawn = plan_of(roadmap, today)
    context = {
        "roadmap": roadmap,
        "playbook": roadmap.playbook,
        "plan": drawn,
        "tasks": by_phase(drawn.tasks),
        "gantt": gantt(drawn, today),
        "argentina": roadmap.municipality.country == "AR",
        "late": late_steps(roadmap),
        "progress": _progress(drawn.tasks),
        "due": roadmap.tasks.due(today),
        "last": roadmap.last_change(),
        "offers": offers(roadmap),
        "edits": request.user.can("write", roadmap.municipality),
    }
    return render(request, "roadmap/plan.html", context)


@never_cache
@require_safe
@login_required
def plan_download(request: SignedIn, key: UUID, kind: str) -> HttpResponse:
    check_kind(kind)
    roadmap = _visible(request, key)
    return download(request, plan_of(roadmap, localdate()), kind, roadmap.get_absolute_url())


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def task(request: SignedIn, key: UUID, name: str) -> HttpResponse:
    """A step: its state, who does it, its dates and notes."""
    roadmap = _editable(request, key)
    row = get_object_or_404(roadmap.tasks.all(), key=name)
    form = TaskForm(request.POST if request.method == "POST" else None, row, roadmap)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, roadmap, row, form)
    told = form.cleaned_data
    try:
        change = roadmap.change_task(name, told, request.user, told["seen"])
    except Stale:
        return _ask(request, roadmap, row, form, stale=True)
    except TooEarly as early:
        words = {"title": roadmap.tasks.get(key=early.waits_for).title, "day": longdate(early.ends)}
        form.add_error("starts", _("It cannot begin before “%(title)s” ends, on %(day)s.") % words)
        return _ask(request, roadmap, row, form)
    if change:
        messages.success(request, _told(roadmap, change, told))
    return redirect(roadmap)


def _ask(
    request: HttpRequest, roadmap: Roadmap, row: RoadmapTask, form: TaskForm, *, stale: bool = False
) -> HttpResponse:
    """The form. After a stale save it brings what was typed; sending it again replaces what others wrote."""
    status = 409 if stale else 422 if form.errors else 200
    if stale:
        form.see(row.version)
    context = {"roadmap": roadmap, "task": row, "form": form, "stale": stale}
    return render(request, "roadmap/task.html", context, status=status)


def _told(roadmap: Roadmap, change: RoadmapChange, told: dict[str, Any]) -> str:
    """What was done, with the dates that were not those that were typed."""
    said = [_("Saved.")]
    row = roadmap.tasks.get(key=change.about)
    if (row.starts, row.ends) != (told["starts"], told["ends"]):
        days = {"starts": longdate(row.starts), "ends": longdate(row.ends)}
        said.append(_("Only days of work count: it goes from %(starts)s to %(ends)s.") % days)
    if change.shifted:
        words = {"n": change.shifted}
        said.append(
            ngettext("%(n)d other step shifted.", "%(n)d other steps shifted.", change.shifted) % words
        )
    return " ".join(said)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def model(request: SignedIn, key: UUID) -> HttpResponse:
    """The sheet of the operating model."""
    roadmap = _editable(request, key)
    form = ModelForm(request.POST if request.method == "POST" else None, roadmap)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            roadmap.change_model(form.answers(), request.user, form.cleaned_data["seen"])
        except Stale:
            stale = True
            form.see(roadmap.version)
        else:
            messages.success(request, _("Saved."))
            return redirect(roadmap)
    status = 409 if stale else 422 if form.errors else 200
    return render(
        request, "roadmap/model.html", {"roadmap": roadmap, "form": form, "stale": stale}, status=status
    )


@require_POST
@login_required
def undo(request: SignedIn, key: UUID) -> HttpResponse:
    """The last change, and then the one before."""
    roadmap = _editable(request, key)
    number = request.POST.get("change", "")
    try:
        roadmap.undo(int(number) if number.isdecimal() and len(number) < 19 else 0)
    except Stale:
        messages.error(
            request, _("Somebody changed the plan after you opened it. Look at it before undoing.")
        )
    else:
        messages.success(request, _("Undone: the plan is as it was before that change."))
    return redirect(roadmap)


@require_POST
@login_required
def archive(request: SignedIn, key: UUID) -> HttpResponse:
    """Put a plan away, or bring it back."""
    own = Roadmap.objects.filter(municipality__in=request.user.municipalities_for("write"))
    roadmap = get_object_or_404(own, key=key)
    away = request.POST.get("back") != "1"
    roadmap.archive(away)
    said = _("The plan was put away: it reminds nobody of anything.") if away else _("The plan is back.")
    messages.success(request, said)
    return redirect(roadmap)


def _visible(request: SignedIn, key: UUID) -> Roadmap:
    return get_object_or_404(_whole(Roadmap.objects.visible_to(request.user)), key=key)


def _editable(request: SignedIn, key: UUID) -> Roadmap:
    return get_object_or_404(_whole(Roadmap.objects.editable_by(request.user)), key=key)


def _whole(plans: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    return plans.select_related("municipality__province", "playbook")


def _progress(tasks: Any) -> dict[str, int]:
    """How many steps are to be done, and in which state they are."""
    counts = Counter(one.state for one in tasks)
    return {**counts, "of": sum(counts.values()) - counts["skipped"]}
