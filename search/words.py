"""What the words of a question ask for: each of them is a concept, and a concept can be said in several ways.

Both engines read these rules and no others, so they find the same cases:

- a form is present in some fields when each of its tokens is in any of them, by its stem;
- a concept is present when any of its forms is; all concepts must be present (or any, when none has all);
- text tier 2: every concept within the title; 1: every concept within title and text together; 0: elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis import Token, query_tokens


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a concept. A form that nobody typed (a synonym) weighs less in the text score."""

    tokens: tuple[Token, ...]
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for, in every way that it may be said: the typed form first."""

    forms: tuple[Form, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Every token of every form, each once."""
        return tuple(dict.fromkeys(token for form in self.forms for token in form.tokens))


Concepts = tuple[Concept, ...]


def concepts(words: str) -> Concepts:
    """The concepts in what a person typed, in order. Nothing but stop words gives none."""
    return tuple(Concept((Form((token,)),)) for token in query_tokens(words))


def all_tokens(asked: Iterable[Concept]) -> tuple[Token, ...]:
    """Every token of those concepts, each once."""
    return tuple(dict.fromkeys(token for concept in asked for token in concept.tokens))
