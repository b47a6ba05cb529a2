"""What the Dockerfile puts into /app, made in a folder: what .dockerignore lets in, and what RUN makes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.smoke.compose import ROOT

VENV_BIN = Path(sys.executable).parent
"""Of the virtual environment that runs this: in the image it is /venv/bin."""


def copy_sources(app: Path) -> None:
    """The files that .dockerignore lets into the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    left_out = shutil.ignore_patterns(*(line.rpartition("/")[2] for line in lines if line.startswith("**/")))
    app.mkdir()
    for name in (line[1:] for line in lines if line.startswith("!")):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, app / name, ignore=left_out)
        else:
            shutil.copy2(ROOT / name, app / name)


def build_commands(app: Path) -> list[str]:
    """The RUN lines of the build stage after the sources are in: catalogue and static files."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    after_sources = dockerfile.split("COPY . .\n")[1].split("\nFROM ")[0]
    commands = re.findall(r"^RUN (.*)$", after_sources, re.M)
    return [
        command.replace("/app/", f"{app}/").replace("/tmp/build", f"{app.parent}/build")
        for command in commands
    ]


def build(app: Path) -> None:
    """Raises CalledProcessError when a command of the Dockerfile fails."""
    environment = {"PATH": f"{VENV_BIN}{os.pathsep}{os.defpath}", "PYTHONDONTWRITEBYTECODE": "1"}
    for command in build_commands(app):
        subprocess.run(command, shell=True, check=True, cwd=app, env=environment)
