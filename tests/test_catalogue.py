"""Every text that a person reads is in Spanish, and in the voice of the house."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/es_AR/LC_MESSAGES/django.po"
# Tuteo, ustedeo and the words that the style guide bans.
BANNED = r"\b(puedes|tienes|usted|ustedes|haga clic|ingrese|seleccione|innovador\w*|potenci\w+|ecosistema)\b"


def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def test_nothing_is_missing_or_doubtful() -> None:
    assert [entry.msgid for entry in entries() if not entry.translated() or entry.fuzzy] == []


def test_the_voice_is_voseo_and_plain() -> None:
    texts = [text for entry in entries() for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(BANNED, text, re.IGNORECASE)] == []


def test_every_slot_of_the_original_is_in_the_translation() -> None:
    def slots(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)[sd]", text))

    wrong = [entry.msgid for entry in entries() if entry.msgstr and slots(entry.msgstr) != slots(entry.msgid)]
    assert wrong == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_the_catalogue_has_every_text_of_the_code(tmp_path: Path) -> None:
    copy = tmp_path / "tree"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", "var", ".git", "*.mo", "node_modules"))
    command = "makemessages -l es_AR --no-location --no-wrap --no-obsolete --ignore tests --ignore benchmarks"
    subprocess.run([sys.executable, "manage.py", *command.split()], cwd=copy, check=True, capture_output=True)
    fresh = {entry.msgid for entry in polib.pofile(str(copy / CATALOGUE.relative_to(ROOT)))}
    assert fresh == {entry.msgid for entry in entries()}
