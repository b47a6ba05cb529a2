"""docker-compose.yml, Dockerfile and .dockerignore keep what docs/operacion.md promises."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.smoke import compose

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD"}
GIVEN = {name: f"given-{name.lower()}" for name in compose.required()}
SERVICES = compose.services(GIVEN)
OURS = {"migrate", "web", "worker"}
DOCKERFILE = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def test_is_what_compose_can_read() -> None:
    schema = json.loads((Path(__file__).parent / "compose.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(compose.raw(), schema)


def test_everything_named_is_there() -> None:
    file = compose.raw()
    assert {network for one in SERVICES.values() for network in one["networks"]} == set(file["networks"])
    mounts = {mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", ())}
    assert mounts == set(file["volumes"])
    for one in SERVICES.values():
        for other, rule in one.get("depends_on", {}).items():
            one_shot = SERVICES[other]["healthcheck"].get("disable", False)
            assert rule["condition"] == ("service_completed_successfully" if one_shot else "service_healthy")


@each_service
def test_is_shut_in(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service["user"].startswith("0:")
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@each_service
def test_image_has_a_version(service: dict[str, Any]) -> None:
    tag = service["image"].rpartition(":")[2]
    assert tag != "latest"
    assert service.get("build") or re.match(r"\d+\.\d+", tag)


def test_only_elasticsearch_may_write_its_image() -> None:
    assert {name for name, one in SERVICES.items() if not one.get("read_only")} == {"elasticsearch"}


def test_only_the_one_shot_has_no_health() -> None:
    ill = {name for name, one in SERVICES.items() if one["healthcheck"].get("disable")}
    assert ill == {"migrate"} and SERVICES["migrate"]["restart"] == "no"


def test_data_stores_are_reached_from_inside_only() -> None:
    assert compose.raw()["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["elasticsearch"]["networks"] == ["inside"]


def test_secrets_come_from_outside_and_have_no_default() -> None:
    assert compose.required() >= SECRETS
    for missing in compose.required():
        with pytest.raises(ValueError, match=missing):
            compose.services({name: value for name, value in GIVEN.items() if name != missing})


def test_every_variable_is_explained() -> None:
    guides = [(ROOT / "docs" / name).read_text() for name in ("configuracion.md", "operacion.md")]
    explained = set(re.findall(r"^\| `([A-Z_]+)`", "\n".join(guides), re.M))
    assert compose.variables() <= explained


def test_the_site_gets_no_variable_that_it_does_not_read() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/configuracion.md").read_text(), re.M)
    for name in OURS:
        assert SERVICES[name]["environment"].keys() <= set(documented)


def test_web_worker_and_migrate_are_one_image_as_one_user() -> None:
    shared = ("image", "user", "volumes", "environment")
    assert all(SERVICES[name][key] == SERVICES["web"][key] for name in OURS for key in shared)
    assert f"USER {SERVICES['web']['user']}" in DOCKERFILE.splitlines()


def test_image_checks_web_as_compose_does() -> None:
    test = SERVICES["web"]["healthcheck"]["test"]
    assert re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", DOCKERFILE, re.M)[1] == json.dumps(test[1:])
    assert re.search(r"^CMD (.*)$", DOCKERFILE, re.M)[1] == json.dumps(SERVICES["web"]["command"])


def test_image_is_built_in_two_stages_from_a_version_with_hashes() -> None:
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.11\.\d+-slim-\w+$", DOCKERFILE, re.M)
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.M) == ["${PYTHON_IMAGE}"] * 2
    install = re.search(r"^RUN pip install .*$", DOCKERFILE, re.M)[0]
    assert {"--require-hashes", "--no-deps", "requirements.txt"} <= set(install.split())
    assert "ENTRYPOINT" not in DOCKERFILE
    build, run = DOCKERFILE.split("\nFROM ")[1:]
    # In the image that runs, only what makes PDFs; nothing that compiles.
    assert "apt-get" not in build and run.count("apt-get install") == 1


def test_image_has_every_package_of_the_project() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    packages = {name for name in tools["importlinter"]["root_packages"] if (ROOT / name).is_dir()}
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == packages | {
        "gunicorn.conf.py",
        "locale",
        "locale_wagtail",
        "manage.py",
        "requirements.txt",
        "site",
    }
