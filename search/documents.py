"""What the index knows of a case: plain values, the same for every engine."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

SCHEMA_VERSION = "3"
"""Part of the index's metadata. Raise it when a field is added or means something else."""


@dataclass(frozen=True)
class CaseDocument:
    """One public case.

    Texts by weight: `title` with the topics' names, `text` (problem, outcome, results), `rest` (everything
    else, with the places). `sites` are the municipalities with any implementation and `sustained` those that
    sustained the outcome. `proven_at`: every population cell at which the case is proven. `fresh`,
    `published` and `next_change` are day ordinals (`next_change` 0: never). `payload` is what a result row
    shows, so that a page of results needs no query per row.
    """

    id: str
    pk: int
    title: str = ""
    topic_names: tuple[str, ...] = ()
    text: str = ""
    rest: str = ""
    topics: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    level: int = 0
    sizes: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    cost: str = ""
    area: str = ""
    reusable: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    sustained: tuple[str, ...] = ()
    proven_at: tuple[int, ...] = ()
    fresh: int = 0
    published: int = 0
    next_change: int = 0
    payload: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Everything that the index holds of the case, with sorted keys: equal documents give equal texts."""
        # Not `asdict`, which copies every value: all cases are written at each check of the index.
        held = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps(held, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "CaseDocument":
        """The document that gave that text."""
        values = json.loads(text)
        document = cls(**{name: _frozen(value) for name, value in values.items()})
        document.__dict__["content_hash"] = _hash(text)
        return document

    @cached_property
    def content_hash(self) -> str:
        """Changes when, and only when, anything that the index holds of the case changes."""
        return _hash(self.to_json())

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a facet's field as text, each once, in order."""
        value = getattr(self, name)
        several = value if isinstance(value, tuple) else (value,)
        return tuple(sorted({str(one) for one in several if one != ""}))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
