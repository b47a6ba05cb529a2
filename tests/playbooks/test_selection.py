"""Which process first: a pure rule, and its page."""

from io import BytesIO

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from playbooks.selection import WEIGHTS, Process, rank

GRADES = st.integers(1, 5)
AMOUNTS = st.integers(0, 1_000_000)
PROCESSES = st.lists(
    st.builds(Process, st.text("abc", min_size=1, max_size=3), GRADES, GRADES, AMOUNTS, AMOUNTS), max_size=6
)


def test_the_weights_add_up_to_one_and_people_weigh_more_than_money() -> None:
    assert abs(sum(WEIGHTS.values()) - 1) < 1e-9
    assert min(WEIGHTS["pain"], WEIGHTS["excluded"]) > WEIGHTS["volume"] > WEIGHTS["cost"]


@given(PROCESSES)
def test_scores_go_from_0_to_100_best_first_and_their_parts_add_up(processes: list[Process]) -> None:
    ranked = rank(processes)
    assert sorted(map(repr, processes)) == sorted(repr(one.process) for one in ranked)
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one.score <= 100 and round(sum(one.parts.values())) == one.score for one in ranked)


@given(PROCESSES.filter(bool), st.data())
def test_more_pain_never_lowers_a_process(processes: list[Process], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(processes) - 1))
    one = processes[place]
    worse = Process(one.name, min(one.pain + 1, 5), one.excluded, one.volume, one.cost)
    was = next(each for each in rank(processes) if each.process is one)
    now = next(
        each for each in rank([*processes[:place], worse, *processes[place + 1 :]]) if each.process is worse
    )
    assert now.score >= was.score


ASKED = {
    "p1-name": "Turnos",
    "p1-pain": "5",
    "p1-excluded": "4",
    "p2-name": "=1+1",
    "p2-pain": "1",
    "p2-excluded": "1",
}


def test_the_page_puts_them_in_order(client: Client, db: None) -> None:
    page = client.get("/guias/elegir-proceso/", ASKED).content.decode()
    assert page.index("Turnos</th>") < page.index("=1+1</th>")


def test_what_is_wrong_is_said_and_nothing_is_lost(client: Client, db: None) -> None:
    page = client.get("/guias/elegir-proceso/", {"p1-name": "Turnos", "p2-pain": "3"}).content.decode()
    assert "Elegí de 1 a 5." in page and "Escribí qué proceso es." in page
    assert 'class="error-summary"' in page and 'href="#id_p2-name"' in page
    assert 'value="Turnos"' in page and '<option value="3" selected>' in page


def test_an_amount_is_written_as_people_do(client: Client, db: None) -> None:
    page = client.get(
        "/guias/elegir-proceso/", ASKED | {"p1-volume": "1.500", "p1-cost": "20000"}
    ).content.decode()
    assert "En este orden" in page and 'value="1.500"' in page
    wrong = client.get("/guias/elegir-proceso/", ASKED | {"p1-volume": "1,5"}).content.decode()
    assert "Un número entero, de 10.000.000 como mucho." in wrong and "En este orden" not in wrong


def test_the_spreadsheet_runs_no_formula(client: Client, db: None) -> None:
    book = load_workbook(BytesIO(client.get("/guias/elegir-proceso/planilla.xlsx", ASKED).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    turnos = [cell.value for cell in book.active[2]]
    assert turnos[:1] == ["Turnos"]
    assert turnos[2:6] == [5, 35, 4, 26.2] and turnos[6] is None, (
        "what each gave; what nobody knows stays empty"
    )
    assert all(cell.data_type != "f" for cell in cells)
