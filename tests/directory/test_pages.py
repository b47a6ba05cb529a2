"""The public page of a municipality, and the page that explains the calculations."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import figures, levels, outcomes
from municipalities import similarity
from tests import factories as make

pytestmark = pytest.mark.django_db


def page_of(client: Client, place: object) -> str:
    return client.get(f"/municipios/{place.slug}/").content.decode()  # type: ignore[attr-defined]


def test_it_lists_what_it_told_and_what_it_tried(client: Client) -> None:
    mine, other = make.make_municipality(name="Villa Una"), make.make_municipality(name="Villa Otra")
    make.make_case(mine, title="Separar residuos")
    theirs = make.make_case(other, title="Contar árboles")
    make.make_implementation(theirs, mine, phase="abandoned", abandon_reason="Se fue quien lo sabía hacer.")
    page = page_of(client, mine)
    assert "Separar residuos" in page
    assert "Contar árboles" in page and "Se fue quien lo sabía hacer." in page
    assert "abandonada" in page


def test_a_draft_is_on_nobodys_page(client: Client) -> None:
    mine = make.make_municipality()
    make.make_case(mine, title="Todavía en borrador", live=False)
    assert "Todavía en borrador" not in page_of(client, mine)


def test_without_anything_it_says_so(client: Client) -> None:
    page = page_of(client, make.make_municipality())
    assert "Todavía no contó ningún caso" in page
    assert "Todavía no informó ninguna réplica" in page


def test_an_old_name_in_the_address_leads_to_the_page(client: Client) -> None:
    place = make.make_municipality(code="820042", name="Rafaela")
    response = client.get("/municipios/AR-820042-otro-nombre/")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/municipios/{place.slug}/"


@pytest.mark.parametrize("slug", ["AR-000000-nada", "nada", "AR-", "-", "XX-1"])
def test_an_unknown_municipality_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/municipios/{slug}/").status_code == 404


def test_peers_say_both_values_and_what_is_unknown(client: Client) -> None:
    mine = make.make_municipality(population=50_000)
    make.make_municipality(name="Villa Parecida", population=51_000)
    page = page_of(client, mine)
    assert "Villa Parecida" in page
    assert "50.000 habitantes · 51.000 habitantes" in page
    assert "sin datos" in page or "sin dato" in page


def test_an_invented_municipality_says_so(client: Client) -> None:
    assert "es inventado" in page_of(client, make.make_municipality(is_example=True))


def test_queries_do_not_grow_with_its_cases(client: Client) -> None:
    def queries(place: object) -> int:
        page_of(client, place)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page_of(client, place)
        return len(captured)

    few, many = make.make_municipality(), make.make_municipality()
    make.make_case(few)
    for _case in range(8):
        make.make_case(many)
    assert queries(many) <= queries(few)


@pytest.mark.parametrize(
    ("module", "name", "value", "says"),
    [
        (figures, "MIN_PAIR_DAYS", 97, "97 días"),
        (outcomes, "MONTHS_FRESH", 37, "más de 37 meses"),
        (outcomes, "MONTHS_TO_SUSTAIN", 11, "11 meses en producción"),
        (levels, "EXTENDED_REPLICATIONS", 17, "Al menos 17 réplicas"),
        (similarity, "WEIGHTS_VERSION", "2031-01", "versión 2031-01"),
    ],
)
def test_a_rule_that_changes_changes_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: object, says: str
) -> None:
    assert says not in client.get("/como-se-calcula/").content.decode()
    monkeypatch.setattr(module, name, value)
    assert says in client.get("/como-se-calcula/").content.decode()


def test_the_weights_on_the_page_are_those_of_the_code(client: Client) -> None:
    page = client.get("/como-se-calcula/").content.decode()
    for weight in similarity.WEIGHTS.values():
        assert f"{weight * 100:g} %".replace(".", ",") in page
