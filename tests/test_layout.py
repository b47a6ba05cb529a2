"""`site` and `locale` share their names with modules of Python: as packages they would break it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("folder", ["site", "locale"])
def test_folder_is_not_a_package(folder: str) -> None:
    assert not (ROOT / folder / "__init__.py").exists()


def test_site_is_a_source_root_without_modules_of_its_own() -> None:
    assert list((ROOT / "site").glob("*.py")) == []


def test_git_does_not_ignore_site() -> None:
    assert "/site" not in (ROOT / ".gitignore").read_text().splitlines()


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
