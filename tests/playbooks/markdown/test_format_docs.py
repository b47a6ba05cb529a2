"""docs/formato-de-guias.md explains every fact and every heading, and its examples work."""

import re
from pathlib import Path

import pytest

from playbooks.markdown import front_matter
from playbooks.markdown.exporting import tree
from playbooks.markdown.importing import import_sources
from playbooks.markdown.layout import BY_NAME, KINDS
from playbooks.markdown.reading import Source
from playbooks.models import Effort, Phase, Template
from tests.playbooks.markdown.building import make_playbook_index

GUIDE = (Path(__file__).resolve().parents[3] / "docs/formato-de-guias.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```markdown\n(.*?)```", GUIDE, re.S)


def test_every_fact_and_choice_is_explained() -> None:
    explained = set(re.findall(r"`([a-z_-]+)`", GUIDE))
    facts = {key for kind in KINDS for key in kind.keys}
    choices = {value for one in (Phase, Effort, Template.Kind) for value in one.values}
    assert facts | choices | {kind.name for kind in KINDS} <= explained
    assert {f"{kind.folder}/" for kind in KINDS} <= set(re.findall(r"`([a-z]+/)`", GUIDE))


def test_there_is_an_example_of_each_kind_with_everything() -> None:
    kinds = {front_matter.split(text)[0]["type"]: text for text in EXAMPLES}
    assert kinds.keys() == BY_NAME.keys()
    for name, kind in BY_NAME.items():
        facts, body = front_matter.split(kinds[name])
        assert facts.keys() == {"type", *kind.keys}
        assert all(f"## {heading}\n" in body for heading in kind.sections.values())


@pytest.mark.django_db
def test_the_examples_come_in_and_come_out_the_same() -> None:
    make_playbook_index()
    reports = import_sources(
        [Source(f"{number}.md", text.encode()) for number, text in enumerate(EXAMPLES)], publish=True
    )
    assert [(one.outcome, one.error, one.notes) for one in reports] == [("created", "", [])] * 4
    assert sorted(text for _path, text in tree()) == sorted(EXAMPLES)
