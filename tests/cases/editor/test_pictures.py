"""A team brings its own pictures, and sees those of no other city."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from accounts.permissions import Role
from cases.page_permissions import pictures_of
from home.management.commands.build_site import build_tree
from tests.accounts.people import log_in, make_person
from tests.factories import make_cases_page, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def team(name: str) -> Client:
    place = make_municipality(name=name)
    make_cases_page(place)
    return log_in(Client(), make_person(Role.CONTRIBUTOR, place, f"{name.lower()}@prueba.test"))


def test_a_team_adds_a_picture_in_the_chooser_of_its_case() -> None:
    build_tree()
    ours, theirs = team("Uno"), team("Dos")
    assert 'type="file"' in ours.get("/admin/images/chooser/").json()["html"]
    file = SimpleUploadedFile("plaza.png", get_test_image_file().file.getvalue())
    sent = {"image-chooser-upload-title": "Plaza", "image-chooser-upload-file": file}
    answer = ours.post("/admin/images/chooser/create/", sent)
    assert answer.json()["step"] == "chosen"
    picture = get_image_model().objects.get()
    assert picture.collection.name.startswith("Uno (") and default_storage.exists(picture.file.name)
    assert "Plaza" in ours.get("/admin/images/chooser/").content.decode()
    assert "Plaza" not in theirs.get("/admin/images/chooser/").content.decode()
    assert theirs.get(f"/admin/images/{picture.pk}/").status_code == 302, "not theirs to change"
    assert ours.get(f"/admin/images/{picture.pk}/").status_code == 200


def test_the_collection_of_a_city_is_one() -> None:
    place = make_municipality(name="Uno")
    assert pictures_of(place) == pictures_of(place)
