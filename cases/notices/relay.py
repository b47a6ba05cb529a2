"""Putting two cities in contact, mailbox to mailbox."""

from cases.models import Implementation, Introduction, Phase
from cases.notices import letters
from cases.notices.mailing import tell


def introduce(site: Implementation) -> bool:
    """Give each city the mailbox of the other, once, if whoever told the intent agreed to it.

    Not before its lead confirms it: nobody makes us write to an address that they typed alone.
    """
    origin, adopter = site.case.municipality, site.municipality
    wanted = site.phase == Phase.INTENT and site.shares_mailbox and site.confirmed_on
    if not (wanted and site.mailbox and site.case.mailbox) or origin == adopter:
        return False
    introduction, new = Introduction.objects.get_or_create(implementation=site)
    if not new:
        return False
    to_origin = letters.introduction(site, origin, adopter, site.mailbox)
    to_adopter = letters.introduction(site, adopter, origin, site.case.mailbox)
    if tell([site.case.mailbox], to_origin) | tell([site.mailbox], to_adopter):
        return True
    introduction.delete()
    return False
