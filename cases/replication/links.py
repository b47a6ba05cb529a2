"""The link that a municipality's mailbox gets: it opens a page, never a session."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cases.models import Implementation

SALT = "cases.replication.link"
VALID_FOR = 14  # days


def absolute(name: str, *args: object) -> str:
    """The address of a page of the flow, for a mail."""
    return settings.BASE_URL.rstrip("/") + reverse(f"replication:{name}", args=args)


def mailbox_link(site: Implementation, invitation: str = "") -> str:
    """For whoever reads the mailbox to which it was sent, and for no other site nor mailbox.

    `invitation` is the token of one for that same mailbox, so that one mail is enough to come in.
    """
    held = {"site": site.pk, "to": site.mailbox, "invitation": invitation}
    return absolute("link", signing.dumps(held, salt=SALT))


def site_of_link(token: str) -> tuple[Implementation | None, str]:
    """The site that a link is about, and the invitation that it brings.

    None for one that expired, was touched, or is of a mailbox put right.
    """
    try:
        held = signing.loads(token, salt=SALT, max_age=VALID_FOR * 24 * 3600)
    except signing.BadSignature:
        return None, ""
    sites = Implementation.objects.select_related("municipality__province", "case")
    return sites.filter(pk=held["site"], mailbox=held["to"]).first(), held.get("invitation", "")
