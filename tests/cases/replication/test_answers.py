"""What each question accepts, and how it says what is wrong."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from cases.models import CasePage, Implementation, Indicator
from cases.replication.fields import DayField, FigureField, typed_amount, typed_day
from municipalities.models import Municipality
from tests import factories as make
from tests.cases.replication.telling import (
    PRODUCTION,
    TODAY_PAIR,
    address,
    answer,
    hidden,
    refused,
    send,
    tell,
)

TOMORROW = localdate() + timedelta(days=1)


@given(st.dates(date(1950, 1, 1), localdate()))
def test_a_date_is_read_back_as_it_was_typed(day: date) -> None:
    field = DayField(required=False)
    assert field.clean(typed_day(day)) == field.clean(day.isoformat()) == day
    assert field.clean(f"{day:%d-%m-%Y}") == day


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2/3/2024", date(2024, 3, 2)),
        (" 02.03.2024 ", date(2024, 3, 2)),
        ("2/2024", date(2024, 2, 29)),
        ("", None),
    ],
)
def test_dates(typed: str, read: date | None) -> None:
    assert DayField(required=False).clean(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["31/2/2024", "ayer", "3/24", "2/3/24", "13/2024", "0/0/0", "1/1/1900", "٣/٣/٢٠٢٤", typed_day(TOMORROW)],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField(required=False).clean(typed)


def test_this_month_without_a_day_is_today_and_not_the_future() -> None:
    today = localdate()
    assert DayField(required=False).clean(f"{today.month}/{today.year}") == today


def test_only_what_is_planned_may_be_in_the_future() -> None:
    assert DayField(required=False, future=True).clean(typed_day(TOMORROW)) == TOMORROW


@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False))
def test_a_figure_is_read_back_as_it_is_shown(amount: Decimal) -> None:
    assert FigureField(unit="°C", required=False).clean(typed_amount(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("41,5", "41.5"),
        ("41.5", "41.5"),
        ("12.500", "12500"),
        ("1.234.567,8", "1234567.8"),
        ("0.125", "0.125"),
        ("41,5 %", "41.5"),
        ("41,5%", "41.5"),
        ("−3", "-3"),
    ],
)
def test_figures(typed: str, read: str) -> None:
    unit = "%" if typed.endswith("%") else "°C"
    assert FigureField(unit=unit, required=False).clean(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed", ["casi 40", "40 kg", "1e9", "NaN", "1,2,3", "12345678901,5", "0,00001", "-3"]
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        FigureField(unit="días", required=False).clean(typed)


@pytest.mark.parametrize("typed", ["100,1", "-1", "41.523"])
def test_a_percentage_goes_from_0_to_100(typed: str) -> None:
    with pytest.raises(ValidationError):
        FigureField(unit="%", required=False).clean(typed)


@pytest.fixture
def losses(case: CasePage) -> Indicator:
    return case.indicators.get(key="perdidas")


def begin(client: Client, case: CasePage, place: Municipality, phase: str = "production") -> None:
    answer(client, case, "municipio", {"municipality": place.key})
    answer(client, case, "fase", {"phase": phase})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("municipio", {}, "municipality"),
        ("municipio", {"municipality": "AR-999999"}, "municipality"),
        ("fase", {}, "phase"),
        ("fase", {"phase": "archivada"}, "phase"),
        ("fechas", {"started": "1/9/2023"}, "in_production"),
        ("fechas", {"started": "hace poco", "in_production_unknown": "on"}, "started"),
        ("fechas", {"started": "1/9/2023", "in_production": "1/8/2023"}, "in_production"),
        ("mediciones", {}, "__all__"),
        ("mediciones", {"nothing": "on", "indicators": ["999999"]}, "indicators"),
        ("contrato", {"contract_type": "otro"}, "contract_type"),
        ("trabas", {"bottlenecks": ["mala suerte"]}, "bottlenecks"),
        ("fechas", {"started": "1/9/2023", "started_unknown": "on"}, "started"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_what_was_typed_stays(
    name: str, typed: dict, field: str, telling: Client, case: CasePage, place: Municipality
) -> None:
    if name == "fase":
        answer(telling, case, "municipio", {"municipality": place.key})
    elif name != "municipio":
        begin(telling, case, place)
    answered = refused(telling, case, name, typed)
    assert field in answered.context["form"].errors
    html = answered.content.decode()
    assert "<title>Error:" in html.replace("\n", "") and 'class="error-summary"' in html
    assert all(f'value="{value}"' in html for value in typed.values() if value in ("1/9/2023", "hace poco"))
    assert not Implementation.objects.filter(municipality=place).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"after_on": "31/12/2023"}, "after_on"),
        ({"before_on": ""}, "before_on"),
        ({"before": ""}, "before"),
        ({"after": "130"}, "after"),
        ({"after": "33 días"}, "after"),
        ({"before": "-4"}, "before"),
        ({"source_title": ""}, "source_title"),
        ({"source_title": "", "source_url": "javascript:alert(1)"}, "source_url"),
        ({"after_on": typed_day(TOMORROW)}, "after_on"),
        (dict.fromkeys(TODAY_PAIR, ""), "__all__"),
    ],
)
def test_a_figure_needs_its_date_its_source_and_its_order(
    changes: dict, field: str, telling: Client, case: CasePage, place: Municipality, losses: Indicator
) -> None:
    begin(telling, case, place)
    answer(telling, case, "mediciones", {"indicators": [losses.pk]})
    answered = refused(telling, case, f"cifra-{losses.pk}", {**TODAY_PAIR, **changes})
    assert field in answered.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["", "Todos", "  MAYORES   de 60 "])
def test_a_further_group_says_which_and_is_told_once(
    group: str, telling: Client, case: CasePage, place: Municipality, losses: Indicator
) -> None:
    """Two pages of the same group and days would publish the figure of one with that of the other."""
    begin(telling, case, place)
    answer(telling, case, "mediciones", {"indicators": [losses.pk]})
    answer(telling, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "group": "todos"})
    answer(telling, case, f"cifra-{losses.pk}-2", {**TODAY_PAIR, "group": "mayores de 60"})
    page = telling.get(address(case, f"cifra-{losses.pk}-3")).content.decode()
    assert "Pregunta 8 de 10" in page and "Otro grupo" in page
    answered = refused(telling, case, f"cifra-{losses.pk}-3", {**TODAY_PAIR, "group": group})
    assert list(answered.context["form"].errors) == ["group"]


@pytest.mark.django_db
def test_a_beginning_that_has_passed_is_not_a_wish(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    begin(telling, case, place, "intent")
    answered = refused(telling, case, "fechas", {"planned_start": "1/3/2024"})
    assert "planned_start" in answered.context["form"].errors


@pytest.mark.django_db
def test_leaving_it_needs_one_reason(telling: Client, case: CasePage, place: Municipality) -> None:
    tell(
        telling,
        case,
        place,
        phase="abandoned",
        dates={"started_unknown": "on", "in_production_unknown": "on", "ended": "1/3/2025"},
    )
    assert "__all__" in refused(telling, case, "abandono", {}).context["form"].errors
    answer(telling, case, "abandono", {"abandon_reason": "Cambió el intendente."})
    send(telling, case)
    assert Implementation.objects.get(municipality=place).abandon_reason == "Cambió el intendente."


@pytest.mark.django_db
def test_what_is_changed_after_sending_is_not_silently_lost(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place)
    draft = hidden(telling.get(address(case, "fase")).content.decode(), "draft")
    send(telling, case)
    late = telling.post(address(case, "fase"), {"draft": draft, "phase": "abandoned"}, follow=True)
    assert "no se guardó" in late.content.decode()
    assert Implementation.objects.get(municipality=place).phase == "production"


@pytest.mark.django_db
def test_nothing_measured_is_an_answer(telling: Client, case: CasePage, place: Municipality) -> None:
    tell(telling, case, place)
    send(telling, case)
    assert not Implementation.objects.get(municipality=place).measures.exists()


@pytest.mark.django_db
def test_dates_that_nobody_knows_are_an_answer(telling: Client, case: CasePage, place: Municipality) -> None:
    tell(telling, case, place, dates={"started_unknown": "on", "in_production_unknown": "on"})
    send(telling, case)
    site = Implementation.objects.get(municipality=place)
    assert (site.started, site.in_production) == (None, None)


@pytest.mark.django_db
def test_the_origin_and_the_municipalities_of_others_are_not_offered(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    make.make_municipality("000777", name="Ajeno")
    page = telling.get(address(case, "municipio"))
    keys = [key for key, _label in page.context["form"].fields["municipality"].choices]
    assert keys == [place.key]


@pytest.mark.django_db
def test_changing_the_phase_asks_for_the_dates_that_it_lacks(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place, dates=PRODUCTION)
    changed = answer(telling, case, "fase", {"phase": "concluded"})
    assert changed["Location"] == address(case, "fechas")


@pytest.mark.django_db
def test_what_looks_like_personal_data_is_pointed_at(
    telling: Client, case: CasePage, place: Municipality
) -> None:
    tell(telling, case, place, adaptaciones={"adaptations": "Llamar a Marta, DNI 12.345.678."})
    assert "12.345.678" in "".join(
        words for part in telling.get(address(case, "revisar")).context["parts"] for words in part.warned
    )
