"""What may be uploaded in the admin, and what answers with a reason instead of a 500 (C9, P11)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from accounts.permissions import Role
from tests.accounts.people import log_in, make_person
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(20, 20)):
    held = io.BytesIO()
    Image.new("RGB", size).save(held, kind)
    return held.getvalue()


@pytest.fixture
def client(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return log_in(Client(), make_person(Role.ADMIN, make_municipality()), second_factor=True)


def upload(client, kind, name, content):
    address = reverse("wagtailimages:add" if kind == "image" else "wagtaildocs:add")
    return client.post(address, {"title": "Algo", "file": SimpleUploadedFile(name, content)})


def test_a_picture_and_a_document_go_in(client):
    assert upload(client, "image", "foto.png", picture()).status_code == 302
    assert upload(client, "document", "informe.pdf", b"%PDF-1.7\n...").status_code == 302
    assert get_image_model().objects.count() == get_document_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("roto.gif", b"GIF89a/*" + b"\x00" * 30),
        ("script.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("cola.png", picture() + b"<html><script>alert(1)</script></html>"),
        ("cortada.png", picture()[:40]),
        ("vacia.png", b""),
        ("foto.php.png", b"<?php echo 1;"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(client, name, content):
    response = upload(client, "image", name, content)
    assert response.status_code == 200 and response.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pagina.pdf", b"<html><script>alert(1)</script></html>"),
        ("pagina.html", b"<html></html>"),
        ("programa.exe", b"MZ"),
        ("vacio.pdf", b""),
        ("datos.csv", b"<script>alert(1)</script>"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(client, name, content):
    response = upload(client, "document", name, content)
    assert response.status_code == 200 and response.context["form"].errors["file"]
    assert not get_document_model().objects.exists()


def test_originals_are_not_served_from_their_folder(client, settings):
    upload(client, "image", "foto.png", picture())
    image = get_image_model().objects.get()
    assert Client().get(f"/media/{image.file.name}").status_code == 404
    rendition = image.get_rendition("width-10")
    assert rendition.url.startswith("/media/images/")
