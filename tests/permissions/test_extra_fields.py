"""What a form does not ask for cannot be set by adding it to what is posted (C23)."""

import pytest
from django.test import Client

from accounts.models import AccessRequest, Invitation, User
from cases.models import CasePage, Implementation, Measure
from tests.permissions.world import State, Who, World

pytestmark = pytest.mark.django_db
EXTRA = {
    "live": "on",
    "owner": "1",
    "user": "1",
    "municipality": "1",
    "case": "1",
    "is_superuser": "on",
    "is_staff": "on",
    "status": "accepted",
    "said_by": "independent",
    "confirmed_on": "2026-01-01",
    "confirmed_by": "1",
    "custom_accepted": "on",
    "key": "otra",
    "implementation": "1",
    "indicator": "1",
    "serious_incident_open": "on",
    "role": "origin",
    "decided_at": "2026-01-01",
}


def _editor_address(world: World, name: str) -> str:
    return f"/admin/casos/{world.cases[State.DRAFT].pk}/{name}/"


def test_a_figure_is_submitted_whatever_else_is_posted(world: World) -> None:
    draft = world.cases[State.DRAFT]
    indicator = draft.indicators.get()
    typed = {"moment": "followup", "value": "30", "period_end": "2026-08-31", "source_title": "Registro"}
    before = set(Measure.objects.values_list("pk", flat=True))
    address = _editor_address(world, f"indicador/{indicator.pk}/cifra")
    assert world.browsers[Who.CONTRIBUTOR].post(address, {**EXTRA, **typed}).status_code == 302
    made = Measure.objects.exclude(pk__in=before).get()
    assert (made.status, made.said_by, made.indicator_id) == ("submitted", "self", indicator.pk)
    assert made.implementation.case_id == draft.pk


def test_an_indicator_waits_for_a_coordinator_whatever_else_is_posted(world: World) -> None:
    draft = world.cases[State.DRAFT]
    typed = {
        "custom_name": "Nuevo",
        "custom_formula": "x",
        "custom_unit": "días",
        "custom_direction": "down",
        "custom_kind": "outcome",
        "custom_lens": "executive",
    }
    address = _editor_address(world, "indicador")
    assert world.browsers[Who.LEAD].post(address, {**EXTRA, **typed}).status_code == 302
    made = draft.indicators.latest("pk")
    assert (made.custom_name, made.custom_accepted, made.case_id) == ("Nuevo", False, draft.pk)


def test_how_a_city_stands_keeps_its_place_and_its_confirmation(world: World) -> None:
    draft = world.cases[State.DRAFT]
    origin = draft.implementations.get(role="origin")
    Implementation.objects.filter(pk=origin.pk).update(confirmed_on=None)
    typed = {
        "phase": "production",
        "started": "2023-09-01",
        "in_production": "2024-03-01",
        "role": "replication",
    }
    assert (
        world.browsers[Who.CONTRIBUTOR]
        .post(_editor_address(world, "como-esta"), {**EXTRA, **typed})
        .status_code
        == 302
    )
    after = Implementation.objects.get(pk=origin.pk)
    assert (after.confirmed_on, after.municipality_id) == (None, world.place.pk)
    assert (after.role, after.case_id) == ("origin", draft.pk)


def test_asking_for_access_makes_nobody(client: Client, world: World) -> None:
    typed = {"name": "Eva", "email": "eva@ajena.gob.ar", "position": "Jefa"}
    people = User.objects.count()
    extra = {**EXTRA, "municipality": world.place.pk, "website": ""}
    assert (
        client.post(f"/cuenta/pedir-acceso/?municipio={world.other.key}", {**extra, **typed}).status_code
        == 302
    )
    asked = AccessRequest.objects.get(email="eva@ajena.gob.ar")
    assert (asked.municipality, asked.decided_at) == (world.other, None)
    assert User.objects.count() == people


def test_a_lead_invites_no_coordinator_nor_to_another_city(world: World) -> None:
    address = f"/cuenta/equipo/{world.place.key}/"
    lead = world.browsers[Who.LEAD]
    lead.post(address, {**EXTRA, "email": "uno@prueba.test", "role": "coordinator"})
    assert not Invitation.objects.filter(email="uno@prueba.test").exists()
    lead.post(
        address,
        {
            **EXTRA,
            "email": "dos@prueba.test",
            "role": "lead",
            "municipality": world.other.pk,
            "network": world.things["network"].pk,
        },
    )
    made = Invitation.objects.get(email="dos@prueba.test")
    assert (made.municipality, made.network, made.accepted_at) == (world.place, None, None)


def test_the_editor_of_pages_takes_no_owner_and_does_not_publish(world: World) -> None:
    """A contributor who adds Wagtail's own "publish" to the form saves a draft."""
    draft = world.cases[State.DRAFT]
    browser = world.browsers[Who.FOREIGN_CONTRIBUTOR]
    browser.post(f"/admin/pages/{draft.pk}/edit/", {**EXTRA, "title": "Mía", "action-publish": "1"})
    browser = world.browsers[Who.CONTRIBUTOR]
    form = {
        "title": "Otra",
        "slug": draft.slug,
        "summary": "x",
        "problem": "x",
        "what_was_done": "x",
        "licence": "x",
    }
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    sets = {
        f"{name}-{key}": value for name in ("photos", "sources", "comments") for key, value in empty.items()
    }
    response = browser.post(
        f"/admin/pages/{draft.pk}/edit/", {**EXTRA, **form, **sets, "action-publish": "1"}
    )
    assert response.status_code == 302
    after = CasePage.objects.get(pk=draft.pk)
    assert not after.live and after.owner_id == draft.owner_id
    assert after.get_latest_revision_as_object().title == "Otra"


@pytest.mark.parametrize("changed", [{"custom_direction": "up"}, {"custom_name": "Otra cosa"}])
def test_what_a_coordinator_accepted_is_accepted_again_when_the_city_rewrites_it(
    changed: dict[str, str], world: World
) -> None:
    live = world.cases[State.LIVE]
    indicator = live.indicators.get()
    indicator.custom_accepted = True
    indicator.save()
    typed = {
        "core": "on",
        "custom_name": indicator.custom_name,
        "custom_formula": "x",
        "custom_unit": indicator.custom_unit,
        "custom_direction": indicator.custom_direction,
        "custom_kind": indicator.custom_kind,
        "custom_lens": indicator.custom_lens,
        **changed,
    }
    address = f"/admin/casos/{live.pk}/indicador/{indicator.pk}/"
    response = world.browsers[Who.CONTRIBUTOR].post(address, typed)
    assert response.status_code == 302
    indicator.refresh_from_db()
    assert not indicator.accepted
