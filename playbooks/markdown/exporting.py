"""Playbooks and all that they use, as files."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from playbooks.markdown.layout import BY_NAME, KINDS, Values, written
from playbooks.models import Clause, PlaybookPage, Step, Template

Item = PlaybookPage | Step | Template | Clause
MODELS: Mapping[str, type[Item]] = {
    "template": Template,
    "clause": Clause,
    "step": Step,
    "playbook": PlaybookPage,
}
# What a list of a file names, by the attribute that is the name.
NAMED_BY = {
    "after": "slug",
    "indicators": "slug",
    "templates": "slug",
    "clauses": "slug",
    "cases": "identifier",
}
_EPOCH = (2000, 1, 1, 0, 0, 0)  # in the ZIP: the same content, the same file


def tree(drafts: bool = False) -> Iterator[tuple[str, str]]:
    """Every file, as its path and its text. With `drafts`, what is not published yet, as it is now."""
    for kind in KINDS:
        for item in items(kind.name, drafts):
            yield f"{kind.folder}/{item.slug}.md", text_of(item)


def items(kind: str, drafts: bool = False) -> Iterable[Item]:
    """In the order of their short names. Only steps and playbooks have drafts."""
    found: Any = MODELS[kind]._default_manager.order_by("slug")
    if kind in ("template", "clause"):
        return found
    if drafts:
        return (item.get_latest_revision_as_object() for item in found)
    return found.filter(live=True)


def text_of(item: Item) -> str:
    """Its file."""
    name = next(name for name, model in MODELS.items() if isinstance(item, model))
    return written(BY_NAME[name], _values(name, item))


def zipped(drafts: bool = False) -> bytes:
    """Every file in one."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path, text in tree(drafts):
            archive.writestr(ZipInfo(path, _EPOCH), text, ZIP_DEFLATED)
    return buffer.getvalue()


def _values(name: str, item: Any) -> Values:
    kind = BY_NAME[name]
    values: Values = {key: getattr(item, key) for key in kind.sections if hasattr(item, key)}
    values["body"] = item.body
    for key, what in kind.keys.items():
        if key == "steps":
            uses = sorted(item.uses.all(), key=lambda use: (use.sort_order or 0, use.pk or 0))
            values[key] = [use.step.slug for use in uses]
        elif key in NAMED_BY:
            values[key] = sorted(getattr(one, NAMED_BY[key]) for one in getattr(item, key).all())
        else:
            values[key] = list(getattr(item, key)) if what == "list" else getattr(item, key)
    return values
