"""Files that back a figure: few kinds, each looked at inside, and out of sight until a lead confirms.

What a browser would run is refused whatever it is called (P11 and C9 of the research).
"""

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

if TYPE_CHECKING:
    from accounts.models import User

LARGEST = 10 * 1024 * 1024  # bytes
# Extension → what the file begins with. Text has no signature: see `_is_text`.
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    **dict.fromkeys(("xlsx", "docx", "ods", "odt"), (b"PK\x03\x04",)),
    "csv": (),
}
UNCONFIRMED, SOURCES = "Réplicas sin confirmar", "Fuentes de las réplicas"
_ACTIVE = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|\?xml)", re.IGNORECASE)


def checked(file: UploadedFile) -> UploadedFile:
    """The file, if it is what it says. Raises ValidationError with the reason."""
    extension = PurePath(file.name or "").suffix.lower().lstrip(".")
    if extension not in SIGNATURES:
        raise ValidationError(_("We take PDF, XLSX, ODS, DOCX, ODT, CSV, PNG and JPG."))
    if not file.size:
        raise ValidationError(_("The file is empty."))
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB."))
    file.seek(0)
    head = file.read(64 * 1024)
    file.seek(0)
    begins = SIGNATURES[extension]
    if not (head.startswith(begins) if begins else _is_text(head)) or _runs(head, extension):
        raise ValidationError(_("The file is not what its name says. Save it again and try once more."))
    return file


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head and not _ACTIVE.search(head)


def _runs(head: bytes, extension: str) -> bool:
    """A picture with a page of HTML behind its signature is still a page of HTML."""
    return extension in {"png", "jpg", "jpeg"} and bool(_ACTIVE.search(head))


def keep(file: UploadedFile, by: "User") -> int:
    """The key of a new document that only people who log in can open."""
    name = get_valid_filename(PurePath(file.name or "archivo").name)[-100:]
    file.name = name
    document = get_document_model().objects.create(
        title=name[:255], file=file, collection=_collection(UNCONFIRMED), uploaded_by_user=by
    )
    return document.pk


def publish(documents: list[int]) -> None:
    """From now on anybody opens them."""
    found = get_document_model().objects.filter(pk__in=documents, collection__name=UNCONFIRMED)
    if found.exists():
        found.update(collection=_collection(SOURCES))


def discard(document: int) -> None:
    """Delete a document that no confirmed figure uses."""
    for one in get_document_model().objects.filter(pk=document, collection__name=UNCONFIRMED):
        one.delete()


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    if found:
        return found
    made: Collection = root.add_child(name=name)
    if name == UNCONFIRMED:
        CollectionViewRestriction.objects.create(
            collection=made, restriction_type=CollectionViewRestriction.LOGIN
        )
    return made
