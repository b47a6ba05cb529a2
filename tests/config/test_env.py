"""A bad value in the environment stops the process with a message that says what to write."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("sí", True), ("TRUE", True), ("0", False), ("", False)]
)
def test_bool(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("X", text)
    assert env.env_bool("X", not value) is value


@pytest.mark.parametrize("text", ["maybe", "2", "verdadero?"])
def test_bad_bool(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("X", text)
    with pytest.raises(ImproperlyConfigured, match="X="):
        env.env_bool("X", False)


@pytest.mark.parametrize("text", ["abc", "1.5", "0", "65536", "-1"])
def test_bad_int(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("X", text)
    with pytest.raises(ImproperlyConfigured, match="X="):
        env.env_int("X", 5, low=1, high=65535)


def test_defaults_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)
    assert env.env_int("X", 5, low=1, high=9) == 5
    assert env.env_list("X", ["a"]) == ["a"]
    assert env.env_path("X", Path("var")) == Path("var")


def test_bad_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "mysql://localhost/base")
    with pytest.raises(ImproperlyConfigured, match="must begin with"):
        env.env_url("X", "", schemes={"sqlite", "postgres"})


def test_postgres_address() -> None:
    entry = env.database("postgres://ana:p%40ss@db:5433/casos")
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["NAME"]) == (
        "ana",
        "p@ss",
        "db",
        "5433",
        "casos",
    )


def test_postgres_without_a_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="no database"):
        env.database("postgres://db:5433/")
