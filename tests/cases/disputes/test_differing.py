"""Another figure: who may state it, that it shows at once and changes nothing, and who settles it."""

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from accounts.audit import Action
from accounts.models import AuditEntry, User
from accounts.permissions import Role
from cases.disputes.evaluators import SALT
from cases.evidence import Level
from cases.models import AcceptedDispute, CasePage, Evaluator, IndicatorDefinition, Measure, Statement
from municipalities.models import Municipality
from tests import factories as make
from tests.accounts.people import log_in, make_person
from tests.cases.replication.telling import proven_case

pytestmark = pytest.mark.django_db
SOURCE = {"source_title": "Informe del ente regulador"}


@pytest.fixture
def case() -> CasePage:
    """At level 2: losses fell from 40 to 30."""
    return proven_case()


@pytest.fixture
def figure(case: CasePage) -> Measure:
    return Measure.objects.get(implementation__case=case, indicator__key="perdidas", moment="followup")


@pytest.fixture
def neighbour() -> Municipality:
    return make.make_municipality("000401", name="Vecina")


@pytest.fixture
def peer(neighbour: Municipality) -> User:
    return make_person(Role.CONTRIBUTOR, neighbour)


@pytest.fixture
def coordinator(case: CasePage) -> User:
    return make_person(Role.COORDINATOR, case.municipality)


def browser(person: User) -> Client:
    return log_in(Client(), person, second_factor=True)


def differ(person: User, figure: Measure, value: str = "38", **data: Any):  # type: ignore[no-untyped-def]
    return browser(person).post(f"/discrepar/{figure.pk}/", {"value": value, **SOURCE, **data})


def stated() -> Measure:
    return Statement.objects.get().measure


def level(case: CasePage) -> Level:
    return CasePage.objects.get(pk=case.pk).assessment().level


def test_every_public_figure_asks_for_another(case: CasePage, figure: Measure, client: Client) -> None:
    assert f'href="/discrepar/{figure.pk}/"' in client.get(case.url).content.decode()


def test_it_shows_at_once_in_dispute_and_changes_no_level(
    case: CasePage, figure: Measure, peer: User, client: Client
) -> None:
    assert level(case) == Level.SUSTAINED
    assert differ(peer, figure, "45").status_code == 302
    one = stated()
    assert (one.said_by, one.status, one.value) == ("peer", "accepted", Decimal(45))
    assert (one.indicator, one.group, one.period_end) == (figure.indicator, figure.group, figure.period_end)
    assert level(case) == Level.SUSTAINED
    html = client.get(case.url).content.decode()
    assert "En disputa" in html and "Informe del ente regulador" in html and "Vecina" in html


def test_a_friend_s_better_figure_raises_nothing_until_a_coordinator_shows_it(
    case: CasePage, figure: Measure, peer: User, coordinator: User
) -> None:
    Measure.objects.filter(pk=figure.pk).update(value=45)
    assert level(case) < Level.SUSTAINED
    differ(peer, figure, "20")
    assert stated().status == "submitted" and level(case) < Level.SUSTAINED
    browser(coordinator).post(f"/discrepar/{stated().pk}/resolver/", {"reason": "Vi la planilla."})
    assert stated().status == "accepted" and level(case) == Level.SUSTAINED


@pytest.mark.parametrize("missing", ["source_title", "value"])
def test_source_and_value_are_required(missing: str, figure: Measure, peer: User) -> None:
    assert differ(peer, figure, **{missing: ""}).status_code == 422
    assert not Statement.objects.exists()


def test_another_figure_is_not_below_zero_either(figure: Measure, peer: User) -> None:
    IndicatorDefinition.objects.filter(pk=figure.indicator.definition_id).update(unit="días")
    assert differ(peer, figure, "-3").status_code == 422
    assert differ(peer, figure, "3").status_code == 302


def test_the_same_figure_is_no_other(figure: Measure, peer: User) -> None:
    assert differ(peer, figure, "30").status_code == 422


def test_who_may_not(case: CasePage, figure: Measure, client: Client) -> None:
    assert client.post(f"/discrepar/{figure.pk}/", {"value": "38", **SOURCE}).status_code == 302
    nobody = User.objects.create_user("nadie@prueba.test", "x")
    assert differ(nobody, figure).status_code == 404
    own = make_person(Role.LEAD, case.municipality)
    assert "corrige" in differ(own, figure).content.decode(), "one's own figure is corrected"
    assert not Statement.objects.exists()


def test_a_figure_that_is_not_public_is_not_there(figure: Measure, peer: User) -> None:
    Measure.objects.filter(pk=figure.pk).update(status="submitted")
    assert differ(peer, figure).status_code == 404


def test_a_person_of_two_cities_says_which(figure: Measure, peer: User) -> None:
    other = make.make_municipality("000402", name="Otra vecina")
    make.Membership.objects.create(user=peer, municipality=other, role="contributor")
    assert differ(peer, figure).status_code == 422
    differ(peer, figure, city=other.key)
    assert Statement.objects.get().municipality == other


def test_a_coordinator_settles_it_and_thinks_again(
    case: CasePage, figure: Measure, peer: User, coordinator: User
) -> None:
    differ(peer, figure, "45")
    address = f"/discrepar/{stated().pk}/resolver/"
    assert browser(coordinator).post(address, {"reason": ""}).status_code == 422
    browser(coordinator).post(address, {"reason": "El ente midió todo el ejido."})
    assert level(case) < Level.SUSTAINED
    assert AcceptedDispute.objects.get().resolution.reason == "El ente midió todo el ejido."
    browser(coordinator).post(address, {"reason": "Era otro ejido."})
    assert level(case) == Level.SUSTAINED and not AcceptedDispute.objects.exists()
    acts = AuditEntry.objects.filter(user=coordinator).order_by("pk").values_list("action", flat=True)
    assert list(acts) == [Action.DISPUTE_ACCEPTED, Action.DISPUTE_UNDONE]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD])
def test_the_city_itself_and_others_do_not_settle(
    role: Role, case: CasePage, figure: Measure, peer: User
) -> None:
    differ(peer, figure, "45")
    address = f"/discrepar/{stated().pk}/resolver/"
    foreign = make_person(Role.COORDINATOR, make.make_municipality("000403"))
    for person in (make_person(role, case.municipality), peer, foreign):
        assert browser(person).post(address, {"reason": "Porque sí."}).status_code == 404
    assert not AcceptedDispute.objects.exists()


def test_settling_asks_for_a_second_factor(figure: Measure, peer: User, coordinator: User, settings) -> None:
    differ(peer, figure, "45")
    settings.SECOND_FACTOR_REQUIRED = True
    log_in(client := Client(), coordinator)
    assert client.post(f"/discrepar/{stated().pk}/resolver/", {"reason": "Sí."}).status_code == 302
    assert not AcceptedDispute.objects.exists()


def test_there_is_nothing_to_settle_where_nothing_contradicts(figure: Measure, coordinator: User) -> None:
    browser(coordinator).post(f"/discrepar/{figure.pk}/resolver/", {"reason": "Sí."})
    assert not AcceptedDispute.objects.exists()


def test_whoever_stated_it_takes_it_back(figure: Measure, peer: User, neighbour: Municipality) -> None:
    differ(peer, figure)
    address = f"/discrepar/{Statement.objects.get().pk}/retirar/"
    colleague = make_person(Role.LEAD, neighbour)
    assert browser(colleague).post(address).status_code == 404
    assert browser(peer).get(address).status_code == 405
    browser(peer).post(address)
    assert not Statement.objects.exists() and Measure.objects.filter(pk=figure.pk).exists()


def test_city_and_coordinators_are_told(
    case: CasePage, figure: Measure, peer: User, coordinator: User, django_capture_on_commit_callbacks
) -> None:
    lead = make_person(Role.LEAD, case.municipality)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        differ(peer, figure, "45")
    mails = {one.to[0]: str(one.body) for one in mail.outbox}
    assert set(mails) == {lead.email, coordinator.email}
    assert "/resolver/" in mails[coordinator.email] and "/resolver/" not in mails[lead.email]


PDF = b"%PDF-1.4\n%%EOF"


def test_a_coordinator_with_the_document_records_an_independent_one(
    figure: Measure, coordinator: User, peer: User, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    differ(coordinator, figure)
    assert stated().said_by == "peer", "without a document"
    Statement.objects.get().measure.delete()
    differ(coordinator, figure, document=SimpleUploadedFile("informe.pdf", PDF))
    assert stated().said_by == "independent" and stated().document
    Statement.objects.get().measure.delete()
    differ(peer, figure, document=SimpleUploadedFile("informe.pdf", PDF))
    assert stated().said_by == "peer" and stated().document is None


def test_a_document_that_is_not_what_it_says_is_refused(figure: Measure, coordinator: User) -> None:
    page = SimpleUploadedFile("informe.pdf", b"<html><script>1</script>")
    assert differ(coordinator, figure, document=page).status_code == 422


@pytest.fixture
def evaluator(case: CasePage, coordinator: User) -> Evaluator:
    address = f"/discrepar/evaluacion/caso/{case.identifier}/"
    data = {"email": "ana@uni.test", "institution": "Universidad Nacional", "role": "Investigadora"}
    browser(coordinator).post(address, data)
    return Evaluator.objects.get()


def invitation(evaluator: Evaluator) -> str:
    return f"/discrepar/evaluacion/{signing.dumps(evaluator.pk, salt=SALT)}/"


ACCOUNT = {"name": "Ana", "password": "una-clave-bien-larga-7"}


def accept(evaluator: Evaluator, **data: str) -> Client:
    client = Client()
    client.post(invitation(evaluator), {**ACCOUNT, **data})
    return client


def test_an_evaluator_measures_and_their_conflicts_show(
    case: CasePage, figure: Measure, evaluator: Evaluator, client: Client
) -> None:
    theirs = accept(evaluator, conflicts="Mi hermana trabaja en el ente.")
    response = theirs.post(f"/discrepar/{figure.pk}/", {"value": "29,8", "period_end": "31/8/2026", **SOURCE})
    assert response.status_code == 302
    assert (stated().said_by, stated().status) == ("independent", "accepted")
    html = client.get(case.url).content.decode()
    assert "Universidad Nacional" in html and "Mi hermana trabaja en el ente." in html


def test_conflicts_must_be_declared_and_the_link_works_once(evaluator: Evaluator) -> None:
    assert Client().post(invitation(evaluator), ACCOUNT).status_code == 422
    assert not User.objects.filter(email="ana@uni.test").exists()
    accept(evaluator, none="on")
    assert Client().get(invitation(evaluator)).status_code == 404
    person = User.objects.get(email="ana@uni.test")
    assert not person.can("write") and not person.can("dispute"), "no role comes with it"


def test_an_evaluator_of_another_case_expired_or_dismissed_measures_nothing(
    case: CasePage, figure: Measure, evaluator: Evaluator, coordinator: User
) -> None:
    theirs = accept(evaluator, none="on")
    other = make.make_case()
    elsewhere = make.make_measure(other.implementations.get(), make.make_indicator(other), "baseline", 40)
    assert theirs.get(f"/discrepar/{elsewhere.pk}/").status_code == 404
    assert theirs.get(f"/discrepar/{figure.pk}/").status_code == 200
    Evaluator.objects.update(valid_until=localdate().replace(year=2020))
    assert theirs.get(f"/discrepar/{figure.pk}/").status_code == 404
    Evaluator.objects.update(valid_until=localdate())
    address = f"/discrepar/evaluacion/caso/{case.identifier}/"
    browser(coordinator).post(address, {"end": evaluator.pk})
    assert theirs.get(f"/discrepar/{figure.pk}/").status_code == 404


def test_only_a_coordinator_of_the_city_invites(case: CasePage, peer: User) -> None:
    address = f"/discrepar/evaluacion/caso/{case.identifier}/"
    for person in (peer, make_person(Role.LEAD, case.municipality)):
        assert browser(person).get(address).status_code == 404


def test_another_account_does_not_take_the_invitation(evaluator: Evaluator, peer: User) -> None:
    assert browser(peer).post(invitation(evaluator), {"none": "on"}).status_code == 403
    evaluator.refresh_from_db()
    assert evaluator.user is None
