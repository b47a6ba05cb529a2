"""Who may do what, and where: the only table of it (design.md §8).

A role reaches its own municipality, the members of its networks, or everything. Two absences are on
purpose: neither a coordinator nor an administrator writes or confirms for a city.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from accounts.models import User
    from municipalities.models import Municipality

Action = Literal[
    "read",  # what is published
    "write",  # cases of the city: drafts, submit, withdraw
    "report",  # a replication, or its figures, in the name of the city
    "confirm",  # that what is said of the city is true (second factor)
    "dispute",  # a figure of another city, with a differing one
    "see_team",  # names and addresses of the people of the city
    "invite",  # people to the city's team, and take them out of it
    "decide_access",  # on a municipality that asks to come in
    "review",  # read what was submitted, take it, comment on it
    "publish",  # or return with a reason
    "object",  # to a confirmation, with a reason
    "accept",  # custom indicators, measures and disputes
    "record_for",  # a city that told it by phone: it stays unconfirmed
    "curate",  # playbooks, topics, catalogue, register, networks
    "invite_coordinators",
    "audit",  # read who did what
]


class Role(StrEnum):
    """What somebody is with respect to a municipality. A person may be several at once."""

    VISITOR = "visitor"
    CONTRIBUTOR = "contributor"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class Scope(StrEnum):
    """The municipalities that a role reaches."""

    OWN = "own"
    MEMBERS = "members"
    EVERYTHING = "everything"


SCOPE: Mapping[Role, Scope] = {
    Role.VISITOR: Scope.EVERYTHING,
    Role.CONTRIBUTOR: Scope.OWN,
    Role.LEAD: Scope.OWN,
    Role.COORDINATOR: Scope.MEMBERS,
    Role.ADMIN: Scope.EVERYTHING,
}

_ANYBODY: frozenset[Action] = frozenset({"read"})
_TEAM: frozenset[Action] = _ANYBODY | {"write", "report", "dispute", "see_team"}
_MODERATION: frozenset[Action] = _ANYBODY | {
    "see_team",
    "invite",
    "decide_access",
    "dispute",
    "review",
    "publish",
    "object",
    "accept",
    "record_for",
    "curate",
}
ROLE_ACTIONS: Mapping[Role, frozenset[Action]] = {
    Role.VISITOR: _ANYBODY,
    Role.CONTRIBUTOR: _TEAM,
    Role.LEAD: _TEAM | {"confirm", "invite"},
    Role.COORDINATOR: _MODERATION,
    Role.ADMIN: _MODERATION | {"invite_coordinators", "audit"},
}
# The roles that must prove who they are twice before they reach anything they can change.
SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.ADMIN})


def may(user: "User | AnonymousUser", action: Action, municipality: "Municipality | None" = None) -> bool:
    """`User.can`, for whoever reads: nobody logged in is a visitor."""
    if isinstance(user, AnonymousUser):
        return action in ROLE_ACTIONS[Role.VISITOR]
    return user.can(action, municipality)
