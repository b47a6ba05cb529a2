"""Files in: ours come back as what they were, any other Markdown becomes the draft of a playbook."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from playbooks.markdown import front_matter
from playbooks.markdown.foreign import as_playbook, link, slug
from playbooks.markdown.layout import BY_NAME, read
from playbooks.markdown.reading import Source, Unreadable, decoded
from playbooks.markdown.report import FileReport
from playbooks.markdown.writing import Arrival, Writer


class _Trial(Exception):
    """Nothing is kept."""


def import_sources(
    sources: Iterable[Source], *, user: User | None = None, publish: bool = False, dry_run: bool = False
) -> list[FileReport]:
    """Import what can be; one report a file, in their order. Nothing that a file holds makes it raise.

    What is new stays a draft, and what is published stays as it is with a newer draft, unless `publish`.
    Templates and clauses have no drafts. A foreign file is never published.
    """
    reports: list[FileReport] = []
    arrivals: list[Arrival] = []
    try:
        with transaction.atomic():
            for source in sources:
                report = FileReport(source.name)
                reports.append(report)
                arrivals += _read(source, report)
            writer = Writer(user, publish)
            writer.name(arrivals)
            link([one for one in arrivals if one.foreign])
            writer.write(arrivals)
            if dry_run:
                raise _Trial
    except _Trial:
        pass
    return reports


def _read(source: Source, report: FileReport) -> list[Arrival]:
    """What the file brings; nothing, and the report says why, when it cannot be read."""
    try:
        if isinstance(source.data, Unreadable):
            raise source.data
        text, how = decoded(source.data)
    except Unreadable as problem:
        report.error = str(problem)
        return []
    report.notes += [how] if how else []
    try:
        facts, body = front_matter.split(text)
    except front_matter.Unreadable as problem:
        facts, body = {}, front_matter.without(text)
        report.notes.append(str(problem))
    kind = BY_NAME.get(str(facts.get("type", "")))
    if kind:
        values, notes = read(kind, facts, body)
        stem = source.name.rpartition("/")[2].partition(".")[0]
        values["slug"] = slug(values["slug"]) or slug(stem)
    elif body.strip():
        kind = BY_NAME["playbook"]
        values, notes = as_playbook(source.name, facts, body)
    else:
        report.error = _("There is no text in it.")
        return []
    report.notes += notes
    report.kind, report.title = kind.name, values["title"]
    return [Arrival(report, values, foreign=facts.get("type") != kind.name)]
