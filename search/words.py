"""What the words of a question ask for: each of them is a concept, and a concept can be said in several ways.

Both engines read these rules and no others, so they find the same cases:

- a form is present in some fields when each of its tokens is in any of them, by its stem; but a form of
  several tokens that nobody typed, only where they follow one another in one field;
- a concept is present when any of its forms is; all concepts must be present (or when no case has them all,
  any of `apart`);
- text tier 2: every concept within the title; 1: every concept within title and text together; 0: elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.analysis import Token, query_tokens, tokens
from search.synonyms import MAX_FORMS, Synonyms, site_synonyms


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a concept. A form that nobody typed (a synonym) weighs less in the text score."""

    tokens: tuple[Token, ...]
    typed: bool = True

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(token.stem for token in self.tokens)

    @property
    def is_phrase(self) -> bool:
        """Whether its tokens must follow one another: "mesa de entradas" is not just any table."""
        return not self.typed and len(self.tokens) > 1


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for, in every way that it may be said: the typed form first."""

    forms: tuple[Form, ...]

    @property
    def typed(self) -> tuple[Token, ...]:
        """What the person typed of it."""
        return self.forms[0].tokens

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Every token of every form, each once."""
        return tuple(dict.fromkeys(token for form in self.forms for token in form.tokens))


Concepts = tuple[Concept, ...]


def concepts(words: str, synonyms: Synonyms | None = None) -> Concepts:
    """The concepts in what a person typed, in order. Nothing but stop words gives none.

    Words that have synonyms together are one concept, the longest first. Without `synonyms`, the site's.
    """
    known = site_synonyms() if synonyms is None else synonyms
    typed, found = query_tokens(words), list[Concept]()
    while typed:
        length, others = known.starting(typed)
        found.append(_concept(typed[:length], others))
        typed = typed[length:]
    return tuple(found)


def apart(asked: Iterable[Concept]) -> Concepts:
    """The same with every typed word on its own, for when any of them will do."""
    found: list[Concept] = []
    for concept in asked:
        single = [Concept((Form((token,)),)) for token in concept.typed if len(concept.typed) > 1]
        found += [*single, concept]
    return tuple(found)


def neighbours(asked: Iterable[Concept]) -> Iterator[tuple[Token, Token]]:
    """The words that were typed one after another."""
    return pairwise(one for concept in asked for token in concept.typed for one in tokens(token.exact))


def _concept(typed: tuple[Token, ...], others: Iterable[tuple[Token, ...]]) -> Concept:
    ways = [*_other_ways(*typed)] if len(typed) == 1 else []
    forms = [Form(typed), *(Form(other, typed=False) for other in (*ways, *others))]
    return Concept(tuple(dict.fromkeys(forms))[:MAX_FORMS])


def _other_ways(token: Token) -> Iterator[tuple[Token, ...]]:
    """A verb by its other stem; an identifier by its parts, said one after another."""
    if token.also:
        yield (Token(token.exact, token.also),)
    parts = tuple(tokens(token.exact))
    if len(parts) > 1:
        yield parts
