"""The settings as another process reads them: safe on a laptop, loud on a server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT / "site"),
        **environment,
    }
    code = "import config.settings as s; print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=ROOT)


def test_starts_without_any_variable(tmp_path: Path) -> None:
    result = start(tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["False", "0"]


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"DEBUG": "0"}, "SECRET_KEY is missing"),
        ({"DEBUG": "0", "SECRET_KEY": "x" * 60}, "ALLOWED_HOSTS is missing"),
        ({"DEBUG": "tal vez"}, "DEBUG="),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL="),
        ({"SEARCH_URL": "solr://localhost"}, "SEARCH_URL="),
        ({"EMAIL_PORT": "mucho"}, "EMAIL_PORT="),
        ({"LOG_LEVEL": "ruidoso"}, "LOG_LEVEL="),
    ],
)
def test_bad_values_stop_it(tmp_path: Path, environment: dict[str, str], says: str) -> None:
    result = start(tmp_path, **environment)
    assert result.returncode != 0
    assert says in result.stderr


def test_https_turns_the_safe_cookies_on(tmp_path: Path) -> None:
    result = start(tmp_path, BASE_URL="https://casos.example.org")
    assert result.stdout.split() == ["True", "31536000"]
