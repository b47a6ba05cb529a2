"""Files that somebody uploads in the admin: the same rules as those that back a figure (ecosystem.md P11)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cases.uploads import checked


class CheckedDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        """Raises ValidationError for a kind that we do not take, or a file that is not what it says."""
        file = self.cleaned_data["file"]
        return checked(file) if "file" in self.changed_data and file else file


class CheckedImageForm(BaseImageForm):
    """Wagtail looks at the pixels before any `clean_file`: a broken picture would answer 500."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("file")
        if field is None:  # several at once: their titles are asked afterwards, without the files
            return
        read = field.to_python
        field.to_python = lambda data: read(_readable(data))


def _readable(file: Any) -> Any:
    """The picture, if it is one to its end. Raises ValidationError."""
    if not file:
        return file
    checked(file)
    try:
        Image.open(file).verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("The picture cannot be read. Save it again and try once more.")) from error
    finally:
        file.seek(0)
    return file
