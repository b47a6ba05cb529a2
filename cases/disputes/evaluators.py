"""/discrepar/evaluacion/: a coordinator invites somebody from outside to measure a case, and they accept."""

from typing import cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.audit import Action, record
from accounts.forms import NewAccountForm
from accounts.models import User
from accounts.second_factor import SignedIn, requires_second_factor
from cases.disputes.forms import ConflictsForm, EvaluatorForm
from cases.models import CasePage, Evaluator
from cases.notices import letters
from cases.notices.mailing import absolute, tell

SALT = "cases.disputes.evaluator"
VALID_FOR = 14  # days


@never_cache
@require_http_methods(["GET", "POST"])
@requires_second_factor
def evaluators(request: SignedIn, case: str) -> HttpResponse:
    """Those of a case: a coordinator of its city invites and dismisses them."""
    page = get_object_or_404(CasePage, identifier=case)
    if not request.user.can("accept", page.municipality):
        raise Http404
    if request.POST.get("end"):
        _dismiss(request, page)
        return redirect("disputes:evaluators", page.identifier)
    form = EvaluatorForm(request.POST or None)
    if form.is_valid():
        _invite(request, page, form)
        return redirect("disputes:evaluators", page.identifier)
    found = page.evaluators.select_related("user")
    context = {"page": page, "form": form, "evaluators": found, "today": localdate()}
    return render(request, "cases/disputes/evaluators.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _invite(request: SignedIn, page: CasePage, form: EvaluatorForm) -> None:
    data = form.cleaned_data
    evaluator = Evaluator.objects.create(invited_by=request.user, **data)
    evaluator.cases.add(page)
    record(
        Action.EVALUATOR_INVITED, request.user, page, person=data["email"], institution=data["institution"]
    )
    address = absolute("disputes:evaluation", signing.dumps(evaluator.pk, salt=SALT))
    letter = letters.evaluation(page, address)
    transaction.on_commit(lambda: tell([evaluator.email], letter), robust=True)
    messages.success(request, _("We sent the invitation to %(email)s.") % {"email": evaluator.email})


def _dismiss(request: SignedIn, page: CasePage) -> None:
    """From now on they record nothing; what they measured stays, as theirs."""
    pk = request.POST["end"]
    evaluator = get_object_or_404(page.evaluators, pk=pk if pk.isdecimal() else 0)
    evaluator.cases.remove(page)
    record(Action.EVALUATOR_ENDED, request.user, page, person=evaluator.email)
    messages.success(
        request, _("%(email)s does not measure this case any more.") % {"email": evaluator.email}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept, with the conflicts that one declares: logged in with that address, or with a new account."""
    evaluator = _of_token(token)
    if evaluator is None:
        return render(request, "cases/notices/link_over.html", status=404)
    form = ConflictsForm(request.POST if request.method == "POST" else None)
    context = {"evaluator": evaluator, "form": form, "cases": evaluator.cases.all()}
    if request.user.is_authenticated:
        return _as_known(cast(SignedIn, request), evaluator, form, context)
    if User.objects.filter(email=evaluator.email).exists():
        return render(request, "cases/disputes/evaluation.html", {**context, "log_in": True})
    return _as_new(request, evaluator, form, context)


def _as_known(
    request: SignedIn, evaluator: Evaluator, form: ConflictsForm, context: dict[str, object]
) -> HttpResponse:
    if request.user.email != evaluator.email:
        return render(request, "accounts/accept_other.html", status=403)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "cases/disputes/evaluation.html", context, status=status)
    _accept(evaluator, request.user, form)
    return _welcome(request, evaluator)


@sensitive_post_parameters("password")
def _as_new(
    request: HttpRequest, evaluator: Evaluator, form: ConflictsForm, context: dict[str, object]
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    account = NewAccountForm(posted, email=evaluator.email)
    if not (form.is_valid() and account.is_valid()):
        status = 422 if posted else 200
        return render(
            request, "cases/disputes/evaluation.html", {**context, "account": account}, status=status
        )
    data = account.cleaned_data
    try:
        with transaction.atomic():
            user = User.objects.create_user(evaluator.email, data["password"], first_name=data["name"])
            _accept(evaluator, user, form)
    except IntegrityError:  # a double click: the account is there
        return redirect("account_login")
    welcome = _welcome(request, evaluator)
    perform_login(request, Login(user=user, email=user.email))
    return welcome


def _accept(evaluator: Evaluator, user: User, form: ConflictsForm) -> None:
    evaluator.user, evaluator.accepted_at = user, now()
    evaluator.conflicts = form.cleaned_data["conflicts"].strip()
    evaluator.save()


def _welcome(request: HttpRequest, evaluator: Evaluator) -> HttpResponse:
    case = evaluator.cases.first()
    messages.success(request, _("Thank you. Beside each figure of the case you can add yours."))
    return redirect(case.url if case and case.live else "accounts:home")


def _of_token(token: str) -> Evaluator | None:
    """The invitation of a mail: it works once, for fourteen days, and while a coordinator backs it."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR * 24 * 3600)
    except signing.BadSignature:
        return None
    found = Evaluator.objects.filter(pk=pk, accepted_at=None, valid_until__gte=localdate())
    return found.filter(cases__isnull=False).first()
