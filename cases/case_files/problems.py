"""What an import did, and what it found wrong, each thing with the place of the file it is about."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence for whoever wrote the file. `path` is a JSON path such as `$.cases[3].title`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass
class ImportReport:
    """Identifiers of the cases by what became of them, errors (that case was left out) and warnings.

    `ignored` counts declared confirmations, objections and acceptances of a file that was not trusted.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: int = 0
    ignored: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return len(self.created) + len(self.updated)
