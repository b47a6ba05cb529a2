"""Case files in: whole or not at all, twice the same, and nobody confirms for another municipality."""

import copy
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.case_files import ImportReport, Unreadable, import_document, parse, reading
from cases.case_files.texts import has_markup, plain
from cases.models import AcceptedDispute, CasePage, Change, Implementation, Indicator, Measure
from tests.cases.documents import ADOPTER, CASE, ORIGIN, case, document, measure, municipality, register, site
from tests.factories import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    register()


def load(*cases: dict[str, Any], trust: bool = True, **options: Any) -> ImportReport:
    return import_document(document(*cases), trust=trust, source="casos.json", **options)


def load_well(*cases: dict[str, Any], **options: Any) -> ImportReport:
    report = load(*cases, **options)
    assert report.errors == []
    return report


def errors(*cases: dict[str, Any], **options: Any) -> list[str]:
    return [problem.path for problem in load(*cases, **options).errors]


def test_a_case_comes_in_with_its_page_records_and_figures() -> None:
    assert load_well().created == ["perdidas-de-agua"]
    page = CasePage.objects.get()
    assert page.live and page.latest_revision and page.municipality.code == "T1"
    assert localdate(page.first_published_at) == date(2026, 3, 2)
    assert [topic.slug for topic in page.topics.all()] == ["agua"]
    assert list(page.technologies.names()) == ["caudalímetros"]
    assert page.sources.get().url == "https://ejemplo.gob.ar/memoria"
    assert page.get_parent().specific.municipality.code == "T1"
    origin, adopter = page.implementations.order_by("role")
    assert (origin.role, adopter.municipality.code) == ("origin", "T2")
    assert adopter.confirmed_on == date(2026, 9, 30)
    assert adopter.confirmed_by is None and "casos.json" in adopter.confirmation_source
    values = adopter.measures.order_by("period_end").values_list("value", "status")
    assert list(values) == [(Decimal("41.5"), "accepted"), (Decimal("33.2"), "accepted")]
    assert page.assessment(date(2026, 11, 22)).level >= 1


def test_the_second_time_changes_nothing() -> None:
    load_well()
    before = Change.objects.count(), CasePage.objects.values().get(), CasePage.objects.get().revisions.count()
    report = load_well()
    assert report.unchanged == ["perdidas-de-agua"] and report.warnings == []
    page = CasePage.objects.get()
    assert (Change.objects.count(), CasePage.objects.values().get(), page.revisions.count()) == before


def test_the_same_in_another_order_and_from_another_file_changes_nothing() -> None:
    load_well()
    changes = Change.objects.count()
    turned = case()
    turned["implementations"].reverse()
    for one in turned["implementations"]:
        one["measures"].reverse()
    report = import_document(document(turned), trust=True, source="otro.json")
    assert report.unchanged and Change.objects.count() == changes


def test_a_new_version_updates_the_story_and_the_figure_with_its_history() -> None:
    load_well()
    corrected = case(title="Otro título")
    corrected["implementations"][0]["measures"][1]["value"] = 35
    assert load_well(corrected).updated == ["perdidas-de-agua"]
    page = CasePage.objects.get()
    assert page.title == "Otro título" and page.revisions.count() == 2
    figure = Measure.objects.get(value=35)
    change = figure.history().first()
    assert change and change.before["value"] == "33.2000" and change.after["value"] == "35.0000"
    assert change.origin == "casos.json" and change.user is None


def test_without_trust_nothing_declared_counts() -> None:
    one = case(
        accepted_disputes=[{"indicator": "propio", "municipality": ADOPTER, "period_end": "2026-06-30"}]
    )
    one["implementations"][1]["objection"] = {"reason": "No coincide", "date": "2026-10-01"}
    one["indicators"].append({"key": "propio", "custom": _custom(accepted=True)})
    report = load_well(one, trust=False)
    assert report.ignored == 5
    assert not Implementation.objects.exclude(confirmed_on=None, objected_on=None).exists()
    assert not Indicator.objects.get(key="propio").accepted and not AcceptedDispute.objects.exists()
    report = load_well(one)
    assert report.ignored == 0 and report.updated
    assert Implementation.objects.exclude(confirmed_on=None).count() == 2
    assert Indicator.objects.get(key="propio").accepted and AcceptedDispute.objects.count() == 1
    assert Implementation.objects.get(role="replication").objection == "No coincide"


def test_an_untrusted_file_does_not_touch_what_was_confirmed() -> None:
    load_well()
    forged = case()
    forged["implementations"][1] |= {"phase": "abandoned", "measures": [measure("followup", 1, "2026-07-01")]}
    report = load_well(forged, trust=False)
    assert [warning.path for warning in report.warnings] == ["$.cases[0].implementations[1]"]
    adopter = Implementation.objects.get(role="replication")
    assert adopter.phase == "production" and adopter.measures.count() == 2


def test_an_older_file_does_not_undo_what_the_lead_confirmed_later() -> None:
    load_well()
    adopter = Implementation.objects.get(role="replication")
    adopter.phase = "concluded"
    adopter.ended = date(2026, 10, 1)
    adopter.confirm(make_lead(adopter.municipality), date(2026, 10, 5))
    assert load_well().warnings
    adopter.refresh_from_db()
    assert adopter.phase == "concluded" and adopter.confirmed_on == date(2026, 10, 5)


def test_a_file_never_takes_the_lead_s_place() -> None:
    load_well(trust=False)
    adopter = Implementation.objects.get(role="replication")
    lead = make_lead(adopter.municipality)
    adopter.confirm(lead, date(2026, 9, 1))
    load_well()  # declares a later confirmation
    adopter.refresh_from_db()
    assert adopter.confirmed_by == lead and adopter.confirmed_on == date(2026, 9, 1)


def test_what_the_file_does_not_have_is_kept_and_told() -> None:
    load_well()
    shorter = case()
    del shorter["implementations"][1]
    shorter["implementations"][0]["measures"] = []
    report = load_well(shorter)
    assert {warning.path for warning in report.warnings} == {
        "$.cases[0].implementations",
        "$.cases[0].implementations[0].measures",
    }
    assert Implementation.objects.count() == 2 and Measure.objects.count() == 4


def test_two_figures_of_the_same_thing_both_come_in() -> None:
    one = case()
    one["implementations"][0]["measures"].append(
        measure("followup", 39, "2026-06-30", source={"title": "Relevamiento"})
    )
    load_well(one)
    assert Measure.objects.filter(implementation__role="origin").count() == 3
    assert load_well(one).unchanged


def test_good_cases_come_in_and_bad_ones_leave_nothing() -> None:
    bad = case(id="malo", municipality=municipality("T3"))
    bad["implementations"] = [site(municipality("T3"), "origin"), site(ADOPTER, "replication")]
    bad["implementations"][1]["measures"][1]["value"] = 233.2  # a percentage, found while writing
    report = load(case(), bad, case(id="bueno"))
    assert [str(p.path) for p in report.errors] == ["$.cases[1].implementations[1].measures[1].value"]
    assert report.created == ["perdidas-de-agua", "bueno"] and report.refused == 1
    assert set(CasePage.objects.values_list("identifier", flat=True)) == {"perdidas-de-agua", "bueno"}
    assert not Change.objects.filter(label__contains="T3").exists()
    assert load(bad, case(id="otro")).created == ["otro"]


def _changed(path: str, value: Any) -> dict[str, Any]:
    """The case with the value at a path such as "implementations.0.phase"; None takes it out."""
    one = case()
    *heads, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    record: Any = one
    for part in heads:
        record = record[part]
    if value is None:
        del record[last]
    else:
        record[last] = value
    return one


FIRST = "implementations.0.measures.0"
REFUSED = [
    ("title", None, "title"),
    ("title", 7, "title"),
    ("title", "   ", "title"),
    ("color", "azul", "color"),
    ("municipality", municipality("T9"), "municipality.code"),
    ("implementations.1.municipality", municipality("T9"), "implementations[1].municipality.code"),
    ("implementations.1.municipality", ORIGIN, "implementations[1].role"),
    ("implementations.0.municipality", municipality("T3"), "implementations[0].role"),
    ("implementations.1.phase", "viento en popa", "implementations[1].phase"),
    ("implementations.1.in_production", "2022-01-01", "implementations[1].in_production"),
    ("implementations.1.ended", "2023-13-40", "implementations[1].ended"),
    ("implementations.1.ended", "1066-10-14", "implementations[1].ended"),
    ("implementations.1.confirmation", {"role": "coordinator", "date": "2026-01-01"}, None),
    ("implementations.1.confirmation.date", "2099-01-01", "implementations[1].confirmation.date"),
    ("implementations.1.attempt", 0, "implementations[1].attempt"),
    ("topics", ["agua", "ovnis"], "topics[1]"),
    ("topics", ["agua", "agua"], "topics"),
    ("area", "aeronautica", "area"),
    ("mailbox", "sin arroba", "mailbox"),
    ("norm_url", "javascript:alert(1)", "norm_url"),
    ("norm_url", "http://", "norm_url"),
    ("cost", {"amount": -3}, "cost.amount"),
    ("indicators.0.definition", "felicidad", "indicators[0].definition"),
    ("indicators.0", {"key": "perdidas"}, "indicators[0]"),
    ("indicators", CASE["indicators"] * 2, "indicators[1].key"),
    ("published_on", "2099-01-01", "published_on"),
    (f"{FIRST}.indicator", "otro", "implementations[0].measures[0].indicator"),
    (f"{FIRST}.unit", "leguas", "implementations[0].measures[0].unit"),
    (f"{FIRST}.value", -1, "implementations[0].measures[0].value"),
    (f"{FIRST}.value", "41,5", "implementations[0].measures[0].value"),
    (f"{FIRST}.value", True, "implementations[0].measures[0].value"),
    (f"{FIRST}.value", float("nan"), "implementations[0].measures[0].value"),
    (f"{FIRST}.value", Decimal("-Infinity"), "implementations[0].measures[0].value"),
    (f"{FIRST}.value", Decimal("1.23456"), "implementations[0].measures[0].value"),
    (f"{FIRST}.value", Decimal("0.12345678901234567"), "implementations[0].measures[0].value"),
    (f"{FIRST}.value", Decimal("1E+400"), "implementations[0].measures[0].value"),
    (f"{FIRST}.period_end", "2026-12", "implementations[0].measures[0].period_end"),
    (f"{FIRST}.period_end", "2099-01-01", None),
    (f"{FIRST}.said_by", "vendor", None),
    (f"{FIRST}.source", {"title": "x", "said_by": "press"}, "implementations[0].measures[0].said_by"),
    (f"{FIRST}.source", {}, "implementations[0].measures[0].source"),
]


@pytest.mark.parametrize(("path", "value", "where"), REFUSED)
def test_each_mistake_is_told_where_it_is(path: str, value: Any, where: str | None) -> None:
    found = errors(_changed(path, value))
    if path.endswith("said_by"):  # a vendor's figure is welcome: shown and never counted
        assert found == []
        return
    assert found and (where is None or f"$.cases[0].{where}" in found), found
    assert not CasePage.objects.exists() and not Change.objects.exists()


def test_a_follow_up_comes_after_its_baseline() -> None:
    one = case()
    one["implementations"][0]["measures"][1]["period_end"] = "2023-12-31"
    assert errors(one) == ["$.cases[0].implementations[0].measures[1].period_end"]


def test_a_case_never_moves_to_another_municipality() -> None:
    load_well()
    moved = case(municipality=ADOPTER, implementations=[site(ADOPTER, "origin")])
    assert errors(moved) == ["$.cases[0].municipality"]
    assert CasePage.objects.get().municipality.code == "T1"


def test_an_attempt_is_told_once_and_numbered() -> None:
    one = case()
    one["implementations"].append(site(ADOPTER, "replication"))
    assert errors(one) == ["$.cases[0].implementations[2].attempt"]
    one["implementations"][2]["attempt"] = 2
    assert load_well(one).created
    assert load_well(one).unchanged


def test_two_cases_of_a_file_cannot_share_their_id() -> None:
    assert errors(case(), case()) == ["$.cases[1].id"]
    assert CasePage.objects.count() == 1


def test_html_becomes_plain_text_and_is_told() -> None:
    one = case(
        title="Un <b>título</b>",
        problem='<p>Uno</p><p>Dos<script>alert(1)</script></p><img src=x onerror="y">',
    )
    report = load_well(one)
    page = CasePage.objects.get()
    assert (page.title, page.problem) == ("Un título", "Uno\n\nDos")
    assert {warning.path for warning in report.warnings} == {"$.cases[0].title", "$.cases[0].problem"}
    assert load_well(one).unchanged


@pytest.mark.parametrize(
    "text",
    ["menos de 5 < 10 días", "A & B", "3 <4", "x > y", "«comillas»", "- uno\n- dos\n\nFin", "&lt;b&gt;"],
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text and not has_markup(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("<>/ab &;ltg!-=\"'\n\x00\ud800p") | st.characters(), max_size=60))
def test_whatever_the_text_it_ends_plain_and_stays_so(text: str) -> None:
    once = plain(text)
    assert not has_markup(once) and plain(once) == once
    once.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a": }',
        '{"título": 1}'.encode("latin-1"),
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"version": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_not_json_in_utf_8_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(data)


def test_a_mark_of_byte_order_is_accepted() -> None:
    text = json.dumps(document()).encode("utf-8-sig")
    assert import_document(parse(text), trust=True, source="x").created


def test_a_repeated_key_is_told_where_it_is() -> None:
    text = json.dumps(document(case(), case(id="otro"))).replace(
        '"title": "Buscar', '"title": "A", "title": "Buscar', 1
    )
    report = import_document(parse(text.encode()), trust=True, source="x")
    assert [problem.path for problem in report.errors] == ["$.cases[0].title"] and report.created == ["otro"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[]", "$"),
        ("null", "$"),
        ('{"format": "entre-pares/cases", "version": 2, "cases": []}', "$.version"),
        ('{"format": "otro", "version": 1, "cases": []}', "$.format"),
        ('{"format": "entre-pares/cases", "version": 1, "cases": {}}', "$.cases"),
        ('{"format": "entre-pares/cases", "version": 1}', "$.cases"),
        ('{"format": "entre-pares/cases", "version": 1, "cases": [1, null, []]}', "$.cases[2]"),
        (
            '{"format": "entre-pares/cases", "version": 1, "cases": [{"a": ' + "[" * 400 + "]" * 400 + "}]}",
            None,
        ),
    ],
)
def test_a_document_that_is_no_case_file_is_told(text: str, path: str | None) -> None:
    found = [problem.path for problem in import_document(parse(text.encode()), trust=True, source="x").errors]
    assert found and (path is None or path in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), value=JSON)
def test_whatever_takes_the_place_of_a_value_nothing_breaks(data: st.DataObject, value: Any) -> None:
    one = copy.deepcopy(CASE)
    record: Any = one
    while True:
        key = data.draw(st.sampled_from(sorted(record) if isinstance(record, dict) else range(len(record))))
        inner = record[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        record = inner
    record[key] = value
    load(one, dry_run=True)


def test_a_trial_says_the_same_and_changes_nothing() -> None:
    report = load_well(dry_run=True)
    assert report.created == ["perdidas-de-agua"]
    assert not CasePage.objects.exists() and not Change.objects.exists()


def test_a_draft_is_saved_and_not_published_and_may_be_later() -> None:
    load_well(draft=True)
    page = CasePage.objects.get()
    assert not page.live and page.latest_revision
    assert load_well(draft=True).unchanged
    load_well()
    page.refresh_from_db()
    assert page.live and localdate(page.first_published_at) == date(2026, 3, 2)


def test_a_draft_of_a_public_case_leaves_what_the_public_reads() -> None:
    load_well()
    changed = case(title="Título nuevo")
    assert load_well(changed, draft=True).updated and load_well(changed, draft=True).unchanged
    page = CasePage.objects.get()
    assert page.live and page.title == CASE["title"]
    assert page.get_latest_revision_as_object().title == "Título nuevo"


def test_an_archived_case_is_not_published_again_by_a_file() -> None:
    load_well()
    CasePage.objects.get().unpublish()
    report = load_well(case(title="Título nuevo"))
    assert report.updated and report.warnings and not CasePage.objects.get().live
    assert load_well(case(title="Título nuevo")).unchanged


def test_the_command_tells_each_error_and_fails_only_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, binary = tmp_path / "bueno.json", tmp_path / "malo.json", tmp_path / "foto.json"
    good.write_text(json.dumps(document()), encoding="utf-8")
    bad.write_text(json.dumps(document(case(id="malo", topics=["ovnis"]))), encoding="utf-8")
    binary.write_bytes(b"\x89PNG\r\n")
    paths = [str(path) for path in (bad, binary, tmp_path / "no-esta.json", tmp_path, good)]
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_cases", *paths, "--trust-confirmations", stdout=out, stderr=err)
    assert CasePage.objects.get().identifier == "perdidas-de-agua"
    assert "malo.json: $.cases[0].topics[0]" in err.getvalue()
    assert "foto.json: $" in err.getvalue() and "no-esta.json: $" in err.getvalue()
    assert "Traceback" not in err.getvalue()


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    path = tmp_path / "grande.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    with pytest.raises(Unreadable):
        reading.read(path)


def _custom(**fields: Any) -> dict[str, Any]:
    base = {
        "name": "Vecinos conformes",
        "unit": "%",
        "direction": "up",
        "kind": "outcome",
        "lens": "inclusion",
    }
    return {**base, **fields}


def test_an_untrusted_file_cannot_reword_a_custom_indicator_that_was_accepted() -> None:
    one = case()
    one["indicators"].append({"key": "propio", "custom": _custom(accepted=True)})
    load_well(one)
    one["indicators"][1]["custom"]["direction"] = "down"
    load_well(one, trust=False)
    assert not Indicator.objects.get(key="propio").accepted
