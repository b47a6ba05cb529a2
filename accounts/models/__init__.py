"""Who may act, and for whom; how they come in."""

from accounts.models.audit import AppendOnly, AuditEntry
from accounts.models.invitations import Invitation, Unusable
from accounts.models.people import LastLead, Membership, NetworkRole, User
from accounts.models.requests import AccessRequest

__all__ = [
    "AccessRequest",
    "AppendOnly",
    "AuditEntry",
    "Invitation",
    "LastLead",
    "Membership",
    "NetworkRole",
    "Unusable",
    "User",
]
