"""What the public page of a case shows, for whom, and at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cases.models import AcceptedDispute, AiSheet, CasePage
from cases.presenting import present
from cases.presenting.page import purpose_first
from municipalities.reader import Reader
from tests.factories import (
    make_case,
    make_implementation,
    make_indicator,
    make_measure,
    make_municipality,
    make_pair,
)

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def proven_case(replications: int = 3, **fields) -> CasePage:
    """Level 3 or more: a complete origin of 100,000 and replications near it that sustained the outcome."""
    case = make_case(
        make_municipality(population=100_000, name="Villa Origen"),
        responsible_area="Dirección de Aguas",
        budget_line="Programa 12",
        **fields,
    )
    core = make_indicator(case)
    inclusion = make_indicator(case, "alcance", core=False, direction="up", lens="inclusion")
    governance = make_indicator(case, "trazabilidad", core=False, direction="up", lens="risk")
    origin = case.implementations.get(role="origin")
    make_pair(origin, core, 47.3, 29.4)
    make_pair(origin, inclusion, 40, 55)
    make_pair(origin, governance, 10, 90)
    for place in range(replications):
        site = make_implementation(
            case,
            make_municipality(population=90_000 + place, name=f"Villa {place}"),
            adaptations="Se hizo con personal propio.",
        )
        make_pair(site, core, 40, 30)
    return CasePage.objects.get(pk=case.pk)


def page_of(client, case: CasePage, query: str = "") -> str:
    response = client.get(f"{case.url}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_numbers_of_the_sentence_are_rows_of_the_table():
    case = proven_case()
    make_implementation(
        case, make_municipality(population=95_000), phase="abandoned", abandon_reason="Falta."
    )
    make_implementation(case, make_municipality(population=2_000), phase="abandoned")
    make_implementation(case, make_municipality(population=95_500), confirmed=False)
    view = present(case, Reader.of_population(100_000), TODAY)
    near = [row for row in view.rows if row.near and row.counts]
    assert (len(near), sum(row.state == "sustained" for row in near)) == (5, 4)
    assert (view.evidence.counted, view.evidence.sustained) == (5, 4)
    assert view.evidence.sentence.startswith("4 de 5 ")
    assert len(view.rows) == 7


def test_without_a_reader_every_row_that_counts_is_counted():
    view = present(proven_case(), None, TODAY)
    assert [row.near for row in view.rows] == [None] * 4
    assert (view.evidence.counted, view.evidence.sustained) == (4, 4)


def test_an_origin_below_level_two_waits_and_the_table_says_so(client):
    case = make_case()
    core = make_indicator(case)
    make_pair(case.implementations.get(), core, 40, 20)
    row = present(CasePage.objects.get(pk=case.pk), None, TODAY).home
    assert (row.counts, row.waits_for_level) == (False, True)
    assert "No: el origen cuenta desde el nivel 2" in page_of(client, case)


def test_the_page_tells_reader_level_conditions_and_what_is_missing(client):
    case = proven_case()
    html = page_of(client, case, "?poblacion=100000")
    assert "4 de 4 municipios de" in html
    assert "Cerca de tu tamaño" in html
    assert "<b>3</b> Replicado" in html
    assert "El próximo dato que falta:" in html
    assert html.count("<title>Villa") >= 4
    assert "Cerca de tu tamaño" not in page_of(client, case)


def test_figures_say_before_after_unit_source_and_who(client):
    case = make_case()
    core = make_indicator(case)
    make_pair(case.implementations.get(), core, 47.3, 29.4, source_url="https://ejemplo.test/informe")
    html = page_of(client, case)
    assert "47,3" in html and "29,4" in html and "mejoró" in html
    assert '<a href="https://ejemplo.test/informe">Informe de la dirección</a>' in html
    assert "30 de junio de 2026" in html


@pytest.mark.parametrize("said_by", ["vendor", "press"])
def test_vendor_and_press_are_shown_as_not_counted(said_by):
    case = make_case()
    core = make_indicator(case)
    make_pair(case.implementations.get(), core, 40, 20, said_by=said_by)
    (figure,) = present(case, None, TODAY).home.figures
    assert not figure.counts
    assert figure.note
    assert figure.movement is None


def test_figures_that_nobody_accepted_are_not_public(client):
    case = make_case()
    core = make_indicator(case)
    make_pair(case.implementations.get(), core, 87654, 76543, status="submitted")
    assert "87.654" not in page_of(client, case)


def test_an_output_is_shown_and_does_not_count():
    case = make_case()
    make_pair(case.implementations.get(), make_indicator(case, "volumen", kind="output"), 1, 2)
    (figure,) = present(case, None, TODAY).home.figures
    assert not figure.counts and "producto" in figure.note


def test_figures_that_cannot_be_compared_say_so():
    case = make_case()
    core, origin = make_indicator(case), case.implementations.get()
    make_measure(origin, core, "baseline", 40, period_end=date(2025, 1, 1))
    make_measure(origin, core, "followup", 20)
    (figure,) = present(case, None, TODAY).home.figures
    assert figure.movement is None
    assert "90" in figure.note


def test_contradicting_figures_stand_side_by_side(client):
    case = make_case()
    core, origin = make_indicator(case), case.implementations.get()
    make_pair(origin, core, 40, 20)
    make_measure(origin, core, "followup", 35, said_by="independent")
    html = page_of(client, case)
    assert "En disputa" in html
    (figure,) = present(CasePage.objects.get(pk=case.pk), None, TODAY).home.figures
    assert {one.value for one in figure.contradictions[0].measures} == {20, 35}
    AcceptedDispute.objects.create(
        indicator=core, municipality=origin.municipality, period_end=date(2026, 6, 30)
    )
    (figure,) = present(CasePage.objects.get(pk=case.pk), None, TODAY).home.figures
    assert figure.after.value == 35


def test_a_target_is_shown_as_a_target(client):
    case = make_case()
    core = make_indicator(case)
    core.target, core.target_date = 32, date(2027, 12, 31)
    core.save()
    html = page_of(client, case)
    assert "Meta: 32 % para el 31 de diciembre de 2027" in html
    assert present(case, None, TODAY).home.figures == ()


def test_an_abandoned_attempt_gives_its_reason_and_an_earlier_one_stays(client):
    case = make_case()
    place = make_municipality(name="Villa Otra Vez")
    make_implementation(case, place, phase="abandoned", abandon_reason="Se fue la única técnica.")
    make_implementation(case, place, attempt=2)
    gone = make_municipality(name="Villa Que Dejó")
    make_implementation(case, gone, phase="abandoned", abandon_reason="No alcanzó el presupuesto.")
    html = page_of(client, case)
    assert "No alcanzó el presupuesto." in html and "Se fue la única técnica." in html
    assert len(present(case, None, TODAY).rows) == 3


def test_what_is_missing_is_said_once(client):
    html = page_of(client, make_case(process="", technology=""))
    assert html.count("Sin dato:") == 1
    assert 'id="tecnologia"' not in html
    assert 'id="problema"' in html


@pytest.mark.parametrize(
    ("outcome", "contract", "words"),
    [
        (date(2020, 1, 1), date(2020, 3, 1), "antes de firmar"),
        (date(2020, 4, 1), date(2020, 3, 1), "antes de definir"),
        (date(2020, 3, 1), date(2020, 3, 1), "el mismo día"),
        (date(2020, 3, 1), None, "1 de marzo de 2020"),
        (None, date(2020, 3, 1), "1 de marzo de 2020"),
    ],
)
def test_which_came_first_is_said_plainly(outcome, contract, words):
    assert words in purpose_first(outcome, contract)


def test_no_dates_say_nothing():
    assert purpose_first(None, None) == ""


def test_artificial_intelligence_without_a_sheet_says_so(client):
    case = make_case(uses_ai=True)
    assert "no tiene ficha" in page_of(client, case)
    AiSheet.objects.create(implementation=case.implementations.get(), oversight="La directora puede pararlo.")
    html = page_of(client, case)
    assert "La directora puede pararlo." in html and "incompleta" in html


def test_text_never_becomes_markup(client):
    html = page_of(client, make_case(problem="<script>alert(1)</script>", team="<b>x</b>"))
    assert "<script>alert" not in html and "<b>x</b>" not in html


def test_no_inline_style_or_script(client):
    html = page_of(client, proven_case(), "?poblacion=100000")
    assert " style=" not in html and " onclick=" not in html and "<style" not in html


def queries_for(case: CasePage) -> int:
    request = RequestFactory().get("/?poblacion=100000")
    with CaptureQueriesContext(connection) as queries:
        page = CasePage.objects.get(pk=case.pk)
        page.serve(request).render()
    return len(queries)


def test_the_number_of_queries_does_not_follow_the_number_of_sites():
    small, large = proven_case(2), proven_case(12)
    queries_for(small)
    assert queries_for(small) == queries_for(large)


def test_a_draft_that_was_never_saved_can_be_seen():
    parent = make_case().get_parent()
    draft = CasePage(title="Borrador", slug="borrador", summary="Algo.", problem="Había un problema.")
    draft.depth, draft.path = parent.depth + 1, parent.path + "0009"
    for page in (draft, CasePage(title="Sin lugar", slug="sin-lugar")):
        assert page.title in page.make_preview_request().content.decode()


def test_a_draft_shows_its_own_text_and_the_stored_figures():
    case = make_case()
    make_pair(case.implementations.get(), make_indicator(case), 40, 20)
    case.problem = "Otro problema, todavía sin publicar."
    case.save_revision()
    response = case.get_latest_revision_as_object().make_preview_request()
    html = response.content.decode()
    assert "Otro problema, todavía sin publicar." in html and "mejoró" in html


def test_a_case_without_any_implementation_is_still_a_page(client):
    assert "Relato" in page_of(client, make_case(origin=False))


def test_the_index_lists_what_is_published(client):
    case, draft = make_case(title="Publicado"), make_case(title="Escondido", live=False)
    html = client.get(case.get_parent().get_parent().url).content.decode()
    assert "Publicado" in html and draft.title not in html
    assert client.get(f"{case.get_parent().get_parent().url}?pagina=nada").status_code == 200
