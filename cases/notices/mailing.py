"""From a letter to the people it is for, but those who said that they do not want such mails."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from accounts import mail
from accounts.models import User
from cases.models import CasePage, Implementation, MutedNotice
from cases.notices.letters import Letter
from municipalities.models import Municipality

SALT = "cases.notices.unsubscribe"
Kind = MutedNotice.Kind


def team(place: Municipality, *roles: str) -> list[str]:
    """The addresses of everybody who works for a municipality, or only of those with one of the roles."""
    tied = Q(memberships__municipality=place)
    if roles:
        tied &= Q(memberships__role__in=roles)
    people = User.objects.filter(tied, is_active=True)
    return list(people.order_by("email").values_list("email", flat=True))


def people_of(site: Implementation) -> list[str]:
    """Its team, or the mailbox of its record where nobody has come in yet."""
    return team(site.municipality) or ([site.mailbox] if site.mailbox else [])


def tell(addresses: Iterable[str], letter: Letter, kind: str = "") -> bool:
    """Write to each address once. With a `kind`, each may say that it wants no more of them.

    Whether nothing failed, as far as is known; nobody to write to is no failure.
    """
    wanted = dict.fromkeys(one.lower() for one in addresses)
    if kind:
        muted = MutedNotice.objects.filter(kind=kind, address__in=wanted)
        for address in muted.values_list("address", flat=True):
            wanted.pop(address, None)
    sent = [_post(one, letter, kind) for one in wanted]  # every one, whatever became of another
    return all(sent)


def absolute(name: str, *args: object) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=args)


def page_address(case: CasePage) -> str:
    return str(case.full_url or absolute("replication:start", case.identifier))


def unsubscribe_token(address: str, kind: str) -> str:
    """It does not expire: whoever finds an old mail may still say no."""
    return signing.dumps([address.lower(), kind], salt=SALT)


def read_token(token: str) -> tuple[str, MutedNotice.Kind]:
    """Raises signing.BadSignature for one that we did not write."""
    address, kind = signing.loads(token, salt=SALT)
    return str(address), Kind(kind)


def _post(to: str, letter: Letter, kind: str) -> bool:
    headers, unsubscribe = {}, ""
    if kind:
        unsubscribe = absolute("notices:unsubscribe", unsubscribe_token(to, kind))
        headers = {
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    context = {"letter": letter, "unsubscribe": unsubscribe, "kind": Kind(kind).label if kind else ""}
    return mail.post("notices/letter", to, context, headers)
