"""Files behind a figure: few kinds, looked at inside, out of sight until a lead confirms (C9)."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model

from cases.models import CasePage, Indicator
from cases.uploads import LARGEST
from municipalities.models import Municipality
from tests.cases.replication.telling import TODAY_PAIR, address, answer, confirm, send, tell

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def losses(telling: Client, case: CasePage, place: Municipality) -> Indicator:
    """The question of figures, reached."""
    losses = case.indicators.get(key="perdidas")
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "pilot"})
    answer(telling, case, "mediciones", {"indicators": [losses.pk]})
    return losses


def give(client: Client, case: CasePage, losses: Indicator, name: str, content: bytes, **typed: str):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile(name, content)
    return answer(client, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "file": file, **typed})


def sheet() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("balance.pdf", b"%PDF-1.7\n%..."),
        ("balance.XLSX", sheet()),
        ("serie.csv", "año;pérdidas\n2024;33,2\n".encode("latin-1")),
        ("foto.png", PNG),
        ("x" * 250 + ".pdf", b"%PDF-1.4"),
        ("../../balance.pdf", b"%PDF-1.4"),
        ("balance\u202efdp.pdf", b"%PDF-1.4"),
    ],
)
def test_what_is_what_it_says_is_kept(
    name: str, content: bytes, telling: Client, case: CasePage, losses: Indicator
) -> None:
    assert give(telling, case, losses, name, content).status_code == 302
    document = get_document_model().objects.get()
    assert "/" not in document.title and document.filename.isascii()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("balance.svg", b"<svg onload='alert(1)'/>"),
        ("balance.png", b"<svg onload='alert(1)'/>"),
        ("balance.png", PNG + b"<script>alert(1)</script>"),
        ("balance.pdf", b"<html><script>alert(1)</script></html>"),
        ("balance.csv", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("balance.csv", b"a;b\n\x00\x00"),
        ("balance.php.png", b"<?php system('id');"),
        ("balance.exe", b"MZ"),
        ("balance.pdf", b""),
        ("balance", b"%PDF-1.4"),
        ("balance.pdf", b"%PDF-" + b"0" * LARGEST),
    ],
)
def test_what_is_not_is_refused_and_nothing_is_kept(
    name: str, content: bytes, telling: Client, case: CasePage, losses: Indicator
) -> None:
    answered = give(telling, case, losses, name, content)
    assert answered.status_code == 422 and "file" in answered.context["form"].errors
    assert not get_document_model().objects.exists()
    assert 'value="41,5"' in answered.content.decode(), "what was typed stays"


def test_a_good_file_stays_when_something_else_is_wrong(
    telling: Client, case: CasePage, losses: Indicator
) -> None:
    wrong = give(telling, case, losses, "balance.pdf", b"%PDF-1.7", after="mucho")
    assert wrong.url.endswith("?corregir")
    document = get_document_model().objects.get()
    fixed = {**TODAY_PAIR, "source_title": ""}
    assert answer(telling, case, f"cifra-{losses.pk}", fixed).status_code == 302, "the file is its source"
    assert get_document_model().objects.get() == document


def test_another_file_replaces_it_and_taking_it_out_deletes_it(
    telling: Client, case: CasePage, losses: Indicator
) -> None:
    give(telling, case, losses, "uno.pdf", b"%PDF-1.7")
    give(telling, case, losses, "dos.pdf", b"%PDF-1.7")
    assert get_document_model().objects.get().title == "dos.pdf"
    answer(telling, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "remove_file": "on"})
    assert not get_document_model().objects.exists()


def test_a_document_of_others_cannot_be_claimed(
    telling: Client, case: CasePage, losses: Indicator, place: Municipality
) -> None:
    other = get_document_model().objects.create(title="Ajeno", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    answer(telling, case, f"cifra-{losses.pk}", {**TODAY_PAIR, "document": str(other.pk)})
    tell(telling, case, place, figures={losses: TODAY_PAIR})
    send(telling, case)
    assert set(case.implementations.get(municipality=place).measures.values_list("document", flat=True)) == {
        None
    }


def test_the_public_opens_it_once_the_lead_confirms(
    telling: Client, leading: Client, case: CasePage, place: Municipality, losses: Indicator
) -> None:
    give(telling, case, losses, "balance.pdf", b"%PDF-1.7")
    for name, data in (("fechas", {"started_unknown": "on"}), ("adaptaciones", {})):
        answer(telling, case, name, data)
    for name in ("contrato", "trabas"):
        answer(telling, case, name)
    assert send(telling, case).status_code == 302, telling.get(address(case))["Location"]
    document = get_document_model().objects.get()
    visitor = Client()
    hidden = visitor.get(document.url)
    assert hidden.status_code == 302 and "/cuenta/entrar/" in hidden["Location"]
    assert leading.get(document.url).status_code == 200
    confirm(leading, case.implementations.get(municipality=place))
    document.refresh_from_db()
    opened = visitor.get(document.url)
    assert opened.status_code == 200 and opened["X-Content-Type-Options"] == "nosniff"


def test_a_draft_that_is_thrown_away_takes_its_files(
    telling: Client, case: CasePage, losses: Indicator, contributor
) -> None:
    give(telling, case, losses, "balance.pdf", b"%PDF-1.7")
    telling.post(f"/replicar/borrador/{contributor.replication_reports.get().key}/tirar/")
    assert not get_document_model().objects.exists()
