"""Bytes → the document they hold. Nothing here knows what a case is."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

MAX_BYTES = 200_000_000


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why, for a person."""


class Repeated(dict[str, Any]):
    """An object of the file in which a key appears more than once: JSON would keep the last silently."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _value in pairs]
        self.keys_repeated = sorted({key for key in keys if keys.count(key) > 1})


def read(path: Path) -> Any:
    """The document of a file. Numbers with decimals come as Decimal, exactly as written.

    Raises Unreadable for a file that is missing, too large, not UTF-8 or not JSON.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise Unreadable(_("The file is larger than %(limit)d MB: split it.") % {"limit": limit})
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from error
    return parse(data)


def parse(data: bytes) -> Any:
    """As `read`, from bytes. A mark of byte order at the beginning is accepted."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = _("The file is not UTF-8 (line %(line)d): save it with that encoding.")
        raise Unreadable(message % {"line": line}) from error
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        message = _("The file is not valid JSON: line %(line)d, column %(column)d.")
        raise Unreadable(message % {"line": error.lineno, "column": error.colno}) from error
    except RecursionError as error:
        raise Unreadable(_("The file is nested too deeply.")) from error
    except (ValueError, ArithmeticError) as error:  # a number of thousands of digits
        raise Unreadable(_("The file holds a number that is too long.")) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else Repeated(pairs)
