"""The import of one case while it lasts: what it writes, and what it finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from cases.case_files.fields import key_of
from cases.case_files.problems import Problem
from cases.case_files.references import References
from cases.models import Tracked


@dataclass
class Work:
    """One case on its way in.

    `trust` is the operator's word that what the file declares as confirmed was confirmed; `via` names the
    file in the history of every record. `changed` says whether anything was written.
    """

    path: str
    trust: bool
    source: str
    draft: bool
    known: References
    changed: bool = False
    ignored: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def via(self) -> str:
        return self.source[:100]

    def error(self, path: str, message: str) -> None:
        self.errors.append(Problem(path, message))

    def warn(self, path: str, message: str) -> None:
        self.warnings.append(Problem(path, message))

    def store(self, record: Tracked, values: Mapping[str, Any], path: str) -> None:
        """Save a record if the values change it. What its model refuses becomes an error of the file."""
        if record.pk and not differing(record, values):
            return
        for name, value in values.items():
            setattr(record, name, value)
        try:
            record.full_clean(
                exclude=_foreign_keys(record), validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            self.refuse(error, type(record), path)
            return
        record.changed_via = self.via
        record.save()
        self.changed = True

    def refuse(self, error: ValidationError, model: type[models.Model], path: str) -> None:
        """Each message of a model at the key of the file that it is about."""
        by_field: Mapping[str, Iterable[Any]] = getattr(
            error, "message_dict", {NON_FIELD_ERRORS: error.messages}
        )
        for name, messages in by_field.items():
            key = key_of(model, name)
            for message in messages:
                self.error(f"{path}.{key}" if key else path, str(message))


def differing(record: models.Model, values: Mapping[str, Any]) -> list[str]:
    """The fields in which a record says something else."""
    return [name for name, value in values.items() if getattr(record, name) != value]


def _foreign_keys(record: models.Model) -> set[str]:
    return {one.name for one in record._meta.fields if isinstance(one, models.ForeignKey)}
