"""Search by looping over documents: slow, short and obviously right. And random documents to compare with."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import strategies as st

from search.analysis import query_tokens, tokens, words_and_identifiers
from search.documents import CaseDocument
from search.engines.base import FacetCounts, Reader
from search.facets import COUNTED_FACETS, FACETS, Facet, Kind
from search.query import SearchQuery, Sort
from search.synonyms import Group, Synonyms

WORDS = (
    "agua",
    "residuos",
    "árbol",
    "niñez",
    "turnos",
    "semáforo",
    "recibió",
    "reciben",
    "4221/2025",
    "2025",
)
GROUPS = (
    Group(("residuos", "agua turnos", "turnos 4221"), ("semáforo",)),
    Group(("semáforo", "árbol")),
    Group(("agua",), ("niñez agua",)),
)
SYNONYMS = Synonyms(GROUPS)
CODES = tuple(f"AR-{n:06d}" for n in range(1, 9))
CELLS = tuple(range(300, 306))
DAY = 739_000  # a day of 2024


def _some(values: Sequence[object], most: int = 3) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=most).map(" ".join)


@st.composite
def documents(draw: st.DrawFn, most: int = 20) -> list[CaseDocument]:
    found = []
    for pk in range(1, draw(st.integers(1, most)) + 1):
        sustained = draw(_some(CODES))
        found.append(
            CaseDocument(
                id=f"caso-{pk}",
                pk=pk,
                title=draw(_texts(2)),
                topic_names=draw(_some(("Agua y saneamiento", "Arbolado"), 1)),
                text=draw(_texts(3)),
                rest=draw(_texts(3)),
                topics=draw(_some(("agua", "arbolado", "salud"))),
                lenses=draw(_some(("network", "risk"))),
                level=draw(st.integers(0, 5)),
                sizes=draw(_some("abc")),
                provinces=draw(_some(("AR-82", "AR-06"))),
                countries=("AR",),
                phases=draw(_some(("pilot", "production"))),
                cost=draw(st.sampled_from(["", "a", "b"])),
                sites=sustained,
                sustained=sustained,
                proven_at=draw(_some(CELLS)),
                fresh=draw(st.integers(DAY, DAY + 3)),
                published=draw(st.integers(DAY, DAY + 3)),
                payload={"title": f"Caso {pk}", "sites": [{"key": code} for code in sustained]},
            )
        )
    return found


@st.composite
def readers(draw: st.DrawFn) -> Reader:
    steps = draw(st.dictionaries(st.sampled_from(CODES), st.integers(1, 64)))
    distances = draw(st.dictionaries(st.sampled_from(CODES), st.integers(0, 200)))
    return Reader(cell=draw(st.none() | st.sampled_from(CELLS)), steps=steps, distances=distances)


@st.composite
def questions(draw: st.DrawFn) -> SearchQuery:
    facets = {
        "tema": draw(_some(("agua", "arbolado", "salud"), 2)),
        "nivel": draw(_some(("0", "1", "3", "5"), 2)),
        "tamano": draw(_some("abc", 1)),
        "costo": draw(_some("ab", 1)),
        "escala": draw(st.sampled_from([(), (), ("si",)])),
    }
    return SearchQuery.make(
        words=draw(_texts(2)),
        municipality=draw(st.sampled_from(["", CODES[0]])),
        facets=facets,
        sort=draw(st.sampled_from([*Sort, ""])),
    )


def matching(
    found: Sequence[CaseDocument], query: SearchQuery, reader: Reader | None, without: str = ""
) -> list:
    """The documents that answer the question, leaving one facet's selection out if told."""
    words = _concepts(query.words)
    wanted = all if any(_has(document, words, all) for document in found) else any
    if wanted is any:
        words = [
            *words,
            *([{"stems": (token.stem,), "phrase": False}] for token in query_tokens(query.words)),
        ]
    return [
        document
        for document in found
        if _has(document, words, wanted)
        and all(
            name == without or any(_is(document, name, value, reader) for value in values)
            for name, values in query.facets
        )
    ]


def counts(found: Sequence[CaseDocument], query: SearchQuery, reader: Reader | None) -> FacetCounts:
    """Disjunctive: a facet's counts ignore its own selection and respect all the others."""
    result: dict[str, dict[str, int]] = {}
    for facet in COUNTED_FACETS:
        counted = matching(found, query, reader, without=facet.name)
        if facet.kind is Kind.READER:
            near = sum(_is(document, facet.name, "si", reader) for document in counted)
            result[facet.name] = {"si": near} if reader is not None else {}
            continue
        seen = Counter(value for document in counted for value in document.values(facet.field))
        result[facet.name] = {value: seen[value] for value in _universe(found, facet)}
    return result


def rank(document: CaseDocument, query: SearchQuery, reader: Reader | None) -> tuple[int, ...]:
    """What decides before the text score: larger comes first."""
    tier = _tier(document, _concepts(query.words))
    if query.sort is Sort.RECENT:
        return (document.published,)
    if query.sort is Sort.RELEVANCE:
        return (tier,)
    if query.sort is Sort.EVIDENCE or reader is None:
        return tier, document.level
    proven = reader.cell is not None and reader.cell in document.proven_at
    steps = max((reader.steps.get(code, 0) for code in document.sustained), default=0)
    return tier, int(proven), document.level, steps


def tie(document: CaseDocument, query: SearchQuery) -> tuple[int, ...]:
    """What decides among equals, the older case last of all."""
    if query.sort is Sort.RECENT:
        return (-document.pk,)
    if query.sort is Sort.FOR_READER:
        return document.fresh, -document.pk
    return document.level, len(document.sustained), document.fresh, -document.pk


def _universe(found: Sequence[CaseDocument], facet: Facet) -> set[str]:
    declared = {value for value, _label in facet.values}
    return declared | {value for document in found for value in document.values(facet.field)}


def _is(document: CaseDocument, facet: str, value: str, reader: Reader | None) -> bool:
    declared = next(one for one in FACETS if one.name == facet)
    if declared.kind is Kind.READER:
        return reader is not None and reader.cell in document.proven_at
    return value in document.values(declared.field)


def _concepts(words: str) -> list[list[dict]]:
    """Each thing asked for, as the list of the ways to say it."""
    typed, found = list(query_tokens(words)), []
    while typed:
        length = max((len(one) for one in _said(typed)), default=1)
        found.append(_ways(typed[:length]))
        typed = typed[length:]
    return found


def _said(typed: list) -> list[tuple]:
    """What the groups have of the beginning of that."""
    stems = tuple(token.stem for token in typed)
    said = [tuple(t.stem for t in query_tokens(word)) for group in GROUPS for word in group.words]
    return [one for one in said if stems[: len(one)] == one]


def _ways(typed: list) -> list[dict]:
    stems = tuple(token.stem for token in typed)
    ways = [{"stems": stems, "phrase": False}]
    if len(typed) == 1:
        parts = tuple(token.stem for token in tokens(typed[0].exact))
        ways += [{"stems": (typed[0].also,), "phrase": False}] if typed[0].also else []
        ways += [{"stems": parts, "phrase": True}] if len(parts) > 1 else []
    for group in GROUPS:
        if any(tuple(t.stem for t in query_tokens(word)) == stems for word in group.words):
            others = (tuple(t.stem for t in tokens(word)) for word in (*group.words, *group.narrower))
            ways += [{"stems": other, "phrase": True} for other in others]
    return ways


def _has(document: CaseDocument, concepts: list, wanted: object) -> bool:
    texts = [document.title, *document.topic_names, document.text, document.rest]
    return not concepts or wanted(_said_in(texts, concept) for concept in concepts)  # type: ignore[operator]


def _tier(document: CaseDocument, concepts: list) -> int:
    title = [document.title, *document.topic_names]
    if not concepts:
        return 0
    if all(_said_in(title, concept) for concept in concepts):
        return 2
    return 1 if all(_said_in([*title, document.text], concept) for concept in concepts) else 0


def _said_in(texts: list[str], concept: list[dict]) -> bool:
    return any(
        _in_a_row(texts, way["stems"]) if way["phrase"] else _scattered(texts, way["stems"])
        for way in concept
    )


def _scattered(texts: list[str], stems: tuple) -> bool:
    there = {token.stem for text in texts for part in words_and_identifiers(text) for token in part}
    there |= {token.also for text in texts for token in tokens(text)}
    return all(stem in there for stem in stems)


def _in_a_row(texts: list[str], stems: tuple) -> bool:
    if len(stems) == 1:
        return _scattered(texts, stems)
    rows = [tuple(token.stem for token in tokens(text)) for text in texts]
    return any(row[n : n + len(stems)] == stems for row in rows for n in range(len(row)))
