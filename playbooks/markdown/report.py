"""What happened to each file of an import."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

Outcome = Literal["created", "updated", "unchanged", "refused"]


@dataclass
class FileReport:
    """A file, what became of it and what was changed or dropped in it, in words."""

    file: str
    outcome: Outcome = "refused"
    kind: str = ""
    slug: str = ""
    title: str = ""
    notes: list[str] = field(default_factory=list)
    error: str = ""
    edit_url: str = ""  # where what it became is edited

    @property
    def said(self) -> str:
        """The outcome, in words."""
        return {
            "created": _("New"),
            "updated": _("Updated"),
            "unchanged": _("Unchanged"),
            "refused": _("Left out"),
        }[self.outcome]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
