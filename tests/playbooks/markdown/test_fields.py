"""The HTML beside each text follows it, and is made once."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from playbooks.markdown import fields, rendering
from playbooks.markdown.fields import prepare
from playbooks.markdown.rendering import Refused
from playbooks.models import Clause, PlaybookPage
from tests.playbooks.markdown.building import make_playbook, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts each child was given."""
    asked: list[int] = []
    ask = rendering._ask

    def counted(texts: Any) -> Any:
        asked.append(len(texts))
        return ask(texts)

    monkeypatch.setattr(rendering, "_ask", counted)
    return asked


def clause(**values: str) -> Clause:
    return Clause(**{"title": "Una", "slug": "una", "context": "Siempre.", "body": "**uno**"} | values)


def test_saving_makes_the_html() -> None:
    one = clause()
    one.save()
    assert Clause.objects.get().body_html.startswith("<p><strong>uno</strong></p>")


def test_nothing_is_rendered_twice(children: list[int]) -> None:
    one = clause()
    one.full_clean()
    one.save()
    Clause.objects.get().save()
    assert children == [1]
    one.body = "dos"
    one.save()
    assert children == [1, 1]
    assert one.body_html.startswith("<p>dos</p>")


def test_all_the_texts_of_a_page_are_rendered_at_once(children: list[int]) -> None:
    page = make_playbook(purpose="a", audience="b", outcome="c", body="d")
    assert children == [4]
    page.save_revision().publish()
    assert children == [4]
    assert PlaybookPage.objects.get().outcome_html.startswith("<p>c</p>")


def test_an_emptied_text_leaves_no_html() -> None:
    one = clause()
    one.save()
    one.body = ""
    one.save()
    assert Clause.objects.get().body_html == ""


def test_what_is_refused_is_an_error_of_its_field() -> None:
    with pytest.raises(ValidationError) as problem:
        clause(body="[" * 500).full_clean()
    assert list(problem.value.message_dict) == ["body"]
    with pytest.raises(Refused):
        clause(body="[" * 500).save()


def test_many_are_prepared_with_one_child(children: list[int]) -> None:
    some = [clause(slug=f"c{number}", body=f"texto {number}") for number in range(5)]
    some[3].body = "<" * 500
    assert prepare(some).keys() == {(id(some[3]), "body")}
    for one in (*some[:3], some[4]):
        one.save()
    assert children == [4]


def test_lines_end_in_one_way() -> None:
    one = clause(body="a\r\n\r\nb\rc")
    one.full_clean()
    assert one.body == "a\n\nb\nc"


def test_a_new_way_of_rendering_renders_anew(monkeypatch: pytest.MonkeyPatch, children: list[int]) -> None:
    make_step()
    monkeypatch.setattr(fields, "VERSION", "otra")
    make_step().save()
    assert len(children) == 2
