"""From the municipality that reads to what an engine needs of it."""

from functools import lru_cache

from municipalities.peers import Register, register, similarities
from municipalities.similarity import Profile
from municipalities.sizes import cell
from search.engines.base import Reader
from search.weights import SIMILARITY_STEPS


def reader_for(profile: Profile | None, known: Register | None = None) -> Reader | None:
    """The reader of a profile, from the register or of a typed population. None reads for nobody.

    `known` is the register, when the caller has read it: reading it asks the database whether it changed.
    """
    if profile is None:
        return None
    known = known or register()
    return _reader(known, known.profiles.get(profile.key, profile))


def similarity_step(score: float) -> int:
    """A similarity from 0 to 1 in whole 64ths, downwards: only the equal is 64."""
    return int(score * SIMILARITY_STEPS)


@lru_cache(maxsize=64)
def _reader(known: Register, profile: Profile) -> Reader:
    steps = {key: similarity_step(score) for key, score in similarities(profile).items()}
    if not profile.population:
        return Reader(steps={key: step for key, step in steps.items() if step})
    here = cell(profile.population)
    return Reader(
        cell=here,
        steps={key: step for key, step in steps.items() if step},
        distances={
            key: abs(cell(other.population) - here)
            for key, other in known.profiles.items()
            if other.population
        },
    )
