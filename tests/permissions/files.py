"""The files of the matrix: what is everybody's, and what backs a figure that nobody confirmed."""

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from cases import uploads
from cases.models import CasePage, Indicator, ReplicationReport
from tests import factories as make
from tests.permissions.world import SECRET, Who, World


def own_indicator(case: CasePage, name: str) -> Indicator:
    custom = {"name": name, "unit": "%", "direction": "down", "kind": "outcome", "lens": "executive"}
    custom = {f"custom_{field}": value for field, value in custom.items()}
    return Indicator.objects.create(case=case, key="perdidas", core=True, **custom)


def build_files(world: World) -> None:
    author = world.people[Who.ADMIN]
    picture = get_image_model().objects.create(
        title="Foto", file=get_test_image_file(), uploaded_by_user=author
    )
    document = Document.objects.create(
        title="Papel", file=SimpleUploadedFile("papel.pdf", b"%PDF-1.4"), uploaded_by_user=author
    )
    paper = SimpleUploadedFile(f"{SECRET}.pdf", b"%PDF-1.4")
    unconfirmed = Document.objects.get(pk=uploads.keep(paper, world.people[Who.CONTRIBUTOR]))
    sent = ReplicationReport.objects.filter(key=world.things["sent_report_key"])
    sent.update(answers={"cifra-1": {"document": [str(unconfirmed.pk)]}})
    paper = SimpleUploadedFile(f"otro-{SECRET}.pdf", b"%PDF-1.4")
    unaccepted = Document.objects.get(pk=uploads.keep(paper, world.people[Who.CONTRIBUTOR]))
    figure = {"status": "submitted", "document": unaccepted, "said_by": "self"}
    site = world.things["site"]
    make.make_measure(site, own_indicator(site.case, "Ajeno"), "baseline", 12, **figure)
    world.things |= {
        "picture": picture,
        "document": document,
        "document_name": document.filename,
        "unconfirmed": unconfirmed,
        "unconfirmed_name": unconfirmed.filename,
        "unaccepted": unaccepted,
        "unaccepted_name": unaccepted.filename,
        "collection": unconfirmed.collection,
        "spare_collection": Collection.get_first_root_node().add_child(name="Otra"),
    }
