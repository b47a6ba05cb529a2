"""What every template may show of the reader."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from municipalities.reader import reader_choice


def reader(request: HttpRequest) -> dict[str, object]:
    """`reader` (or nothing), and `reader_message` when the address asks for one that does not exist.

    Both are lazy: a page that shows neither asks the database nothing.
    """
    return {
        "reader": SimpleLazyObject(lambda: reader_choice(request).reader),
        "reader_message": SimpleLazyObject(lambda: reader_choice(request).message),
        "reader_remembered": SimpleLazyObject(lambda: reader_choice(request).remembered),
    }
