"""Pages for when something goes wrong."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_where_to_go(client: Client) -> None:
    response = client.get("/no-existe/")
    assert response.status_code == 404
    assert "No encontramos esa página" in response.content.decode()


def test_the_failure_page_needs_nothing_but_itself() -> None:
    text = (Path(settings.SITE_DIR) / "templates/500.html").read_text()
    assert "{%" not in text and "{{" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/buscar/", "/admin/login/"])
def test_every_answer_carries_its_policy(client: Client, address: str) -> None:
    headers = client.get(address).headers
    inline = "'unsafe-inline'" in headers["Content-Security-Policy"]
    assert inline is address.startswith("/admin/")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
