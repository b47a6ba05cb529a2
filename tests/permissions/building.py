"""The small country of `world`, built with the factories and our own ways of writing."""

from datetime import date

from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import localdate, now
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from accounts.models import AccessRequest, Invitation
from accounts.permissions import Role
from cases.disputes import evaluators
from cases.models import (
    AiIncident,
    AiSheet,
    CaseIndexPage,
    CasePage,
    Evaluator,
    FollowUp,
    Measure,
    NetworkStandard,
    ReplicationReport,
    Statement,
)
from cases.notices import followups, mailing
from cases.replication import links
from home.management.commands.build_site import build_review, build_tree
from municipalities.models import GovernmentChange
from search.models import SynonymGroup
from tests import factories as make
from tests.accounts.people import log_in, make_person, network_of
from tests.permissions.files import build_files, own_indicator
from tests.permissions.plans import build_plan
from tests.permissions.playbooks import build_playbooks
from tests.permissions.world import INBOX, SECRET, TITLE, State, Who, World, origin_of


def build() -> World:
    build_tree()
    build_review()
    call_command("load_catalogue", verbosity=0)
    world = World(
        make.make_municipality(name="Villa Propia"),
        make.make_municipality(name="Villa Ajena"),
    )
    for place in (world.place, world.other):
        make.make_cases_page(place)
        network_of(place)
    _people(world)
    _cases(world)
    _evidence(world)
    _pending(world)
    build_files(world)
    _settings(world)
    build_plan(world)
    build_playbooks(world)
    return world


def _people(world: World) -> None:
    for who, role, place in (
        (Who.CONTRIBUTOR, Role.CONTRIBUTOR, world.place),
        (Who.FOREIGN_CONTRIBUTOR, Role.CONTRIBUTOR, world.other),
        (Who.LEAD, Role.LEAD, world.place),
        (Who.FOREIGN_LEAD, Role.LEAD, world.other),
        (Who.COORDINATOR, Role.COORDINATOR, world.place),
        (Who.FOREIGN_COORDINATOR, Role.COORDINATOR, world.other),
        (Who.ADMIN, Role.ADMIN, world.place),
    ):
        world.people[who] = make_person(role, place)
        world.browsers[who] = log_in(Client(), world.people[who], second_factor=True)
    world.browsers[Who.VISITOR] = Client()


def _cases(world: World) -> None:
    author = world.people[Who.CONTRIBUTOR]
    secret = dict.fromkeys(("title", "problem", "action", "summary"), f"Obra {SECRET}")
    open_case = make.make_case(world.place, "publicado", title=f"Obra {TITLE}", owner=author)
    draft = make.make_case(world.place, "borrador", live=False, owner=author, **secret)
    waiting = make.make_case(world.place, "en-revision", live=False, owner=author, **secret)
    gone = make.make_case(world.place, "archivado", owner=author, **secret)
    gone.unpublish()
    world.cases = {State.LIVE: open_case, State.DRAFT: draft, State.WAITING: waiting, State.ARCHIVED: gone}
    for case in world.cases.values():
        for _n in range(2):
            case.save_revision(user=author)
        case.refresh_from_db()
    waiting.save_revision(user=author)
    waiting.get_workflow().start(waiting, author)
    waiting.refresh_from_db()
    # What a published case will say when somebody publishes it is as secret as a draft.
    open_case.title = open_case.failures = open_case.problem = f"Obra {SECRET}"
    open_case.save_revision(user=author)
    open_case.refresh_from_db()


def _tell(case: CasePage, name: str) -> None:
    """What its city wrote beside the page: accepted, waiting, and the sheet with an incident."""
    site = origin_of(case)
    indicator = own_indicator(case, name)
    make.make_pair(site, indicator, 40, 31)
    waits = {"period_end": date(2026, 7, 31), "status": "submitted", "said_by": "self"}
    secret = {"source_title": f"Informe {SECRET}", "method": f"Medido {SECRET}"}
    make.make_measure(site, indicator, "followup", 22, **waits, **secret)
    sheet = AiSheet.objects.create(implementation=site)
    AiIncident.objects.create(sheet=sheet, occurred_on=date(2026, 1, 2), what=f"Algo {SECRET}")


def _evidence(world: World) -> None:
    case, draft = world.cases[State.LIVE], world.cases[State.DRAFT]
    for each in world.cases.values():
        _tell(each, "Pérdidas" if each == case else f"Pérdidas {SECRET}")
    origin = origin_of(case)
    world.things["foreign_case"] = adopter = make.make_case(world.other, "ajeno", title="Obra ajena")
    site = make.make_implementation(adopter, world.place, confirmed=False, mailbox=INBOX, adaptations="")
    measure = Measure.objects.get(implementation=origin, moment="followup", status="accepted")
    by_others = {"source_title": f"Informe {SECRET}", "status": "submitted", "said_by": "peer"}
    stated = make.make_measure(origin, measure.indicator, "followup", 39, **by_others)
    statement = Statement.objects.create(
        measure=stated, against=measure, by=world.people[Who.FOREIGN_LEAD], municipality=world.other
    )
    world.things |= {
        "site": site,
        "measure": measure,
        "waiting": stated,
        "statement": statement,
        "definition": make.make_definition(),
        "indicator_of_live": measure.indicator,
        "origin_of_draft": origin_of(draft),
        "indicator_of_draft": draft.indicators.get(),
        "submitted_of_draft": origin_of(draft).measures.get(status="submitted"),
        "sheet_of_draft": origin_of(draft).ai_sheet,
        "foreign_slug": adopter.identifier,
        "step": "municipio",
        "standard": NetworkStandard.objects.create(
            network=network_of(world.place), case=case, adopted_on=date(2026, 1, 1)
        ),
        "topic": make.make_topic(),
    }


def _pending(world: World) -> None:
    place, lead, author = world.place, world.people[Who.LEAD], world.people[Who.CONTRIBUTOR]
    coordinator = world.people[Who.COORDINATOR]
    network = network_of(place)
    invitation, token = Invitation.objects.invite(INBOX, "contributor", place, lead)
    site = world.things["site"]
    followup = FollowUp.objects.create(implementation=site, days=90, due=localdate(), sent_at=now())
    evaluator = Evaluator.objects.create(
        email="evalua@prueba.test", institution="Universidad", role="Docente", invited_by=coordinator
    )
    evaluator.cases.add(world.cases[State.LIVE])
    sheet = AiSheet.objects.create(implementation=site)
    adopted = world.things["foreign_case"]
    answers = {"adaptaciones": {"adaptations": [f"Cosa {SECRET}"]}}
    world.things |= {
        "place": place,
        "network": network,
        "network_slug": network.slug,
        "place_key": place.key,
        "other_key": world.other.key,
        "place_slug": place.slug,
        "invitation": invitation,
        "invitation_token": token,
        "request": AccessRequest.objects.create(
            municipality=place, email=INBOX, name="Ana", position="Jefa", message=f"Dice {SECRET}"
        ),
        "membership": author.memberships.get(),
        "network_role": coordinator.network_roles.get(),
        "person": author,
        "followup_token": followups.token_of(followup),
        "followup": followup,
        "ai_incident": AiIncident.objects.create(
            sheet=sheet, occurred_on=date(2026, 1, 2), what=f"Algo {SECRET}"
        ),
        "unsubscribe_token": mailing.unsubscribe_token(INBOX, "news"),
        "evaluation_token": signing.dumps(evaluator.pk, salt=evaluators.SALT),
        "mailbox_token": links.mailbox_link(site).rstrip("/").rpartition("/")[2],
        "report_key": ReplicationReport.objects.create(
            user=author, case=adopted, municipality=place, answers=answers
        ).key,
        "sent_report_key": ReplicationReport.objects.create(
            user=author,
            case=adopted,
            municipality=place,
            implementation=site,
            answers=answers,
            sent_at=now(),
            applied_at=now(),
        ).key,
    }


def _settings(world: World) -> None:
    waiting = world.cases[State.WAITING]
    world.things |= {
        "workflow": waiting.get_workflow(),
        "task": waiting.current_workflow_task,
        "wagtail_site": Site.objects.get(),
        "group": world.people[Who.LEAD].groups.get(),
        "task_state": waiting.current_workflow_task_state,
        "workflow_state": waiting.current_workflow_state,
        "synonyms": SynonymGroup.objects.create(words="basura, residuos"),
        "province": world.place.province,
        "city_page": world.place.cases_page,
        "other_city_page": world.other.cases_page,
        "home_page": Site.objects.get().root_page,
        "index_page": CaseIndexPage.objects.get(),
        "redirect": Redirect.objects.create(old_path="/viejo", redirect_link="/nuevo"),
        "nothing": 987654,
        "spare_place": make.make_municipality(),
        "spare_province": make.make_province("90", "Tucumán"),
        "passkey": 987654,
        "change": GovernmentChange.objects.create(municipality=world.place, date=date(2023, 12, 10)),
    }
