"""Synthetic cases as plain facts. The same number and day always give the same case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from benchmarks import spanish

TOPICS = str.split(
    """
    agua residuos alumbrado transito salud ninez empleo habilitaciones compras participacion reclamos arbolado
    dengue turnos energia vivienda genero discapacidad alimentos turismo
    """
)
TECHNOLOGIES = str.split(
    """
    sensores medidores mapas tablero formularios mensajeria camaras gps codigo-qr firma-digital
    expediente-electronico datos-abiertos aprendizaje-automatico vision asistente drones paneles-solares led
    compostera bicicletas radio sms planillas qgis postgres django wordpress whatsapp telegram lora nfc
    satelite blockchain api chatbot ocr biometria realidad-aumentada impresion-3d telemetria
    """
)
NETWORKS = ("red-uno", "red-dos", "red-tres", "red-cuatro", "red-cinco", "red-seis")
AREAS = str.split(
    """
    ambiente obras-publicas servicios-publicos gobierno-digital hacienda salud desarrollo-social transito
    participacion produccion educacion planeamiento gobierno legal
    """
)
INDICATORS = (
    ("resultado", "executive", "down"),
    ("alcance", "inclusion", "up"),
    ("resguardo", "risk", "up"),
    ("adopcion", "network", "up"),
)
"""Key, lens and wanted direction. The first one is the core outcome of every case."""

TEXTS: Mapping[str, int] = {
    "summary": 30,
    "problem": 90,
    "outcome": 40,
    "process": 90,
    "action": 120,
    "results": 60,
    "failures": 60,
    "conditions": 40,
    "governance": 40,
    "technology": 30,
}
"""Words of each text: 600 a case."""

_FATES = {
    "sustained": 44,
    "unconfirmed": 18,
    "underway": 12,
    "worse": 8,
    "intent": 6,
    "abandoned": 6,
    "stale": 6,
}
_SHARED = {"code_url": 0.15, "api_url": 0.1, "standards": 0.12, "agreement": 0.2}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of the indicator in that place of INDICATORS."""

    indicator: int
    baseline: bool
    value: int
    day: date


@dataclass(frozen=True, slots=True)
class Site:
    """An attempt of the municipality in that place of the register. The first one is the origin."""

    municipality: int
    fields: Mapping[str, object]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Case:
    number: int
    fields: Mapping[str, object]
    topics: tuple[int, ...]
    technologies: tuple[int, ...]
    sites: tuple[Site, ...]
    published: date


def case(number: int, populations: Sequence[int], today: date) -> Case:
    """The case of that number over a register of those populations, as it stands on that day."""
    random = Random(f"caso {number}")
    sites = _sites(random, populations, today)
    return Case(
        number=number,
        fields=_fields(random, number),
        topics=_some(random, len(TOPICS), random.choice((1, 1, 2, 3))),
        technologies=_some(random, len(TECHNOLOGIES), random.choice((0, 1, 1, 2, 3))),
        sites=sites,
        published=today - timedelta(days=random.randint(1, 1500)),
    )


def _fields(random: Random, number: int) -> dict[str, object]:
    fields: dict[str, object] = {name: spanish.prose(random, count) for name, count in TEXTS.items()}
    fields["title"] = " ".join(spanish.words(random, random.randint(4, 8))).capitalize()
    fields["identifier"] = fields["slug"] = f"sintetico-{number:06d}"
    fields["area"] = random.choice(AREAS)
    fields["responsible_area"] = "Dirección de Modernización"
    fields["norm"] = f"Ordenanza {number}" if random.random() < 0.85 else ""
    if random.random() < 0.7:
        fields["cost_usd"] = round(10 ** random.uniform(3, 6.5))
    for name, share in _SHARED.items():
        if random.random() < share:
            fields[name] = f"https://ejemplo.test/{number}"
    return fields


def _sites(random: Random, populations: Sequence[int], today: date) -> tuple[Site, ...]:
    """From one to twelve, more often few; larger municipalities more often than smaller ones."""
    wanted = 1 + int(12 * random.random() ** 2)
    pull = _pull(tuple(populations))
    places = dict.fromkeys(random.choices(range(len(pull)), cum_weights=pull, k=wanted))
    return tuple(_site(random, place, n == 0, today) for n, place in enumerate(places))


@cache
def _pull(populations: tuple[int, ...]) -> list[float]:
    return list(accumulate(population**0.5 for population in populations))


def _site(random: Random, place: int, origin: bool, today: date) -> Site:
    fate = random.choices(list(_FATES), weights=list(_FATES.values()))[0]
    age = random.randint(1500, 2000) if fate == "stale" else random.randint(450, 1400)
    began = today - timedelta(days=age)
    live = began + timedelta(days=random.randint(30, 120))
    fields: dict[str, object] = {
        "role": "origin" if origin else "replication",
        "phase": {"intent": "intent", "abandoned": "abandoned"}.get(fate, "production"),
        "started": began,
        "in_production": None if fate == "intent" else live,
        "confirmed_on": today - timedelta(days=random.randint(1, 300)),
        "adaptations": spanish.prose(random, 18),
    }
    if fate in ("unconfirmed", "intent"):
        fields["confirmed_on"] = None
    if fate == "underway":
        fields["started"] = fields["phase_since"] = today - timedelta(days=random.randint(10, 300))
        fields["in_production"] = today - timedelta(days=random.randint(1, 9))
        return Site(place, fields, ())
    if fate in ("intent", "abandoned"):
        return Site(place, fields, ())
    return Site(place, fields, tuple(_figures(random, fate, origin, began, live, today)))


def _figures(random: Random, fate: str, origin: bool, began: date, live: date, today: date) -> list[Figure]:
    """A baseline and a follow-up of the core outcome, often of both lenses, sometimes of a fourth one."""
    last = today - timedelta(days=random.randint(800, 1000) if fate == "stale" else random.randint(1, 150))
    shown = [0, 1, 2] if origin or random.random() < 0.4 else [0]
    if random.random() < 0.2:
        shown.append(3)
    figures = []
    for indicator in shown:
        before = random.randint(30, 70)
        change = random.randint(1, 25) * (-1 if fate == "worse" and indicator == 0 else 1)
        after = before - change if INDICATORS[indicator][2] == "down" else before + change
        figures.append(Figure(indicator, True, before, began - timedelta(days=random.randint(1, 90))))
        figures.append(Figure(indicator, False, after, last))
    return figures


def _some(random: Random, size: int, wanted: int) -> tuple[int, ...]:
    """Distinct places of a list, its first ones far more often."""
    weights = [1 / rank for rank in range(1, size + 1)]
    return tuple(dict.fromkeys(random.choices(range(size), weights=weights, k=wanted)))
