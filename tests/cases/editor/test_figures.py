"""Figures as people write them: nobody overwrites one unseen, and one is taken out until it is public."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from cases.models import CasePage, Indicator, Measure
from home.management.commands.build_site import build_tree
from tests.accounts.people import log_in, make_person
from tests.factories import make_case, make_indicator, make_measure

pytestmark = pytest.mark.django_db
TYPED = {"moment": "baseline", "period_end": "30/6/2025", "source_title": "Registro de obras"}


@pytest.fixture
def case() -> CasePage:
    build_tree()
    return make_case(live=False)


@pytest.fixture
def client(case: CasePage) -> Client:
    return log_in(Client(), make_person(Role.CONTRIBUTOR, case.municipality))


@pytest.fixture
def indicator(case: CasePage) -> Indicator:
    return make_indicator(case, unit="expedientes")


def of(name: str, case: CasePage, *keys: int) -> str:
    return reverse(f"cases_editor:{name}", args=[case.pk, *keys])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("94,5", "94.5"), ("20.000", "20000"), ("1.234,5 expedientes", "1234.5"), ("41", "41")],
)
def test_a_figure_is_read_as_it_is_written_here(
    client: Client, case: CasePage, indicator: Indicator, typed: str, kept: str
) -> None:
    client.post(of("add_figure", case, indicator.pk), {**TYPED, "value": typed})
    figure = Measure.objects.get()
    assert figure.value == Decimal(kept)
    again = client.get(of("figure", case, indicator.pk, figure.pk)).context["form"]
    answer = client.post(
        of("figure", case, indicator.pk, figure.pk), {**TYPED, "value": again["value"].value()}
    )
    assert answer.status_code == 302 and Measure.objects.get().value == Decimal(kept)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"period_end": "30/6/2099"}, "todavía no"),
        ({"value": "muchos"}, "Escribí solo el número"),
        ({"value": "-94"}, "No puede ser menor que cero"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_what_was_typed(
    client: Client, case: CasePage, indicator: Indicator, changed: dict[str, str], said: str
) -> None:
    typed = {**TYPED, "value": "94", **changed}
    answer = client.post(of("add_figure", case, indicator.pk), typed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert f'value="{typed["value"]}"' in answer.content.decode()
    assert not Measure.objects.exists()


def test_a_stale_save_is_told_and_overwrites_nothing_by_itself(
    client: Client, case: CasePage, indicator: Indicator
) -> None:
    figure = make_measure(case.origin_site(), indicator, "baseline", 94, status="submitted")
    address = of("figure", case, indicator.pk, figure.pk)
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {**TYPED, "value": "80", "seen": seen})
    answer = client.post(address, {**TYPED, "value": "70", "seen": seen})
    assert answer.status_code == 409 and 'value="70"' in answer.content.decode()
    assert Measure.objects.get().value == 80
    knowingly = answer.context["form"]["seen"].value()
    client.post(address, {**TYPED, "value": "70", "seen": knowingly})
    assert Measure.objects.get().value == 70


def test_the_first_sheet_of_two_that_begin_it_at_once_stays(client: Client, case: CasePage) -> None:
    address = of("ai_sheet", case)
    client.post(address, {"oversight": "La directora", "seen": "new"})
    assert client.post(address, {"oversight": "Nadie", "seen": "new"}).status_code == 409
    assert case.origin_site().ai_sheet.oversight == "La directora"


def test_a_figure_is_taken_out_until_it_is_public(
    client: Client, case: CasePage, indicator: Indicator
) -> None:
    figure = make_measure(case.origin_site(), indicator, "baseline", 94, status="submitted")
    address = of("remove_figure", case, indicator.pk, figure.pk)
    assert client.get(address).status_code == 200 and Measure.objects.exists()
    client.post(of("remove_indicator", case, indicator.pk))
    assert Indicator.objects.exists(), "it has a figure"
    client.post(address)
    assert not Measure.objects.exists()
    public = make_measure(case.origin_site(), indicator, "baseline", 94)
    client.post(of("remove_figure", case, indicator.pk, public.pk))
    assert Measure.objects.get() == public
    other = make_indicator(case, "otro", core=False)
    client.post(of("remove_indicator", case, other.pk))
    assert list(Indicator.objects.all()) == [indicator]


def test_what_is_a_difference_may_be_below_zero(client: Client, case: CasePage) -> None:
    balance = make_indicator(case, unit="millones de pesos", name="Saldo de la cuenta")
    client.post(of("add_figure", case, balance.pk), {**TYPED, "value": "-94"})
    assert Measure.objects.get().value == -94


def test_a_target_is_not_below_zero_either(client: Client, case: CasePage, indicator: Indicator) -> None:
    typed = {"definition": indicator.definition_id, "target": "-3", "core": "on"}
    answer = client.post(of("add_indicator", case), typed)
    assert answer.context["form"].errors.keys() == {"target"} and case.indicators.count() == 1


def test_what_was_measured_before_is_older_than_what_was_measured_after(
    client: Client, case: CasePage, indicator: Indicator
) -> None:
    make_measure(
        case.origin_site(), indicator, "followup", 41, status="submitted", period_end=date(2025, 6, 30)
    )
    for day in ("30/6/2025", "1/7/2025"):
        answer = client.post(
            of("add_figure", case, indicator.pk), {**TYPED, "value": "94", "period_end": day}
        )
        assert answer.context["form"].errors.keys() == {"period_end"}
    client.post(of("add_figure", case, indicator.pk), {**TYPED, "value": "94", "period_end": "1/3/2025"})
    assert Measure.objects.filter(moment="baseline").count() == 1


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"reasons": ["staff"]}, "- No había"),
        ({"abandon_reason": "Se mudó el taller."}, "Se mudó el taller."),
    ],
)
def test_what_was_abandoned_says_why(client: Client, case: CasePage, told: dict[str, Any], kept: str) -> None:
    stands = {"phase": "abandoned", "started": "1/3/2024", "ended": "1/3/2025"}
    silent = client.post(of("site", case), {**stands, "abandon_reason": "  "})
    assert silent.status_code == 422 and silent.context["form"].errors.keys() == {"abandon_reason"}
    assert case.origin_site().phase != "abandoned"
    for _twice in range(2):
        assert client.post(of("site", case), {**stands, **told}).status_code == 302
    origin = case.origin_site()
    assert origin.phase == "abandoned" and origin.abandon_reason.count(kept) == 1
    again = {**stands, **told, "abandon_reason": origin.abandon_reason}
    client.post(of("site", case), again)
    assert case.origin_site().abandon_reason == origin.abandon_reason, "nothing is written twice"


def test_what_goes_on_gives_no_reasons(client: Client, case: CasePage) -> None:
    assert client.post(of("site", case), {"phase": "pilot", "started": "1/3/2024"}).status_code == 302
    assert case.origin_site().abandon_reason == ""
