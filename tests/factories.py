"""What tests are built from: a province, municipalities, a tree of cases, attempts and their figures.

Every function saves. Defaults make a record that is valid and says nothing; name what the test is about.
"""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from wagtail.models import Site

from accounts.models import Membership, User
from cases.models import (
    CaseIndexPage,
    CasePage,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Measure,
    MunicipalityCasesPage,
    Topic,
)
from municipalities.models import Municipality, Province

_numbers = count(1)


def make_province(
    code: str = "82", name: str = "Santa Fe", country: str = "AR", region: str = ""
) -> Province:
    return Province.objects.get_or_create(
        country=country, code=code, defaults={"name": name, "region": region}
    )[0]


def make_municipality(code: str = "", population: int | None = 50_000, **fields: Any) -> Municipality:
    """Codes are made up when none is given; `province` may be a Province or is Santa Fe."""
    code = code or f"T{next(_numbers):05d}"
    province = fields.pop("province", None) or make_province()
    fields.setdefault("name", f"Municipio {code}")
    return Municipality.objects.create(
        country=fields.pop("country", province.country),
        code=code,
        province=province,
        population=population,
        **fields,
    )


def make_index() -> CaseIndexPage:
    """The index of cases under the home page of the default site."""
    index = CaseIndexPage.objects.first()
    if index is None:
        home = Site.objects.get(is_default_site=True).root_page
        index = home.add_child(instance=CaseIndexPage(title="Casos", slug="casos"))
    return index


def make_cases_page(municipality: Municipality) -> MunicipalityCasesPage:
    """The page under which the cases of a municipality hang."""
    page = MunicipalityCasesPage.objects.filter(municipality=municipality).first()
    if page is None:
        slug = municipality.slug.lower()
        page = make_index().add_child(
            instance=MunicipalityCasesPage(title=municipality.name, slug=slug, municipality=municipality)
        )
    return page


def make_topic(slug: str = "residuos", name: str = "") -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name or slug.capitalize()})[0]


def make_case(
    municipality: Municipality | None = None,
    identifier: str = "",
    *,
    origin: bool = True,
    topics: tuple[str, ...] = (),
    technologies: tuple[str, ...] = (),
    **fields: Any,
) -> CasePage:
    """A published case with its origin in production, confirmed. `live=False` makes a draft."""
    municipality = municipality or make_municipality()
    identifier = identifier or f"caso-{next(_numbers)}"
    case = CasePage(
        **{
            "title": f"Caso {identifier}",
            "slug": identifier,
            "identifier": identifier,
            "summary": "Un caso para probar.",
            "problem": "Había un problema.",
            "action": "Se hizo algo.",
            **fields,
        }
    )
    make_cases_page(municipality).add_child(instance=case)
    case.topics.set([make_topic(slug) for slug in topics])
    case.technologies.set(technologies)
    case.save()
    if case.live:
        case.save_revision().publish()
        case.refresh_from_db()
    if origin:
        make_implementation(case, municipality, role="origin")
    return case


def make_implementation(
    case: CasePage, municipality: Municipality | None = None, *, confirmed: bool = True, **fields: Any
) -> Implementation:
    """A replication in production since 2024, confirmed unless `confirmed=False`."""
    return Implementation.objects.create(
        case=case,
        municipality=municipality or make_municipality(),
        **{
            "role": "replication",
            "phase": "production",
            "started": date(2023, 9, 1),
            "in_production": date(2024, 3, 1),
            "confirmed_on": date(2026, 10, 1) if confirmed else None,
            **fields,
        },
    )


def make_definition(slug: str = "perdidas", **fields: Any) -> IndicatorDefinition:
    defaults = {
        "name": slug.capitalize(),
        "unit": "%",
        "direction": "down",
        "kind": "outcome",
        "lens": "executive",
    }
    return IndicatorDefinition.objects.get_or_create(slug=slug, defaults={**defaults, **fields})[0]


def make_indicator(
    case: CasePage, key: str = "perdidas", *, core: bool = True, **definition: Any
) -> Indicator:
    """An indicator of the catalogue; `definition` may set unit, direction, kind and lens of its entry."""
    return Indicator.objects.create(
        case=case, key=key, core=core, definition=make_definition(key, **definition)
    )


def make_measure(
    implementation: Implementation, indicator: Indicator, moment: str, value: float | str, **fields: Any
) -> Measure:
    """An accepted figure with a source. Baselines end in 2023 and follow-ups in 2026 unless told."""
    return Measure.objects.create(
        implementation=implementation,
        indicator=indicator,
        moment=moment,
        value=Decimal(str(value)),
        **{
            "period_end": date(2023, 12, 31) if moment == "baseline" else date(2026, 6, 30),
            "source_title": "Informe de la dirección",
            "status": "accepted",
            **fields,
        },
    )


def make_pair(
    implementation: Implementation,
    indicator: Indicator,
    before: float | str,
    after: float | str,
    **fields: Any,
) -> tuple[Measure, Measure]:
    """A baseline and a follow-up of the same group, unit and source."""
    return (
        make_measure(implementation, indicator, "baseline", before, **fields),
        make_measure(implementation, indicator, "followup", after, **fields),
    )


def make_lead(municipality: Municipality, email: str = "") -> User:
    user = User.objects.create_user(email or f"referente{next(_numbers)}@prueba.test", "clave-de-prueba-1")
    Membership.objects.create(user=user, municipality=municipality, role=Membership.Role.LEAD)
    return user
