"""Bands of population, as the finder's filter and the playbooks name them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIZES: tuple[tuple[str, str | Promise], ...] = (
    ("a", _("Fewer than 2,000 inhabitants")),
    ("b", _("2,000 to 9,999")),
    ("c", _("10,000 to 49,999")),
    ("d", _("50,000 to 99,999")),
    ("e", _("100,000 to 499,999")),
    ("f", _("500,000 or more")),
)
SIZE_LIMITS = (("a", 2_000), ("b", 10_000), ("c", 50_000), ("d", 100_000), ("e", 500_000))


def size_band(population: int | None) -> str:
    """A municipality's size band, "a" (fewer than 2,000) to "f" (500,000 or more). Unknown: no band."""
    if population is None:
        return ""
    return next((name for name, limit in SIZE_LIMITS if population < limit), "f")
