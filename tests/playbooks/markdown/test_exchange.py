"""Files out and in again: the same, byte by byte; and what cannot come in says why."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cases.models import IndicatorDefinition
from playbooks.markdown.exporting import tree
from playbooks.markdown.importing import import_sources
from playbooks.markdown.reading import Source
from playbooks.markdown.report import FileReport
from playbooks.models import Clause, PlaybookPage, Step, Template
from tests.factories import make_case, make_municipality
from tests.playbooks.markdown.building import (
    make_clause,
    make_playbook,
    make_playbook_index,
    make_step,
    make_template,
)
from tests.playbooks.markdown.test_layout import line, prose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index(db: None) -> None:
    make_playbook_index()


def bring(files: dict[str, str], **options: bool) -> list[FileReport]:
    return import_sources([Source(name, text.encode()) for name, text in files.items()], **options)


def outcomes(reports: list[FileReport]) -> list[str]:
    assert [one.error for one in reports if one.error] == []
    return [one.outcome for one in reports]


def forget() -> None:
    for page in PlaybookPage.objects.all():
        page.delete()
    for model in (Step, Template, Clause):
        model.objects.all().delete()


def make_everything() -> None:
    IndicatorDefinition.objects.create(
        slug="tiempo", name="Tiempo", unit="días", direction="down", kind="outcome", lens="executive"
    )
    case = make_case(make_municipality(), identifier="un-caso")
    sheet, clause = make_template(), make_clause(body="1. Uno.\n\n## Con título\n\n2. Dos.")
    first = make_step("medir", checklist="Está medido\nEstá firmado", month=2)
    second = make_step(
        "publicar", small_towns="## Más corto\n\nEn una reunión.", body="Así:\n\n## Cómo\n\n- a"
    )
    second.after, second.templates, second.cases = [first], [sheet], [case]
    second.save()
    page = make_playbook(
        steps=[second, first],
        purpose="Para **algo**.",
        body="Antes.\n\n## Otra cosa\n\nTexto.",
        sizes=["a", "b"],
        reviewed_on=date(2026, 3, 2),
    )
    page.indicators = list(IndicatorDefinition.objects.all())
    page.cases, page.clauses, page.templates = [case], [clause], [sheet]
    page.save_revision().publish()


def test_everything_goes_out_and_comes_back() -> None:
    make_everything()
    before = dict(tree())
    assert len(before) == 5
    forget()
    assert outcomes(bring(before, publish=True)) == ["created"] * 5
    assert dict(tree()) == before
    page = PlaybookPage.objects.get()
    assert page.live and [step.slug for step in page.steps()] == ["publicar", "medir"]
    assert [step.slug for step in Step.objects.get(slug="publicar").after.all()] == ["medir"]
    assert page.purpose_html.startswith("<p>Para <strong>algo</strong>.</p>")


def test_what_is_the_same_is_left_alone() -> None:
    make_everything()
    revisions = PlaybookPage.objects.get().revisions.count()
    assert outcomes(bring(dict(tree()), publish=True)) == ["unchanged"] * 5
    assert PlaybookPage.objects.get().revisions.count() == revisions


def test_without_publishing_it_stays_a_draft() -> None:
    make_everything()
    files = dict(tree())
    forget()
    bring(files)
    assert not PlaybookPage.objects.filter(live=True).exists() and not Step.objects.filter(live=True).exists()
    assert dict(tree(drafts=True)) == files


def test_what_is_published_stays_until_somebody_publishes() -> None:
    make_everything()
    name = "guias/una-guia.md"
    changed = dict(tree())[name].replace("**algo**", "otra cosa")
    assert outcomes(bring({name: changed})) == ["updated"]
    assert "algo" in PlaybookPage.objects.get().purpose
    assert dict(tree(drafts=True))[name] == changed
    assert outcomes(bring({name: changed}, publish=True)) == ["unchanged"]
    assert PlaybookPage.objects.get().purpose == "Para otra cosa."


def test_a_trial_writes_nothing() -> None:
    make_everything()
    files = dict(tree())
    forget()
    assert outcomes(bring(files, dry_run=True)) == ["created"] * 5
    assert not PlaybookPage.objects.exists() and not Step.objects.exists()


def test_what_is_not_here_is_told_and_the_rest_comes_in() -> None:
    step = "---\ntype: step\ntitle: A\nslug: a\nphase: problem\nrole: R\nweeks: 1\neffort: low\n"
    step += "after: [a, nadie]\nindicators: [nada]\n---\n\nHacé.\n"
    guide = "---\ntype: playbook\ntitle: G\nsteps: [a, b, a]\nsizes: [a, z]\n---\n"
    reports = bring({"x.md": guide, "y.md": step})
    assert outcomes(reports) == ["created", "created"]
    told = " ".join(reports[0].notes + reports[1].notes)
    assert all(f" {name}" in told for name in ("b.", "z.", "nadie.", "nada."))
    page = PlaybookPage.objects.get(slug="x").get_latest_revision_as_object()
    assert [use.step.slug for use in page.uses.all()] == ["a"] and page.sizes == ["a"]
    assert not Step.objects.get().after.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntype: step\ntitle: A\nphase: otra\nrole: R\nweeks: 1\n---\nHacé.", "otra"),
        ("---\ntype: step\ntitle: A\nphase: problem\nrole: R\n---\nHacé.", ""),
        ("---\ntype: playbook\nslug: a\n---\nHacé.", ""),
        ("---\ntype: playbook\ntitle: A\n---\n" + "[" * 500, "[[["),
        ("---\ntype: clause\ntitle: " + "a" * 200 + "\ncontext: b\n---\nc", "160"),
        ("---\ntype: clause\ntitle: a\ncontext: b\nsource_url: javascript:x\n---\nc", ""),
        ("", ""),
        ("---\ntitle: A\n---\n", ""),
    ],
)
def test_a_bad_file_is_left_out_and_says_why(text: str, reason: str) -> None:
    bad, good = bring({"mala.md": text, "buena.md": "# Buena\n\nTexto."})
    assert bad.outcome == "refused" and bad.error and reason in bad.error
    assert good.outcome == "created"
    assert [page.slug for page in PlaybookPage.objects.all()] == ["buena"]
    assert not Step.objects.exists() and not Clause.objects.exists()


def test_two_files_of_one_name_do_not_fight() -> None:
    text = "---\ntype: template\ntitle: A\nslug: a\npurpose: P\n---\n\nUno.\n"
    first, second = bring({"a.md": text, "b.md": text})
    assert (first.outcome, second.outcome) == ("created", "refused")


def test_what_somebody_locked_is_left_alone() -> None:
    make_everything()
    Step.objects.filter(slug="medir").update(locked=True)
    files = {name: text.replace("Medí.", "Otra.") for name, text in tree() if name == "pasos/medir.md"}
    assert bring(files)[0].outcome == "refused"


def test_commands_write_and_read_a_folder(tmp_path: Path) -> None:
    make_everything()
    call_command("export_playbooks", tmp_path / "a", verbosity=0)
    forget()
    call_command("import_playbooks", tmp_path / "a", publish=True, verbosity=0)
    call_command("export_playbooks", tmp_path / "b", verbosity=0)
    names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.md"))
    assert len(names) == 5
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_the_command_fails_only_when_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "vacio.md").write_text("")
    with pytest.raises(CommandError):
        call_command("import_playbooks", tmp_path, tmp_path / "no-esta.md", stderr=io.StringIO())
    (tmp_path / "buena.md").write_text("# Buena\n\nTexto")
    out = io.StringIO()
    call_command("import_playbooks", tmp_path, json=True, stdout=out, stderr=io.StringIO())
    assert [one["outcome"] for one in json.loads(out.getvalue())] == ["created", "refused"]


class Generated(TestCase):
    """What the database holds goes out, comes in and goes out the same."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.tuples(prose, prose, prose, prose), line, st.lists(st.sampled_from("abcdef"), unique=True))
    def test_round_trip(self, texts: tuple[str, ...], title: str, sizes: list[str]) -> None:
        title = "".join(one for one in title if one.isprintable()).strip() or "T"
        texts = tuple(text.replace("\x00", "") for text in texts)
        make_playbook_index()
        step = make_step(
            title=title, body=f"Medí.\n\n{texts[0]}", small_towns=texts[1], checklist=texts[2], live=True
        )
        make_playbook(
            title=title, body=texts[3], purpose=texts[0], outcome=texts[1], steps=[step], sizes=sizes
        )
        first = dict(tree())
        forget()
        reports = bring(first, publish=True)
        assert [one.error for one in reports if one.error] == []
        assert dict(tree()) == first
