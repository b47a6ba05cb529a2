"""The questions that are timed: nought to four words and two facets, each taken from a case that has them."""

from collections.abc import Sequence
from random import Random

from django.utils.http import urlencode

from municipalities.peers import register_profiles
from search.analysis import tokens
from search.documents import CaseDocument
from search.facets import TERM_FACETS
from search.query import SearchQuery

READERS = 60
"""Different readers among the questions: engines keep what they derive from as many."""


def questions(documents: Sequence[CaseDocument], count: int) -> list[SearchQuery]:
    """The same questions for the same documents. Every one of them has at least one result."""
    random = Random("preguntas")
    keys = sorted(key for key, profile in register_profiles().items() if profile.population)
    readers = random.sample(keys, READERS)
    return [_question(random, random.choice(documents), random.choice(readers)) for _n in range(count)]


def _question(random: Random, document: CaseDocument, reader: str) -> SearchQuery:
    words = [token.exact for token in tokens(f"{document.title} {document.text}") if len(token.exact) > 3]
    chosen = random.sample(words, random.randint(0, 4))
    having = [facet for facet in TERM_FACETS if document.values(facet.field)]
    facets = {facet.name: [random.choice(document.values(facet.field))] for facet in random.sample(having, 2)}
    return SearchQuery.make(words=" ".join(chosen), municipality=reader, facets=facets)


def address(query: SearchQuery) -> str:
    """The question as a browser asks it."""
    return f"/buscar/?{urlencode(query.params())}"
