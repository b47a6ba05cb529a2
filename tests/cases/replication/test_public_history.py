"""What the public reads: unconfirmed until it is confirmed, and every change afterwards, without names."""

import pytest
from django.test import Client

from accounts.models import User
from cases.models import CasePage
from municipalities.models import Municipality
from search.case_documents import make_documents
from tests import factories as make
from tests.cases.replication.telling import TODAY_PAIR, answer, confirm, send, tell

pytestmark = pytest.mark.django_db


def text_of(client: Client, case: CasePage) -> str:
    return client.get(case.url).content.decode()


def test_until_confirmed_it_is_unconfirmed_everywhere(
    telling: Client, leading: Client, case: CasePage, place: Municipality
) -> None:
    figure = {**TODAY_PAIR, "after": "27,13"}
    tell(telling, case, place, figures={case.indicators.get(key="perdidas"): figure})
    send(telling, case)
    (document,) = make_documents([case.pk])
    states = {one["key"]: one["state"] for one in document.payload["sites"]}
    assert states[place.key] == "unconfirmed" and document.level == 2
    page = Client().get(case.url).content.decode()
    assert "Sin confirmar" in page and "27,13" not in page

    confirm(leading, case.implementations.get(municipality=place))
    (document,) = make_documents([case.pk])
    states = {one["key"]: one["state"] for one in document.payload["sites"]}
    assert states[place.key] == "sustained" and document.level == 3
    assert "27,13" in Client().get(case.url).content.decode()


def test_the_history_says_what_and_in_which_role_and_never_who(
    telling: Client, leading: Client, case: CasePage, place: Municipality, contributor: User, lead: User
) -> None:
    contributor.first_name, contributor.last_name = "Canaria", "Secreta"
    contributor.save()
    tell(telling, case, place, adaptaciones={"adaptations": "Con planillas."})
    send(telling, case)
    site = case.implementations.get(municipality=place)
    confirm(leading, site)
    answer(leading, case, "municipio", {"municipality": place.key})
    answer(leading, case, "fase", {"phase": "production"})
    answer(leading, case, "mediciones", {"nothing": "on"})
    answer(leading, case, "adaptaciones", {"adaptations": "Con un tablero."})
    send(leading, case, confirm="on")
    page = text_of(Client(), case)
    assert "Con planillas.</s>" in page and "Con un tablero." in page
    assert "Canaria" not in page and contributor.email not in page and lead.email not in page


def test_a_figure_that_nobody_accepted_is_not_in_the_history(
    telling: Client, leading: Client, case: CasePage, place: Municipality
) -> None:
    losses = case.indicators.get(key="perdidas")
    tell(telling, case, place, figures={losses: {**TODAY_PAIR, "after": "27,13"}})
    send(telling, case)
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "after": "28,14"})
    send(telling, case)
    confirm(leading, case.implementations.get(municipality=place))
    page = text_of(Client(), case)
    assert "28,14" in page and "27,13" not in page


def test_an_objection_and_its_end_are_in_the_history(
    coordinating: Client, case: CasePage, place: Municipality
) -> None:
    site = make.make_implementation(case, place)
    coordinating.post(f"/replicar/objetar/{site.pk}/", {"reason": "Otro servicio."})
    coordinating.post(f"/replicar/objetar/{site.pk}/")
    assert "Otro servicio.</s>" in text_of(Client(), case)


def test_the_case_asks_whoever_reads_it(client: Client, case: CasePage) -> None:
    page = text_of(client, case)
    assert f'href="/replicar/{case.identifier}/"' in page
    assert f'href="/replicar/{case.identifier}/?fase=intent"' in page


def test_the_history_costs_one_query_however_many_sites(
    client: Client, case: CasePage, django_assert_max_num_queries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(200) as counted:
            client.get(case.url)
        return len(counted)

    make.make_implementation(case)
    client.get(case.url)
    few = queries()
    for _more in range(6):
        make.make_implementation(case)
    assert queries() == few
