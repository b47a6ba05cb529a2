"""Preview, import and export in the admin: for who curates the playbooks, and nobody else."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from playbooks.models import PlaybookPage
from tests.accounts.people import log_in, make_person
from tests.factories import make_municipality
from tests.playbooks.markdown.building import make_playbook, make_playbook_index

pytestmark = pytest.mark.django_db
ADDRESSES = [reverse(f"playbook_files:{name}") for name in ("preview", "import", "export")]


def browser(role: Role) -> Client:
    return log_in(Client(), make_person(role, make_municipality()), second_factor=True)


@pytest.fixture
def curator() -> Client:
    make_playbook_index()
    return browser(Role.COORDINATOR)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD])
def test_who_does_not_curate_is_refused(address: str, role: Role) -> None:
    client = browser(role)
    for response in (client.get(address), client.post(address, {"text": "**hola**"})):
        assert response.status_code in (302, 403)
        assert "<strong>" not in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_visitors_are_asked_to_log_in(client: Client, address: str) -> None:
    assert client.post(address).headers["Location"].startswith("/admin/login/")


def test_the_preview_is_what_would_be_saved(curator: Client) -> None:
    response = curator.post(ADDRESSES[0], {"text": "**hola** <script>alert(1)</script>"})
    assert response.content.decode() == "<p><strong>hola</strong> </p>"
    assert curator.get(ADDRESSES[0]).status_code == 405


def test_the_preview_says_what_is_refused_as_text(curator: Client) -> None:
    response = curator.post(ADDRESSES[0], {"text": "<b>" * 500})
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("text/plain")


def test_the_preview_asks_for_the_token() -> None:
    make_playbook_index()
    person = make_person(Role.COORDINATOR, make_municipality())
    client = log_in(Client(enforce_csrf_checks=True), person, second_factor=True)
    assert client.post(ADDRESSES[0], {"text": "a"}).status_code == 403


def test_a_file_comes_in_as_a_draft_of_who_brought_it(curator: Client) -> None:
    file = SimpleUploadedFile("una.md", b"# Una\n\n<!-- x -->Hola.")
    response = curator.post(ADDRESSES[1], {"file": file})
    assert response.status_code == 200 and "una.md" in response.content.decode()
    page = PlaybookPage.objects.get()
    assert page.owner is not None and not page.live


def test_a_trial_tells_and_writes_nothing(curator: Client) -> None:
    curator.post(ADDRESSES[1], {"file": SimpleUploadedFile("una.md", b"# Una\n\nx"), "dry_run": "on"})
    assert not PlaybookPage.objects.exists()


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("a.zip", b"x"), SimpleUploadedFile("a.exe", b"x")])
def test_a_bad_upload_says_why(curator: Client, file: SimpleUploadedFile | None) -> None:
    response = curator.post(ADDRESSES[1], {"file": file} if file else {})
    assert response.status_code == 422


def test_the_report_leads_to_the_draft_and_says_what_is_not_markdown(curator: Client) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("guia.md", "# Una guía\n\nHola.")
        archive.writestr("foto.png", b"x")
    file = SimpleUploadedFile("a.zip", buffer.getvalue())
    trial = curator.post(ADDRESSES[1], {"file": file, "dry_run": "on"}).content.decode()
    assert "Una guía" in trial and not PlaybookPage.objects.exists()
    assert "/pages/" not in trial[trial.index("<table") : trial.index("</table>")]
    file.seek(0)
    page = curator.post(ADDRESSES[1], {"file": file}).content.decode()
    draft = PlaybookPage.objects.get()
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[draft.pk])}"' in page
    assert "foto.png" in page and "No es Markdown" in page


def test_what_a_file_is_called_is_not_html(curator: Client) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("<img src=x onerror=alert(1)>.md", "# <b>Una</b> <script>\n\nx")
    response = curator.post(ADDRESSES[1], {"file": SimpleUploadedFile("a.zip", buffer.getvalue())})
    assert "<img src=x" not in response.content.decode()


def test_everything_goes_out_in_a_zip(curator: Client) -> None:
    make_playbook(body="Hola.")
    response = curator.get(ADDRESSES[2])
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.namelist() == ["guias/una-guia.md"]
        assert archive.read("guias/una-guia.md").decode().endswith("Hola.\n")


def test_the_box_has_what_its_script_says_and_no_script_inline(curator: Client) -> None:
    page = make_playbook()
    content = curator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    box = content[content.index('<textarea name="purpose"') :].partition(">")[0]
    assert 'data-controller="w-autosize markdown"' in box
    assert f'data-markdown-url-value="{ADDRESSES[0]}"' in box
    assert "playbooks/markdown-editor" in content
