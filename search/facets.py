"""Every facet of the finder, declared once. Form, engines, templates, API and docs loop over FACETS.

To add a facet: one declaration here, the attribute of `documents.CaseDocument` that it reads, the Spanish of
its label, and a test.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.evidence import Level
from cases.models.vocabulary import Area, Lens, Phase
from municipalities.size_bands import SIZES

Label = str | Promise

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PROVINCE = re.compile(r"[A-Z]{2}-[0-9A-Za-z]{1,8}")
COUNTRY = re.compile(r"[A-Z]{2}")
MUNICIPALITY = re.compile(r"[A-Z]{2}-[0-9A-Za-z]{1,16}")


class Kind(StrEnum):
    TERMS = "terms"
    """Values stored in the document's field; several chosen values widen the result."""
    READER = "reader"
    """Yes or nothing, and it depends on who reads: the field holds population cells."""
    FILTER = "filter"
    """It narrows like TERMS, but has too many values to list or count: only the chosen ones are shown."""


class Order(StrEnum):
    DECLARED = "declared"
    COUNT = "count"
    """Largest count first, then by label."""
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Facet:
    """`name` is its parameter in the address, `field` an attribute of CaseDocument.

    `values` are the allowed values with their labels; when empty, any value that `pattern` matches is allowed
    and its label comes from the register (`search.labels`).
    """

    name: str
    label: Label
    field: str
    kind: Kind = Kind.TERMS
    order: Order = Order.DECLARED
    values: tuple[tuple[str, Label], ...] = ()
    pattern: re.Pattern[str] = SLUG

    def allows(self, value: str) -> bool:
        """Whether this may be a value of the facet. Never raises."""
        if self.values:
            return any(value == known for known, _label in self.values)
        return self.pattern.fullmatch(value) is not None


LEVELS: tuple[tuple[str, Label], ...] = (
    (str(int(Level.NETWORK_POLICY)), _("5 · Network policy")),
    (str(int(Level.EXTENDED)), _("4 · Extended")),
    (str(int(Level.REPLICATED)), _("3 · Replicated")),
    (str(int(Level.SUSTAINED)), _("2 · Sustained")),
    (str(int(Level.MEASURED)), _("1 · Measured")),
    (str(int(Level.STORY)), _("0 · Story")),
)
COSTS: tuple[tuple[str, Label], ...] = (
    ("a", _("Under US$ 10,000")),
    ("b", _("US$ 10,000 to 49,999")),
    ("c", _("US$ 50,000 to 249,999")),
    ("d", _("US$ 250,000 to 999,999")),
    ("e", _("US$ 1,000,000 or more")),
)
COST_LIMITS = (("a", 10_000), ("b", 50_000), ("c", 250_000), ("d", 1_000_000))
REUSABLE: tuple[tuple[str, Label], ...] = (
    ("codigo", _("Open code")),
    ("api", _("Public API")),
    ("estandares", _("Open standards")),
    ("convenio", _("Exchange agreement")),
)

FACETS: tuple[Facet, ...] = (
    Facet("escala", _("Proven at your size"), "proven_at", Kind.READER, values=(("si", _("Only what is")),)),
    Facet("tema", _("Topic"), "topics", order=Order.COUNT),
    Facet("nivel", _("Evidence level"), "level", values=LEVELS),
    Facet("tamano", _("Size of the municipalities"), "sizes", values=SIZES),
    Facet("lente", _("Lens"), "lenses", values=tuple((value, label) for value, label in Lens.choices)),
    Facet("provincia", _("Province"), "provinces", order=Order.COUNT, pattern=PROVINCE),
    Facet("lugar", _("Municipality"), "sites", Kind.FILTER, pattern=MUNICIPALITY),
    Facet("pais", _("Country"), "countries", order=Order.COUNT, pattern=COUNTRY),
    Facet("red", _("Network"), "networks", order=Order.COUNT),
    Facet("fase", _("Phase"), "phases", values=tuple((value, label) for value, label in Phase.choices)),
    Facet("tecnologia", _("Technology"), "technologies", order=Order.COUNT),
    Facet("costo", _("Cost"), "cost", values=COSTS),
    Facet("area", _("Area"), "area", values=tuple((value, label) for value, label in Area.choices)),
    Facet("reutilizable", _("Reusable"), "reusable", values=REUSABLE),
)
FACET: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}
TERM_FACETS: tuple[Facet, ...] = tuple(facet for facet in FACETS if facet.kind is Kind.TERMS)
COUNTED_FACETS: tuple[Facet, ...] = tuple(facet for facet in FACETS if facet.kind is not Kind.FILTER)


def cost_band(us_dollars: float | None) -> str:
    """A cost's band, "a" (under US$ 10,000) to "e" (a million or more). Unknown: no band."""
    if us_dollars is None:
        return ""
    return next((name for name, limit in COST_LIMITS if us_dollars < limit), "e")
