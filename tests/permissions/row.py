"""One line of the matrix."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.permissions.world import State, Who

EVERYBODY = frozenset(Who)
SIGNED_IN = EVERYBODY - {Who.VISITOR}
NOBODY: frozenset[Who] = frozenset()
LEAD = frozenset({Who.LEAD})
TEAM = LEAD | {Who.CONTRIBUTOR}
ADMIN = frozenset({Who.ADMIN})
REVIEWERS = ADMIN | {Who.COORDINATOR}
CURATORS = REVIEWERS | {Who.FOREIGN_COORDINATOR}
TEAM_AND_REVIEWERS = TEAM | REVIEWERS

BOTH = ("GET", "POST")
READ = ("GET",)
WRITE = ("POST",)


@dataclass(frozen=True)
class Row:
    """Who gets past an address, or a group of them. Whoever is not in `who` is refused.

    names: regular expression of the whole name of the address (its route, if it has no name).
    args: which thing of `World.thing` each parameter of the route is; "=word" is that word. With things that
        differ by the state of a case ("page"), it is one address for each of `states`.
    address: the whole of it, for a route that is a regular expression. `{page}` is a thing; so in `query`.
    data: what is posted, where a form without it would not tell whether one was let in.
    hole: why people who should not read something there do. Its test is expected to fail until it is mended:
        then take `hole` out, and from `who` whoever is refused now.
    """

    names: str
    who: frozenset[Who]
    args: Mapping[str, str] = field(default_factory=dict)
    methods: tuple[str, ...] = READ
    query: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    states: tuple[State, ...] = tuple(State)
    address: str = ""
    hole: str = ""

    @property
    def things(self) -> set[str]:
        """The names of what its addresses are made of."""
        written = set(re.findall(r"{(\w+)}", self.address + self.query + "".join(self.data)))
        return written | {name for name in self.args.values() if not name.startswith("=")}
