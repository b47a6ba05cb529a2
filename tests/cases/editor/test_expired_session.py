"""A session that ends while somebody writes in the admin loses nothing of what they typed."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from cases.models import CasePage, Measure
from home.management.commands.build_site import build_tree
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_indicator, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    build_tree()
    return make_case(make_municipality(name="Villa Prueba"))


def figure_of(case: CasePage) -> tuple[str, dict[str, str]]:
    address = reverse("cases_editor:add_figure", args=[case.pk, make_indicator(case).pk])
    day = {"period_end": date(2026, 3, 31).isoformat()}
    typed = {"moment": "baseline", "value": "94", "source_title": "Registro\nde «obras» & <papeles>", **day}
    return address, typed


def test_what_was_typed_is_sent_again_after_logging_in(case: CasePage) -> None:
    client = Client(enforce_csrf_checks=False)
    address, typed = figure_of(case)
    answer = client.post(address, typed)
    assert answer.url == f"{reverse('account_login')}?next={reverse('accounts:resume')}"
    log_in(client, make_person(Role.CONTRIBUTOR, case.municipality))
    page = client.get(reverse("accounts:resume"))
    assert f'action="{address}"' in page.content.decode()
    assert dict(page.context["fields"]) == typed
    assert "Registro\nde «obras» &amp; &lt;papeles&gt;" in page.content.decode()
    assert client.post(address, typed).status_code == 302
    assert Measure.objects.get().source_title.startswith("Registro")
    assert client.get(reverse("accounts:resume")).url == reverse("wagtailadmin_home")  # nothing is left


def test_several_values_of_a_field_are_all_kept(case: CasePage) -> None:
    client = Client()
    typed = QueryDict("phase=production&bottlenecks=staff&bottlenecks=budget")
    client.post(
        reverse("cases_editor:site", args=[case.pk]), typed.dict() | {"bottlenecks": ["staff", "budget"]}
    )
    log_in(client, make_person(Role.CONTRIBUTOR, case.municipality))
    fields = client.get(reverse("accounts:resume")).context["fields"]
    assert [value for name, value in fields if name == "bottlenecks"] == ["staff", "budget"]


def test_it_gives_nobody_a_permission(case: CasePage) -> None:
    client = Client()
    address, typed = figure_of(case)
    client.post(address, typed)
    log_in(client, make_person(Role.CONTRIBUTOR, make_municipality(name="Villa Ajena")))
    assert client.get(reverse("accounts:resume")).status_code == 200
    assert client.post(address, typed).status_code == 404
    assert not Measure.objects.exists()


def test_it_can_be_thrown_away(case: CasePage) -> None:
    client = Client()
    client.post(*figure_of(case))
    log_in(client, make_person(Role.CONTRIBUTOR, case.municipality))
    client.post(reverse("accounts:resume"))
    assert client.get(reverse("accounts:resume")).status_code == 302


@pytest.mark.parametrize("how", [{"HTTP_SEC_FETCH_MODE": "cors"}, {}])
def test_only_forms_sent_by_a_person_and_of_a_size_are_kept(case: CasePage, how: dict[str, str]) -> None:
    client = Client()
    address, typed = figure_of(case)
    client.post(address, typed if how else typed | {"method": "x" * 300_001}, **how)
    assert "kept post" not in client.session
