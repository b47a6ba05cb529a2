"""The official forms as published → plain rows. Nothing here touches the database.

Three forms: INDEC's XLSX by local government, REFEGLO's CSV, and the public CSV of docs/registro.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from municipalities import argentina, public_csv
from municipalities.rows import Problem, Row
from municipalities.tables import Table, Unreadable, read_table

FORMS: dict[str, Any] = {
    "indec": argentina.Indec,
    "refeglo": argentina.Refeglo,
    "csv": public_csv.PublicCsv,
}


@dataclass
class Reading:
    """What a file says: its good rows, its problems, and notes about what was read in a special way.

    `complete` is whether the form lists every local government of its countries (only then can it prune);
    `adds` is whether the file may add to a register that already has that country's list.
    """

    form: str
    complete: bool
    adds: bool
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(path: Path, form: str | None = None, country: str = "", source: str = "") -> Reading:
    """Read a file, guessing its form when none is given.

    `country` is for a CSV without that column; `source` is who published its populations.
    Raises Unreadable when the file as a whole makes no sense.
    """
    table = read_table(path, _recogniser(form))
    form = form or _guess(table)
    reader = FORMS[form]
    absent = [column for column in reader.required if column not in reader.columns(table.header)]
    if absent:
        raise Unreadable(
            _("%(file)s lacks these columns: %(columns)s.")
            % {"file": path.name, "columns": ", ".join(absent)}
        )
    reading = Reading(form, reader.complete, reader.adds, notes=list(table.found))
    reader(table, country=country, source=source or path.name).read_into(reading)
    _refuse_repeated(reading)
    argentina.join_comunas(reading)
    return reading


def _recogniser(form: str | None) -> Callable[[list[str]], int]:
    readers = [FORMS[form]] if form else list(FORMS.values())
    return lambda header: max(len(reader.columns(header)) for reader in readers)


def _guess(table: Table) -> str:
    """The form whose required columns are all there; official forms have unmistakable ones."""
    for form, reader in FORMS.items():
        columns = reader.columns(table.header)
        if all(column in columns for column in reader.required):
            return form
    return "csv"


def _refuse_repeated(reading: Reading) -> None:
    first: dict[tuple[str, str], int] = {}
    kept = []
    for row in reading.rows:
        key = (row.country, row.code)
        if key in first:
            reason = _("This code is repeated: it is also on row %(row)d.") % {"row": first[key]}
            reading.problems.append(Problem(row.number, "code", row.code, reason))
        else:
            first[key] = row.number
            kept.append(row)
    reading.rows = kept
