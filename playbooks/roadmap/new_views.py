"""/plan/nuevo/: a plan for anybody, kept in its address, and saving it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from municipalities.models import Municipality
from municipalities.reader import Reader, read_choice, reader_of
from playbooks.roadmap.files import check_kind, download
from playbooks.roadmap.gantt import gantt
from playbooks.roadmap.saved import save as keep
from playbooks.roadmap.wishes import BY_PLAYBOOK, Wish, adoptable, wish
from playbooks.roadmap.wording import by_phase


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Which playbook; then the day and the diagnosis; then the plan, with the same form to adjust it."""
    own = _own(request.user) if isinstance(request.user, User) else []
    # Whoever is of a team makes its plan, unless they read as somebody else.
    wanted = wish(request.GET, reader_of(request) or (Reader.of(own[0]) if own else None))
    if wanted is None:
        context = {"playbooks": adoptable(), "asked": BY_PLAYBOOK in request.GET}
        return render(request, "roadmap/choose.html", context)
    if not wanted.form.is_valid():
        context = {
            "wish": wanted,
            "form": wanted.form,
            "playbook": wanted.playbook,
            "here": request.get_full_path(),
        }
        return render(request, "roadmap/new.html", context, status=422 if wanted.form.errors else 200)
    return render(request, "roadmap/draft.html", _drawn(wanted, own))


def _drawn(wanted: Wish, own: list[Municipality]) -> dict[str, object]:
    drawn = wanted.draft()
    return {
        "wish": wanted,
        "here": _address(wanted),
        "form": wanted.form,
        "playbook": wanted.playbook,
        "draft": drawn,
        "plan": drawn.plan,
        "tasks": by_phase(drawn.plan.tasks),
        "gantt": gantt(drawn.plan, localdate()),
        "argentina": wanted.place is None or wanted.place.country == "AR",
        "own": [{"place": one, "address": _address(wanted.read_by(one))} for one in own],
        "mine": next((one for one in own if wanted.reader and one.key == wanted.reader.key), None),
        "key": uuid4(),
    }


def _address(wanted: Wish) -> str:
    """The page of the plan, where nothing is left of what was not asked."""
    return f"{reverse('roadmap:new')}?{wanted.query}"


def _own(user: User) -> list[Municipality]:
    """The municipalities for which this person may save a plan."""
    return list(user.municipalities_for("write").select_related("province").order_by("name"))


@require_safe
def new_download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same address with a file at its end."""
    check_kind(kind)
    wanted = wish(request.GET, reader_of(request))
    if wanted is None or not wanted.form.is_valid():
        raise Http404
    return download(request, wanted.draft().plan, kind, _address(wanted))


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the plan for one's own municipality."""
    wanted = wish(request.POST, read_choice(request.POST, {}).reader)
    if wanted is None or not wanted.form.is_valid():
        raise Http404
    if not isinstance(request.user, User):
        return redirect_to_login(_address(wanted))
    place = next((one for one in _own(request.user) if one.key == request.POST.get("en")), None)
    if place is None:
        raise Http404
    roadmap = keep(
        wanted.draft(place),
        wanted.playbook,
        place,
        wanted.told,
        request.user,
        _key(request.POST.get("key", "")),
    )
    messages.success(
        request, _("The plan of %(place)s is saved: your team sees it too.") % {"place": place.name}
    )
    return redirect(roadmap)


def _key(text: str) -> UUID:
    """The key of the page that was posted, so that posting it twice saves one plan."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
