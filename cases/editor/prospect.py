"""The level that a case would have if what is written now were published."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cases.evidence import Assessment, assess
from cases.stored_facts import case_facts

if TYPE_CHECKING:
    from cases.models import CasePage


def prospect(page: "CasePage", today: date) -> Assessment:
    """As if it were published and every figure submitted were accepted. Confirmations are those there are.

    `page` may be a draft: its texts are the draft's; figures are always those stored beside it.
    """
    facts = case_facts(page)
    sites = tuple(
        replace(site, measures=tuple(replace(one, accepted=True) for one in site.measures))
        for site in facts.sites
    )
    return assess(replace(facts, published=True, sites=sites), today)
