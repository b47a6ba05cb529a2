"""What the public reads of a playbook."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from cases.models import CasePage
from home.management.commands.build_site import build_tree
from playbooks.models import PlaybookIndexPage, PlaybookPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def playbook() -> PlaybookPage:
    build_tree()
    index = PlaybookIndexPage.objects.get()
    return index.add_child(
        instance=PlaybookPage(title="Bajar pérdidas", slug="perdidas", body="- Medí\n- Repará")
    )


def test_its_text_is_shown_as_a_list(client: Client, playbook: PlaybookPage) -> None:
    page = client.get("/guias/perdidas/").content.decode()
    assert re.search(r"<ul>\s*<li>Medí</li>\s*<li>Repará</li>\s*</ul>", page)


def test_without_cases_it_says_that_nothing_proves_it(client: Client, playbook: PlaybookPage) -> None:
    assert "nada prueba esta guía" in client.get("/guias/perdidas/").content.decode()


def test_a_draft_is_not_listed(client: Client, playbook: PlaybookPage) -> None:
    assert "Bajar pérdidas" in client.get("/guias/").content.decode()
    playbook.unpublish()
    assert "Bajar pérdidas" not in client.get("/guias/").content.decode()
    assert client.get("/guias/perdidas/").status_code == 404


def test_html_in_its_text_is_shown_and_not_run(client: Client, playbook: PlaybookPage) -> None:
    playbook.body = "<script>alert(1)</script>"
    playbook.save()
    assert "<script>alert" not in client.get("/guias/perdidas/").content.decode()


def test_build_site_is_repeatable() -> None:
    call_command("build_site")
    call_command("build_site")
    assert PlaybookIndexPage.objects.count() == 1
    assert not CasePage.objects.exists()
