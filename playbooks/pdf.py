"""PDF of any piece of HTML: tagged (PDF/UA-1), with bundled fonts, made by a child within bounds."""

import logging
import os
import re
import subprocess
import sys
from base64 import b64encode
from mimetypes import guess_type
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from playbooks.markdown.finishing import PICTURES

logger = logging.getLogger(__name__)
PRESS = Path(__file__).parent / "press" / "child.py"
NO_LIBRARIES = 3  # what the child exits with
LONGEST = 400_000  # characters; a plan of twelve months has about 60,000
SECONDS = 20  # of wall clock; the child also bounds its own processor time and memory
QUEUE_SECONDS = 5
PICTURE_BYTES = 12 * 1024 * 1024  # of all together; for one that does not fit, its alternative text stands
_OF_THIS_SITE = re.compile(r'(<a (?:[^>]*? )?href=")(?=/(?!/))')
_PICTURE = re.compile(rf'(<img [^>]*?)src="{PICTURES}([^"]+)"')
# A web process has four threads: two that wait for a PDF leave two that serve pages.
_presses = BoundedSemaphore(2)


class Unavailable(RuntimeError):
    """No PDF can be made here now: pango is missing, or every press is busy."""


class Refused(ValueError):
    """The text is too long, or cannot be laid out within the bounds of the press."""


def pdf(html: str, title: str, lang: str = "es-AR") -> bytes:
    """A tagged PDF of `html`, the content of a body that the caller vouches for (already escaped).

    Pictures of this site are printed; nothing else that it names is fetched. Links to this site work from
    the paper's file. `title` is written in the metadata and at the foot of every page. Raises `Refused` and
    `Unavailable`.
    """
    site = settings.BASE_URL.rstrip("/")
    body = _OF_THIS_SITE.sub(lambda link: link[1] + site, html)
    context = {"body": mark_safe(body), "title": title, "lang": lang}
    document: str = render_to_string("press/document.html", context)
    if len(document) > LONGEST:
        raise Refused(_("This text is too long for a PDF."))
    document = _with_its_pictures(document)
    if not _presses.acquire(timeout=QUEUE_SECONDS):
        raise Unavailable(_("Several PDFs are being made. Try again in a moment."))
    try:
        return _printed(document)
    finally:
        _presses.release()


def _with_its_pictures(document: str) -> str:
    """The press opens no file, so it is given the pictures. One that cannot be read stays an address."""
    room = PICTURE_BYTES

    def given(found: re.Match[str]) -> str:
        nonlocal room
        kind = guess_type(found[2])[0] or ""
        try:
            with default_storage.open(f"images/{unquote(found[2])}") as file:
                if not kind.startswith("image/") or file.size > room:
                    return found[0]
                room -= file.size
                return f'{found[1]}src="data:{kind};base64,{b64encode(file.read()).decode()}"'
        except (OSError, SuspiciousOperation):
            return found[0]

    return _PICTURE.sub(given, document)


def _printed(document: str) -> bytes:
    command = [sys.executable, "-I", str(PRESS)]
    text = document.encode(errors="replace")
    try:
        child = subprocess.run(  # noqa: S603
            command, input=text, capture_output=True, timeout=SECONDS, env=_environment()
        )
    except subprocess.TimeoutExpired as slow:
        raise Refused(_("This text cannot be laid out as a PDF.")) from slow
    if child.returncode == NO_LIBRARIES:
        raise Unavailable(_("This installation cannot make PDFs: pango is missing."))
    if child.returncode:
        # Killed by its own limits, out of memory, or nested too deep: what it said goes to the log.
        logger.warning("The press stopped (%s): %s", child.returncode, child.stderr[-500:])
        raise Refused(_("This text cannot be laid out as a PDF."))
    return child.stdout


def _environment() -> dict[str, str]:
    """What the libraries need. The keys and passwords of the site do not reach the child."""
    needed = ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME")
    return {name: os.environ[name] for name in needed if name in os.environ}
