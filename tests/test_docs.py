"""The guides say what the code reads."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_variable_is_documented_and_none_is_invented() -> None:
    sources = [ROOT / "site/config/settings.py", ROOT / "gunicorn.conf.py"]
    code = "\n".join(path.read_text() for path in sources)
    read = set(re.findall(r"""env_\w+\(\s*"([A-Z_]+)"|environ\.get\(["']([A-Z_]+)""", code))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/configuracion.md").read_text(), re.M))
    assert {name for pair in read for name in pair if name} == documented


def test_readme_begins_with_the_two_commands() -> None:
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    assert block and [line.split("#")[0].strip() for line in block[1].splitlines()] == [
        "make run",
        "make test",
    ]
