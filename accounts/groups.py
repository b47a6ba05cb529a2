"""Groups of Wagtail that follow from memberships and network roles. Nobody edits them by hand.

Named by primary key: a code or a short name may be corrected, and a group left behind would keep its rights.

What a group may do on the pages of cases is granted above, by `cases.page_permissions`.
"""

from django.contrib.auth.models import Group, Permission

from accounts.models import Membership, NetworkRole
from municipalities.models import Municipality, Network


def of_team(municipality: Municipality) -> Group:
    """The people who tell the cases of a municipality."""
    return _group(_name(municipality))


def of_network(network: Network) -> Group:
    """The people who coordinate a network."""
    return _group(_name(network))


def join(tie: Membership | NetworkRole) -> None:
    tie.user.groups.add(_group_of(tie))


def leave(tie: Membership | NetworkRole) -> None:
    tie.user.groups.remove(_group_of(tie))


def forget(place: Municipality | Network) -> None:
    """The group of a place that no longer exists."""
    Group.objects.filter(name=_name(place)).delete()


def _name(place: Municipality | Network) -> str:
    return f"{'Coordinación' if isinstance(place, Network) else 'Equipo'} {place.pk}"


def _group_of(tie: Membership | NetworkRole) -> Group:
    return of_team(tie.municipality) if isinstance(tie, Membership) else of_network(tie.network)


def _group(name: str) -> Group:
    group, new = Group.objects.get_or_create(name=name)
    if new:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    return group
