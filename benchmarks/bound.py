"""What the same answers cost in the memory of one process, with nothing stored and nothing updated.

A set of cases is one whole number with a bit for each case. Cases are numbered from the freshest, so the
lowest bits of a set are its freshest cases. The order is that of the engine (design.md §6).
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log

from search.documents import CaseDocument
from search.engines.base import PAGE_SIZE, Reader
from search.engines.embedded.queries import text_parts
from search.facets import TERM_FACETS
from search.indexed import PAIRS, TEXT_FIELDS, fresh_days, texts
from search.query import SearchQuery
from search.weights import SIMILARITY_STEPS
from search.words import Concept, Concepts, apart, concepts

_SCORED = (*TEXT_FIELDS, "exact", PAIRS)
Answer = tuple[int, list[int], Mapping[str, Mapping[str, int]]]
"""Total, primary keys of the first page, cases by facet and value (none with 0)."""


class Bound:
    """Sets of cases by word, facet value and municipality. Only the words of the questions `asked` are kept.

    What a reader's similarity makes of the cases is worked out once for each reader, or without `keeps` in
    every question.
    """

    def __init__(self, documents: Iterable[CaseDocument], asked: Iterable[Concepts]) -> None:
        ordered = sorted(documents, key=lambda one: (-fresh_days(one), one.pk))
        self.keys = array("Q", (one.pk for one in ordered))
        self.everything = (1 << len(ordered)) - 1
        self.keeps = True
        self._similarity: dict[Reader, list[int]] = {}
        self._read_codes(ordered)
        self._read_words(ordered, list(asked))

    def search(self, query: SearchQuery, reader: Reader, size: int = PAGE_SIZE) -> Answer:
        """What `Engine.search` answers to a question in the reader's order, first page."""
        words = concepts(query.words)
        match = self._match(words)
        chosen = {name: self._any(self.facets[name], values) for name, values in query.facets}
        found = match
        for cases in chosen.values():
            found &= cases
        proven = self.proven.get(str(reader.cell), 0)
        counts: dict[str, Mapping[str, int]] = {"escala": {"si": (found & proven).bit_count()}}
        for facet in TERM_FACETS:
            base = found
            if facet.name in chosen:
                base = match
                for name, cases in chosen.items():
                    if name != facet.name:
                        base &= cases
            counts[facet.name] = {
                value: n
                for value, cases in self.facets[facet.name].items()
                if (n := (cases & base).bit_count())
            }
        tiers = [self._tiers(words), [proven], self.levels, self._by_similarity(reader)]
        return found.bit_count(), self._first(found, tiers, words, size), counts

    def _match(self, words: Concepts) -> int:
        every = self.everything
        for concept in words:
            every &= self._having(concept, TEXT_FIELDS)
        if every or not words:
            return every
        cases = 0
        for concept in apart(words):
            cases |= self._having(concept, TEXT_FIELDS)
        return cases

    def _having(self, concept: Concept, fields: Sequence[str]) -> int:
        cases = 0
        for form in concept.forms:
            if form.is_phrase:
                cases |= self._any(self.words, ((field, " ".join(form.stems)) for field in fields))
                continue
            every = self.everything
            for stem in form.stems:
                every &= self._any(self.words, ((field, stem) for field in fields))
            cases |= every
        return cases

    def _tiers(self, words: Concepts) -> list[int]:
        if not words:
            return []
        title = text = self.everything
        for concept in words:
            title &= self._having(concept, ("title",))
            text &= self._having(concept, ("title", "text"))
        return [title, text]

    def _by_similarity(self, reader: Reader) -> list[int]:
        """The cases sustained by a municipality of each step, most similar first."""
        if not self.keeps:
            return self._read_similarity(reader)
        if reader not in self._similarity:
            self._similarity[reader] = self._read_similarity(reader)
        return self._similarity[reader]

    def _read_similarity(self, reader: Reader) -> list[int]:
        steps = [0] * (SIMILARITY_STEPS + 1)
        sustained = self.sustained
        for key, step in reader.steps.items():
            if key in sustained:
                steps[step] |= sustained[key]
        return steps[:0:-1]

    def _first(self, found: int, tiers: Sequence[list[int]], words: Concepts, size: int) -> list[int]:
        chosen: list[int] = []
        parts = text_parts(words)
        for bucket in _buckets(found, tiers):
            cases = list(_bits(bucket)) if words else list(islice(_bits(bucket), size - len(chosen)))
            if len(cases) > 1 and words:
                cases.sort(key=lambda case: (-self._relevance(case, parts), case))
            chosen += cases
            if len(chosen) >= size:
                break
        return [self.keys[case] for case in chosen[:size]]

    def _relevance(self, case: int, parts: Mapping[tuple[str, tuple[str, ...]], float]) -> float:
        """BM25 over what is looked for, with the engine's weights; what is said in several words left out."""
        total = 0.0
        for (field, values), weight in parts.items():
            counted = self.counted.get((field, values[0])) if len(values) == 1 else None
            if counted and (times := counted.get(case)):
                rarity = log(1 + (len(self.keys) - len(counted) + 0.5) / (len(counted) + 0.5))
                length = self.lengths[field][case] / self.mean_length[field]
                total += weight * rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length))
        return total

    def _any(self, sets: Mapping[object, int], values: Iterable[object]) -> int:
        cases = 0
        for value in values:
            cases |= sets.get(value, 0)
        return cases

    def _read_codes(self, ordered: Sequence[CaseDocument]) -> None:
        fields = ("proven_at", "sustained", *(facet.field for facet in TERM_FACETS))
        places: dict[str, dict[str, list[int]]] = {field: defaultdict(list) for field in fields}
        for case, document in enumerate(ordered):
            for field in fields:
                for value in document.values(field):
                    places[field][value].append(case)
        sets = {
            field: {value: _set(cases, len(ordered)) for value, cases in sorted(values.items())}
            for field, values in places.items()
        }
        self.facets = {facet.name: sets[facet.field] for facet in TERM_FACETS}
        self.proven, self.sustained = sets["proven_at"], sets["sustained"]
        self.levels = [self.facets["nivel"].get(str(level), 0) for level in range(5, 0, -1)]

    def _read_words(self, ordered: Sequence[CaseDocument], asked: Sequence[Concepts]) -> None:
        scored = {(field, values[0]) for words in asked for field, values in text_parts(words)}
        forms = {form for words in asked for concept in words for form in concept.forms}
        stems = {(field, stem) for form in forms for stem in form.stems for field in TEXT_FIELDS}
        phrases = {form.stems for form in forms if form.is_phrase}
        self.counted: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        self.lengths = {field: array("L") for field in _SCORED}
        said: dict[tuple[str, str], list[int]] = defaultdict(list)
        for case, document in enumerate(ordered):
            held = texts(document)
            for field in _SCORED:
                self._count(field, case, held[field].split(), scored | stems)
            for phrase in map(" ".join, phrases):
                for field in TEXT_FIELDS:
                    if f" {phrase} " in f" {held[field]} ":
                        said[field, phrase].append(case)
        self.mean_length = {field: sum(found) / len(ordered) for field, found in self.lengths.items()}
        self.words = {key: _set(cases, len(ordered)) for key, cases in [*self.counted.items(), *said.items()]}

    def _count(
        self, field: str, case: int, values: Sequence[str], asked: Collection[tuple[str, str]]
    ) -> None:
        self.lengths[field].append(len(values))
        for value in values:
            if (field, value) in asked:
                cases = self.counted[field, value]
                cases[case] = cases.get(case, 0) + 1


def _set(cases: Iterable[int], size: int) -> int:
    bits = bytearray(size // 8 + 1)
    for case in cases:
        bits[case >> 3] |= 1 << (case & 7)
    return int.from_bytes(bits, "little")


def _bits(cases: int) -> Iterator[int]:
    while cases:
        lowest = cases & -cases
        yield lowest.bit_length() - 1
        cases ^= lowest


def _buckets(found: int, tiers: Sequence[list[int]]) -> Iterator[int]:
    """Cases in groups of equal tiers, in order: in each tier a case falls in the first set that has it."""
    if not found:
        return
    if not tiers:
        yield found
        return
    for cases in tiers[0]:
        part = found & cases
        if part:
            found ^= part
            yield from _buckets(part, tiers[1:])
    yield from _buckets(found, tiers[1:])
