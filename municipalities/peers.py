"""The whole register as profiles, kept in memory while it does not change, and who is like whom."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from time import monotonic

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Length

from municipalities.models import Municipality
from municipalities.similarity import Profile, Similarity, score, similarity

Version = tuple[object, ...]


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: one object per version
class Register:
    """A snapshot of the register: the profile of every municipality, and which ones the demo invented."""

    version: Version
    profiles: dict[str, Profile]
    examples: frozenset[str]


@dataclass(frozen=True)
class Peer:
    municipality: Municipality
    similarity: Similarity


_LOOK_SECONDS = 1.0
_lock = Lock()
_current: Register | None = None
_looked = 0.0


def register_version() -> Version:
    """A fingerprint of everything that similarity reads: one cheap query, the same in every process."""
    pk = F("pk")
    facts = Municipality.objects.aggregate(
        rows=Count("pk"),
        newest=Max("pk"),
        # Times the key, so that swapping two values is a change as well.
        people=Sum(F("population") * pk),
        places=Sum(F("province_id") * pk),
        regions=Sum(Length("province__region") * pk),
        forms=Sum(Length("urban_form") * pk),
        needs=Sum(F("unmet_needs") * pk),
        budgets=Sum(F("budget_per_head") * pk),
        examples=Sum("pk", filter=Q(is_example=True)),
    )
    return tuple(facts.values())


def register() -> Register:
    """The snapshot of the register as it is now; what another process changed may take a second to show."""
    global _current, _looked
    now = monotonic()
    if _current is not None and now < _looked + _LOOK_SECONDS:
        return _current
    version = register_version()
    with _lock:
        if _current is None or _current.version != version:
            _current = _read(version)
        _looked = now
        return _current


def look_again(**kwargs: object) -> None:
    """The register changed in this process: the next question looks at once. A receiver of signals."""
    global _looked
    _looked = 0.0


def register_profiles() -> dict[str, Profile]:
    """Every municipality's profile by its key ("AR-820042"), examples included, percentiles filled in."""
    return register().profiles


def similarities(profile: Profile) -> dict[str, float]:
    """The similarity of every municipality of the register with this profile, by key."""
    return _similarities(register(), known_profile(profile))


def nearest(profile: Profile, n: int = 10, *, examples: bool = False) -> list[Peer]:
    """The n municipalities most like this one, itself excluded, most alike first."""
    now = register()
    ours = known_profile(profile)
    scores = _similarities(now, ours)
    keys = [
        key
        for key in sorted(scores, key=lambda key: (-scores[key], key))
        if key != ours.key and scores[key] > 0 and (examples or key not in now.examples)
    ][:n]
    codes = {code for _, _, code in (key.partition("-") for key in keys)}
    found = {place.key: place for place in Municipality.objects.with_province().filter(code__in=codes)}
    return [Peer(found[key], similarity(ours, now.profiles[key])) for key in keys if key in found]


def known_profile(profile: Profile) -> Profile:
    """The register's own profile for that key, with percentiles; a typed population stays as it is."""
    return register().profiles.get(profile.key, profile) if profile.key else profile


@lru_cache(maxsize=64)
def _similarities(now: Register, profile: Profile) -> dict[str, float]:
    return {key: score(profile, other) for key, other in now.profiles.items()}


def _read(version: Version) -> Register:
    places = list(Municipality.objects.with_province())
    needs = _percentiles([(place.country, place.pk, place.unmet_needs) for place in places])
    budget = _percentiles([(place.country, place.pk, place.budget_per_head) for place in places])
    return Register(
        version,
        {
            place.key: replace(place.profile, unmet_needs=needs.get(place.pk), budget=budget.get(place.pk))
            for place in places
        },
        frozenset(place.key for place in places if place.is_example),
    )


def _percentiles(values: list[tuple[str, int, float | None]]) -> dict[int, float]:
    """Mid-rank percentile from 0 to 1 within each country: budgets in different currencies do not mix."""
    countries: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for country, pk, value in values:
        if value is not None:
            countries[country].append((value, pk))
    result: dict[int, float] = {}
    for known in countries.values():
        ordered = sorted(value for value, _ in known)
        for value, pk in known:
            middle = (bisect_left(ordered, value) + bisect_right(ordered, value)) / 2
            result[pk] = middle / len(ordered)
    return result
