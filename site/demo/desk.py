"""What the demo leaves on the desks: a case in each state of its review, one to confirm, what is due."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.models import User
from cases.models import CasePage, CoordinatorReview, FollowUp, Implementation, Measure
from cases.page_permissions import cases_page_of
from demo.network import PEOPLE, TEAM_CODE
from municipalities.models import Municipality

DRAFT = {
    "slug": "ejemplo-borrador-reclamos-por-mensaje",
    "title": "Reclamos por mensaje, con respuesta en 72 horas",
    "summary": "Los reclamos llegaban por cinco lugares y nadie sabía cuáles estaban abiertos.",
    "problem": "Quien reclamaba por un bache o una luminaria volvía a llamar tres veces de cada cuatro.",
    "outcome": "Días hasta resolver un reclamo de alumbrado: bajar de 19 a menos de 7.",
    "action": "Una sola bandeja para los cinco canales y un responsable por barrio.",
}
IN_REVIEW = {
    "slug": "ejemplo-en-revision-turnos-del-vacunatorio",
    "title": "Turnos del vacunatorio sin hacer cola desde las cinco",
    "summary": "La cola empezaba a las cinco de la mañana y se repartían 60 números. Ahora hay turno.",
    "problem": "La gente mayor y las madres con bebés esperaban de pie hasta cuatro horas.",
    "outcome": "Minutos de espera en el vacunatorio, en especial de mayores de 65.",
    "process": "Antes: número al abrir. Ahora: turno por teléfono, por mensaje o en la sala del barrio.",
    "action": "Pasamos la agenda del cuaderno a una planilla compartida con las cinco salas.",
    "failures": "El primer mes solo tomamos turnos por mensaje y dejamos afuera a quien no tiene teléfono.",
}
RETURNED = {
    "slug": "ejemplo-devuelto-poda-programada",
    "title": "Poda programada por manzana",
    "summary": "La poda se hacía por pedido. Ahora cada manzana tiene su semana.",
    "problem": "Los pedidos de poda tardaban cinco meses y los cables se cortaban con cada tormenta.",
    "action": "Censamos los árboles de 40 manzanas y armamos un calendario público.",
}
FADING = "ejemplo-compras-abiertas-mensuales"
FADING_FIGURES = {"baseline": (330, Decimal(38)), "followup": (0, Decimal(71))}
"""Days before the newest figure, and value."""
REASON = "Falta la cifra de antes: ¿cuántos cortes hubo el año anterior? Con eso se puede publicar."


def load() -> None:
    """Repeatable: what is there already stays as somebody left it."""
    town = Municipality.objects.get(country="AR", code=TEAM_CODE)
    people = {role: User.objects.get(email=email) for role, email in PEOPLE.items()}
    for person in people.values():
        _mute(person)
    parent = cases_page_of(town)
    if parent is None:
        return
    _draft(parent, people["contributor"], DRAFT)
    if case := _draft(parent, people["contributor"], IN_REVIEW):
        _submit(case, people["contributor"])
    if case := _draft(parent, people["contributor"], RETURNED):
        _submit(case, people["contributor"])
        case.current_workflow_task_state.specific.reject(user=people["coordinator"], comment=REASON)
    _to_confirm(town)
    _to_measure_again(town, people["lead"])
    _to_answer_today(town)


def _draft(parent: Page, author: User, texts: dict[str, str]) -> CasePage | None:
    """A case that nobody published, or None when it is there already."""
    if CasePage.objects.filter(slug=texts["slug"]).exists():
        return None
    values: dict[str, Any] = {**texts, "identifier": texts["slug"], "live": False, "owner": author}
    case = parent.add_child(instance=CasePage(**values))
    case.origin_site()
    case.save_revision(user=author)
    return case


def _mute(person: User) -> None:
    """Their addresses are nobody's: what happens on the desks of the demo is not told by e-mail."""
    profile = UserProfile.get_for_user(person)
    profile.submitted_notifications = profile.approved_notifications = profile.rejected_notifications = False
    profile.save()


def _submit(case: CasePage, author: User) -> None:
    """As if its author had pressed the button."""
    workflow = case.get_workflow()
    if workflow is not None and CoordinatorReview.objects.exists():
        workflow.start(case, author)


def _to_confirm(town: Municipality) -> None:
    """Somebody of the network told by phone what this town did: its lead has the last word."""
    others = CasePage.objects.published().exclude(implementations__municipality=town)
    case = others.filter(identifier__startswith="ejemplo-").order_by("identifier").first()
    waiting = Implementation.objects.filter(municipality=town, confirmed_on=None, role="replication")
    if case is None or waiting.exists():
        return
    site = Implementation(
        case=case,
        municipality=town,
        role="replication",
        phase="pilot",
        started=localdate().replace(day=1),
        adaptations="Empezamos por un solo barrio y sin aplicación: se avisa por mensaje.",
        on_behalf=True,
    )
    site.changed_via = "demo"
    site.save()


def _to_measure_again(town: Municipality, lead: User) -> None:
    """A replication whose newest figure is about to be two years old, whatever the day of the demo."""
    case = CasePage.objects.published().filter(identifier=FADING).first()
    core = case.indicators.filter(core=True).first() if case else None
    if case is None or core is None or case.implementations.filter(municipality=town).exists():
        return
    newest = localdate() - timedelta(days=700)
    site = Implementation(
        case=case,
        municipality=town,
        role="replication",
        phase="production",
        started=newest - timedelta(days=320),
        in_production=newest - timedelta(days=220),
        adaptations="Publicamos también las compras menores, en la misma planilla.",
    )
    site.changed_via = "demo"
    site.save()
    for moment, (days, value) in FADING_FIGURES.items():
        figure = Measure(implementation=site, indicator=core, moment=moment, value=value)
        figure.period_end, figure.source_title = newest - timedelta(days=days), "Registro de compras"
        figure.changed_via = "demo"
        figure.save()
    site.confirm(by=lead, on=newest)


def _to_answer_today(town: Municipality) -> None:
    """A replication that was told 90 days ago."""
    sites = Implementation.objects.filter(municipality=town, role="replication", confirmed_on__isnull=False)
    running = sites.filter(phase__in=("pilot", "production")).exclude(case__identifier=FADING)
    site = running.order_by("-started", "pk").first()
    if site and not site.followups.exists():
        FollowUp.objects.plan(site, localdate() - timedelta(days=FollowUp.Days.QUARTER))
