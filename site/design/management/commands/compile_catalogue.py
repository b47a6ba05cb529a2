"""Compile locale/*/LC_MESSAGES/*.po in Python: a bare machine has no msgfmt."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles the translation catalogues that are newer than their compiled form."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        compile_catalogues(Path(settings.LOCALE_PATHS[0]))


def compile_catalogues(folder: Path) -> list[Path]:
    """Writes a .mo beside every .po that is newer than it; returns what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written
