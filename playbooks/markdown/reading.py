"""Files as they come: from folders, from a ZIP, in any usual encoding. Nothing is written to the disk."""

import codecs
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from design.formats import number
from playbooks.markdown.layout import tidy

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".txt")
LARGEST_FILE = 2_000_000  # bytes
LARGEST_ZIP = 5_000_000
LARGEST_CONTENT = 8_000_000  # of all the files of a ZIP together, once expanded
MOST_FILES = 200  # in a ZIP
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(ValueError):
    """It cannot be read. Says why."""


class Source(NamedTuple):
    """A file: its path within what was given, and its bytes or why there are none."""

    name: str
    data: bytes | Unreadable


def from_paths(paths: Iterable[Path]) -> Iterator[Source]:
    """Files as they are named, and those of Markdown in folders."""
    for path in paths:
        if not path.is_dir():
            yield Source(path.name, _bytes(path))
            continue
        for one in sorted(path.rglob("*")):
            if one.is_file() and one.suffix.lower() in SUFFIXES:
                yield Source(one.relative_to(path).as_posix(), _bytes(one))


def from_upload(file: UploadedFile) -> list[Source]:
    """One file, or those of a ZIP. Raises Unreadable."""
    name = PurePosixPath((file.name or "").replace("\\", "/")).name
    if name.lower().endswith(".zip"):
        return _from_zip(file)
    if not name.lower().endswith(SUFFIXES):
        raise Unreadable(_("Choose a Markdown file (.md) or a ZIP with several."))
    return [Source(name, _within(file.read(LARGEST_FILE + 1), LARGEST_FILE))]


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and what had to be done to read it. Raises Unreadable."""
    text, how = _text(data)
    if "\x00" in text[:2000]:
        raise Unreadable(_("It is not a text."))
    clean = tidy(text)
    return clean, how


def _text(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable(_("It is not a text.")) from error
            how = (
                ""
                if encoding == "utf-8-sig"
                else _("It was read as %(encoding)s.") % {"encoding": encoding.upper()}
            )
            return text, how
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        if b"\x00" in data:
            return _without_mark(data)
        # Every byte is a letter for it, so it comes last. Windows wrote its quotation marks this way.
        return data.decode("cp1252", errors="replace"), _("It was read as Windows-1252 (latin-1).")


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 that does not say so: a zero byte in every second place."""
    encoding = "utf-16-be" if data[:200:2].count(0) > data[1:200:2].count(0) else "utf-16-le"
    try:
        return data.decode(encoding), _("It was read as %(encoding)s.") % {"encoding": encoding.upper()}
    except UnicodeDecodeError as error:
        raise Unreadable(_("It is not a text.")) from error


def _from_zip(file: UploadedFile) -> list[Source]:
    if (file.size or 0) > LARGEST_ZIP:
        raise Unreadable(_("The ZIP has more than %(most)s bytes.") % {"most": number(LARGEST_ZIP)})
    try:
        with ZipFile(file) as archive:
            names = [one.filename for one in archive.infolist() if not _is_noise(one)]
            texts = [one for one in names if one.lower().endswith(SUFFIXES)]
            if len(texts) > MOST_FILES:
                raise Unreadable(_("The ZIP has more than %(most)s files.") % {"most": MOST_FILES})
            why = Unreadable(_("It is not Markdown. Pictures are uploaded to the site, and put in the text."))
            others = [Source(one, why) for one in names if one not in texts]
            return _expanded(archive, texts) + others[:MOST_FILES]
    except (
        BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_("The ZIP is damaged, or has a password.")) from error


def _is_noise(entry: ZipInfo) -> bool:
    """A folder, or what a Mac adds on its own."""
    return entry.is_dir() or entry.filename.startswith("__MACOSX/") or entry.filename.endswith(".DS_Store")


def _expanded(archive: ZipFile, names: list[str]) -> list[Source]:
    """What a file says of its own size is not believed: reading stops at the limit."""
    left = LARGEST_CONTENT
    sources = []
    for name in names:
        with archive.open(name) as entry:
            data = entry.read(min(left, LARGEST_FILE) + 1)
        left -= len(data)
        if left < 0:
            raise Unreadable(_("The files of the ZIP are too large together."))
        sources.append(Source(name, _within(data, LARGEST_FILE)))
    return sources


def _bytes(path: Path) -> bytes | Unreadable:
    try:
        with path.open("rb") as file:
            return _within(file.read(LARGEST_FILE + 1), LARGEST_FILE)
    except OSError as error:
        return Unreadable(_("It cannot be read: %(reason)s") % {"reason": error.strerror})


def _within(data: bytes, most: int) -> bytes | Unreadable:
    if len(data) > most:
        return Unreadable(_("It has more than %(most)s bytes.") % {"most": number(most)})
    return data
