"""Finding municipalities by what a person types."""

import re
import unicodedata
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

if TYPE_CHECKING:
    from municipalities.models import Municipality

MAX_TYPED = 200
MAX_TERMS = 12
# How names are shortened on signs, forms and in speech.
SHORT = {
    "alte": "almirante",
    "bs": "buenos",
    "as": "aires",
    "cap": "capitan",
    "cnel": "coronel",
    "cte": "comandante",
    "dr": "doctor",
    "gdor": "gobernador",
    "gob": "gobernador",
    "gral": "general",
    "ing": "ingeniero",
    "pte": "presidente",
    "sgo": "santiago",
    "sta": "santa",
    "sto": "santo",
    "tte": "teniente",
}
ALSO_CALLED = {
    "caba": "ciudad autonoma de buenos aires",
    "capital federal": "ciudad autonoma de buenos aires",
}


def fold(text: str) -> str:
    """Lower case, no accents, letters and digits only, single spaces: "Cañuelas " → "canuelas"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’´`]", "", plain)))


def typed(text: str) -> str:
    """What a person typed, folded and bounded: 200 characters, 12 terms."""
    folded = " ".join(fold(text[:MAX_TYPED]).split()[:MAX_TERMS])
    return ALSO_CALLED.get(folded, folded)


def _starts_a_word(field: str, term: str) -> Q:
    return Q(**{f"{field}__startswith": term}) | Q(**{f"{field}__contains": f" {term}"})


def _in_name(term: str) -> Q:
    whole = _starts_a_word("search_name", term)
    return whole | _starts_a_word("search_name", SHORT[term]) if term in SHORT else whole


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def real(self) -> Self:
        """Official municipalities: without those that the demo invented."""
        return self.filter(is_example=False)

    def with_province(self) -> Self:
        return self.select_related("province")

    def by_key(self, key: str) -> "Municipality | None":
        """The municipality that "AR-820042" names, or None."""
        country, dash, code = key.strip().partition("-")
        if not dash or "\x00" in key or len(key) > 24:
            return None
        return self.with_province().filter(country=country.upper(), code__iexact=code).first()

    def matching(self, text: str) -> Self:
        """Official municipalities for what was typed: the name itself, then what begins so, larger first.

        Accents and case do not matter, any word of the name may come first, and the province may be
        typed as well ("san jose entre rios"). Nothing typed matches nothing.
        """
        query = typed(text)
        terms = query.split()
        if not terms:
            return self.none()
        matches = self.real().with_province()
        in_name = Q()
        names = self._province_names()
        for position, term in enumerate(terms, 1):
            here = _in_name(term)
            in_name |= here
            # Only the last word may be unfinished: "san" is not the beginning of "Santa Fe" in "san jose".
            word = f" {SHORT.get(term, term)}{'' if position == len(terms) else ' '}"
            provinces = [pk for pk, name in names if word in name]
            matches = matches.filter(here | Q(province__in=provinces) if provinces else here)
        rank = Case(
            When(search_name=query, then=Value(0)),
            When(search_name__startswith=query, then=Value(1)),
            When(search_name__contains=f" {query}", then=Value(2)),
            default=Value(3),
            output_field=models.SmallIntegerField(),
        )
        larger_first = F("population").desc(nulls_last=True)
        return matches.filter(in_name).order_by(rank, larger_first, "search_name", "country", "code")

    def _province_names(self) -> list[tuple[int, str]]:
        # About a hundred rows: reading them is cheaper than keeping a folded copy of each name.
        province = self.model.province.field.related_model
        return [(pk, f" {fold(name)} ") for pk, name in province._default_manager.values_list("pk", "name")]
