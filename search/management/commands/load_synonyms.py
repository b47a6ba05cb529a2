"""`manage.py load_synonyms`: the shipped synonyms, into the table that coordinators edit. Repeatable."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from search.models import SynonymGroup
from search.synonyms import SHIPPED, Group, InvalidSynonyms, read_groups


class Command(BaseCommand):
    help = "Load the synonyms of search/data/sinonimos.txt, without touching what somebody changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            groups = list(read_groups(SHIPPED.read_text(encoding="utf-8")))
        except InvalidSynonyms as error:
            raise CommandError(f"{SHIPPED.name}: {error}") from error
        changed = load(groups)
        if options["verbosity"]:
            self.stdout.write(
                _("%(changed)d groups of synonyms were brought up to date.") % {"changed": changed}
            )


@transaction.atomic
def load(groups: Iterable[Group]) -> int:
    """How many rows it wrote. A row whose words are not those that its note names is somebody's: it stays.

    A shipped group is known by its first word, and by its note where somebody changed that word.
    """
    rows = list(SynonymGroup.objects.all())
    by_first = {row.words.partition(",")[0].strip().casefold(): row for row in rows}
    notes = {row.note for row in rows}
    wanted: list[SynonymGroup] = []
    for group in groups:
        shipped = SynonymGroup(words=", ".join(group.words), narrower=", ".join(group.narrower))
        shipped.note = _note(shipped)
        row = by_first.get(group.words[0].casefold())
        if row is None and shipped.note not in notes:
            wanted.append(shipped)
        elif row is not None and row.note == _note(row) != shipped.note:
            row.words, row.narrower, row.note = shipped.words, shipped.narrower, shipped.note
            wanted.append(row)
    for row in wanted:
        row.save()
    return len(wanted)


def _note(row: SynonymGroup) -> str:
    said = hashlib.blake2b(f"{row.words} => {row.narrower}".encode(), digest_size=6).hexdigest()
    return f"{SHIPPED.name} {said}"
