"""The demo: example municipalities, the people who play its roles, its cases and playbooks."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from accounts.models import Membership, NetworkRole, User
from cases.models import CasePage, Implementation, MunicipalityCasesPage, NetworkStandard
from municipalities.models import GovernmentChange, Municipality, Network, Province
from playbooks.models import PlaybookIndexPage, PlaybookPage, PlaybookStep, Step

DATA = Path(__file__).parent / "data"
NETWORK = "red-de-ejemplo"
PASSWORD = "entre-pares-demo"  # noqa: S105 - public on purpose: it is in the README
TEAM_CODE = "EJ037"
PEOPLE = {
    "admin": "admin@ejemplo.test",
    "coordinator": "coordinacion@ejemplo.test",
    "lead": "referente@ejemplo.test",
    "contributor": "equipo@ejemplo.test",
}


def read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def case_files() -> list[Path]:
    return sorted((DATA / "cases").glob("*.json"))


def load_municipalities() -> Network:
    """The invented municipalities and the network to which all of them belong."""
    provinces = {province.code: province for province in Province.objects.filter(country="AR")}
    network, _ = Network.objects.get_or_create(slug=NETWORK, defaults={"name": "Red de ejemplo"})
    for row in read("municipalities.json"):
        changes = row.pop("government_changes", [])
        one, _ = Municipality.objects.update_or_create(
            country="AR",
            code=row.pop("code"),
            defaults={
                **row,
                "province": provinces[row["province"]],
                "population_source": "Inventada para la demostración",
                "is_example": True,
            },
        )
        network.members.add(one)
        for day in changes:
            GovernmentChange.objects.get_or_create(municipality=one, date=date.fromisoformat(day))
    return network


def load_people(network: Network) -> None:
    """One person for each role. An account that exists keeps its password."""
    town = Municipality.objects.get(country="AR", code=TEAM_CODE)
    for role, email in PEOPLE.items():
        if User.objects.filter(email=email).exists():
            continue
        create = User.objects.create_superuser if role == "admin" else User.objects.create_user
        user = create(email, PASSWORD)
        if role == "coordinator":
            NetworkRole.objects.create(user=user, network=network)
        elif role in Membership.Role.values:
            Membership.objects.create(user=user, municipality=town, role=role)


def load_playbooks(network: Network) -> None:
    """Playbooks of the examples, and the network's standards."""
    index = PlaybookIndexPage.objects.get()
    for row in read("playbooks.json"):
        if PlaybookPage.objects.filter(slug=row["slug"]).exists():
            continue
        page = index.add_child(instance=PlaybookPage(title=row["title"], slug=row["slug"], body=row["body"]))
        steps = {step.slug: step for step in Step.objects.filter(slug__in=row["steps"])}
        page.uses = [PlaybookStep(step=steps[slug], sort_order=n) for n, slug in enumerate(row["steps"])]
        page.cases.set(CasePage.objects.filter(identifier__in=row["cases"]))
        page.save_revision().publish()
    for row in read("standards.json"):
        for case in CasePage.objects.filter(identifier=row["case"]):
            NetworkStandard.objects.get_or_create(
                network=network, case=case, defaults={"adopted_on": date.fromisoformat(row["adopted_on"])}
            )


def unload() -> dict[str, int]:
    """Removes the examples and nothing else. Returns how many of each kind were removed.

    Raises ReplicatedCase when a real municipality replicated an example: what it told is not ours to remove.
    """
    towns = Municipality.objects.filter(is_example=True)
    playbooks = PlaybookPage.objects.filter(slug__in=[row["slug"] for row in read("playbooks.json")])
    removed = {
        "cases": CasePage.objects.filter(
            implementations__role="origin", implementations__municipality__in=towns
        )
        .distinct()
        .count(),
        "municipalities": towns.count(),
        "playbooks": playbooks.count(),
    }
    _delete_pages(playbooks)
    Implementation.objects.filter(municipality__in=towns).delete()
    _delete_pages(MunicipalityCasesPage.objects.filter(municipality__in=towns))
    User.objects.filter(email__in=PEOPLE.values()).delete()
    Network.objects.filter(slug=NETWORK).delete()
    towns.delete()
    return removed


def _delete_pages(pages: Iterable[Any]) -> None:
    for page in pages:
        page.delete()
