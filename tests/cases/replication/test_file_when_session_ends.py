"""A file that is sent when the session has ended cannot be kept, and is clearly asked for again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model

from accounts.models import User
from cases.models import CasePage
from municipalities.models import Municipality
from tests.accounts.people import PASSWORD, type_in
from tests.cases.replication.telling import TODAY_PAIR, address, answer, hidden

pytestmark = pytest.mark.django_db


def test_what_was_typed_stays_and_the_file_is_asked_for_again(
    telling: Client, case: CasePage, place: Municipality, contributor: User
) -> None:
    losses = case.indicators.get(key="perdidas")
    answer(telling, case, "municipio", {"municipality": place.key})
    answer(telling, case, "fase", {"phase": "pilot"})
    answer(telling, case, "mediciones", {"indicators": [losses.pk]})
    page = address(case, f"cifra-{losses.pk}")
    draft = hidden(telling.get(page).content.decode(), "draft")
    telling.logout()
    file = SimpleUploadedFile("balance.pdf", b"%PDF-1.7")
    ended = telling.post(page, {"draft": draft, **TODAY_PAIR, "file": file})
    told = [str(message) for message in ended.wsgi_request._messages]
    assert any("archivo" in text or "file" in text for text in told), told
    assert not get_document_model().objects.exists()
    back = type_in(telling, contributor.email, PASSWORD, next=page)
    html = telling.get(back["Location"]).content.decode()
    assert 'value="41,5"' in html and "remove_file" not in html
