"""The register in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality

VIEWS = ["municipality", "province", "network", "governmentchange"]


@pytest.fixture
def staff(client: Client, places: dict) -> Client:
    client.force_login(get_user_model().objects.create_superuser(email="ana@example.org", password="x" * 20))
    return client


@pytest.mark.parametrize("model", VIEWS)
@pytest.mark.parametrize("text", ["rafa", '"', "\x00", "x " * 3000, "\n", "NEAR(", "*"])
def test_its_search_boxes_never_break(staff: Client, model: str, text: str) -> None:
    url = reverse(f"wagtailsnippets_municipalities_{model}:list")
    assert staff.get(url, {"q": text}).status_code == 200


def test_a_municipality_is_found_and_corrected_there(staff: Client) -> None:
    names = "wagtailsnippets_municipalities_municipality"
    assert "Rafaela" in staff.get(reverse(f"{names}:list"), {"q": "rafaela"}).content.decode()
    place = Municipality.objects.get(code="820042")
    page = staff.get(reverse(f"{names}:edit", args=[place.pk]))
    assert page.status_code == 200
    assert "820042" in page.content.decode()
