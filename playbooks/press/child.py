"""The press: HTML on standard input, a tagged PDF on standard output.

Run as a child by `playbooks.pdf`, alone and without Django: what a document does to it, it does to nobody
else. It reads its own folder (the stylesheet and the fonts) and nothing more, neither files nor network.
"""

import logging
import resource
import sys
from base64 import b64decode
from pathlib import Path
from unicodedata import category
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
KINDS = {".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,")
NO_LIBRARIES = 3
CPU_SECONDS = 12
MEMORY = 1 << 30  # bytes of address space; a plan of twelve months takes a fifth of it

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except (ImportError, OSError) as missing:  # cffi says OSError when Debian's pango is not there
    print(missing, file=sys.stderr)  # noqa: T201
    sys.exit(NO_LIBRARIES)


class Bundled(URLFetcher):
    """Gives the files of the press's own folder, and pictures that come inside the document.

    Everything else is refused: no `file:`, no network.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file; raises ValueError, which WeasyPrint takes as an image or sheet that is missing."""
        if url.startswith(PICTURES):
            kind, _comma, data = url.removeprefix("data:").partition(";base64,")
            return URLFetcherResponse(url, b64decode(data), {"Content-Type": kind})
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if (
            parts.scheme != "file"
            or parts.netloc
            or not path.is_relative_to(HERE)
            or path.suffix not in KINDS
        ):
            raise ValueError("Only what is bundled is printed.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})


class Missing(logging.Handler):
    """Collects the characters that no font of this machine has; WeasyPrint names them in its warnings."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(".notdef glyph") and isinstance(record.args, tuple):
            self.letters.add(str(record.args[0]))


def press(html: str) -> bytes:
    """A PDF/UA-1 of a whole HTML document.

    One character without a glyph spoils the text of its whole font for whoever listens to it or copies it:
    then it is printed again with "?" for those that cannot be shown, and without the invisible ones.
    """
    missing = Missing()
    log = logging.getLogger("weasyprint")
    log.handlers, log.propagate = [missing], False
    printed = _printed(html)
    if missing.letters:
        invisible = {letter for letter in missing.letters if category(letter) in {"Cc", "Cf", "Mn"}}
        stands = {ord(letter): None if letter in invisible else "?" for letter in missing.letters}
        printed = _printed(html.translate(stands))
    return printed


def _printed(html: str) -> bytes:
    document = HTML(string=html, base_url=f"{HERE.as_uri()}/", url_fetcher=Bundled())
    return document.write_pdf(pdf_variant="pdf/ua-1")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(press(html))


if __name__ == "__main__":
    main()
