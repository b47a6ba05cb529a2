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
WRITERS = TEAM | ADMIN
TEAMS = TEAM | ADMIN | {Who.FOREIGN_CONTRIBUTOR, Who.FOREIGN_LEAD}

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
    data: what is posted, where a form without it would not tell whether one was let in. It may name things.
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

    @property
    def reader(self) -> Who | None:
        """Of those of the city who are let in, the one for whom the pages are drawn whole."""
        return next((who for who in (Who.LEAD, Who.COORDINATOR, Who.ADMIN) if who in self.who), None)

    def states_for(self, method: str, who: Who) -> tuple[State, ...]:
        """Where one may not write in a draft, one may not in what was a draft: it is posted in few states."""
        if who is Who.VISITOR and self.names.startswith("wagtailadmin_"):
            return self.states[:1]  # its doors ask for a login before they look at anything
        few = tuple(state for state in self.states if state in (State.LIVE, State.DRAFT))
        return few if method == "POST" and few else self.states

    @property
    def things(self) -> set[str]:
        """The names of what its addresses are made of."""
        texts = (self.address, self.query, *self.data, *self.data.values())
        written = set(re.findall(r"{(\w+)}", "".join(texts)))
        return written | {name for name in self.args.values() if not name.startswith("=")}
