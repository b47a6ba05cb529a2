"""docker-compose.yml as Compose reads it: merged, with the variables of an environment in their places."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
_SLOT = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?:(?P<rule>:[-?])(?P<text>[^}]*))?\})")


def raw() -> dict[str, Any]:
    """The file with its anchors merged and its variables as they are written."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def variables() -> set[str]:
    """Every variable that the file asks of whoever runs it."""
    return {slot["name"] for slot in _SLOT.finditer(_without_comments()) if slot["name"]}


def required() -> set[str]:
    """Those without which Compose refuses to start."""
    return {slot["name"] for slot in _SLOT.finditer(_without_comments()) if slot["rule"] == ":?"}


def services(environment: Mapping[str, str]) -> dict[str, Any]:
    """The services with every variable resolved. Raises ValueError where a required one is missing."""
    return _resolved(raw()["services"], environment)


def _without_comments() -> str:
    return re.sub(r"^\s*#.*$", "", FILE.read_text(encoding="utf-8"), flags=re.M)


def _resolved(value: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _resolved(item, environment) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, environment) for item in value]
    return _SLOT.sub(lambda slot: _fill(slot, environment), value) if isinstance(value, str) else value


def _fill(slot: re.Match[str], environment: Mapping[str, str]) -> str:
    if slot["dollar"]:
        return "$"
    value = environment.get(slot["name"], "")
    if value or slot["rule"] is None:
        return value
    if slot["rule"] == ":?":
        raise ValueError(f"{slot['name']} is missing: {slot['text']}")
    return slot["text"]
