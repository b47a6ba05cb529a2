"""The block of facts that heads a file: YAML between `---`, or TOML between `+++`."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

LONGEST = 20_000  # characters
BRACKETS = 300  # reading takes time in their square
_BLOCK = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Unreadable(ValueError):
    """The block is not what it says to be. Says why."""


class _Texts(yaml.BaseLoader):
    """Everything is a text, a list or a mapping. No aliases: they may grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Plain.add_representer(
    type(None), lambda dumper, _none: dumper.represent_scalar("tag:yaml.org,2002:null", "")
)


def split(text: str) -> tuple[dict[str, Any], str]:
    """The facts and the rest; without a block, all is rest. Raises Unreadable."""
    block = _BLOCK.match(text)
    if not block:
        return {}, text
    if len(block[2]) > LONGEST or block[2].count("[") + block[2].count("{") > BRACKETS:
        raise Unreadable(_("The facts at the top of the file are too long."))
    try:
        facts = tomllib.loads(block[2]) if block[1] == "+++" else yaml.load(block[2], _Texts)  # noqa: S506
    # Besides its own errors, YAML raises those of Python for what no key or number can be.
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, TypeError, RecursionError) as error:
        raise Unreadable(_("The facts at the top of the file cannot be read.")) from error
    if facts and not isinstance(facts, dict):
        if block[1] == "---":  # two lines of dashes, and a text between them
            return {}, text
        raise Unreadable(_("The facts at the top of the file cannot be read."))
    return {str(key): value for key, value in (facts or {}).items()}, text[block.end() :]


def without(text: str) -> str:
    """The rest, of a file whose block cannot be read."""
    return _BLOCK.sub("", text, count=1)


def written(facts: Mapping[str, Any]) -> str:
    """The block, with its marks. `split` reads it back."""
    body = yaml.dump(
        dict(facts), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10**9, default_flow_style=False
    )
    return f"---\n{body}---\n"
