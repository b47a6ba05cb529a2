"""Official rows → the register, in one transaction. Good rows go in, bad ones are reported."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Province
from municipalities.provinces import Provinces, load_provinces
from municipalities.querysets import fold
from municipalities.reading import Reading
from municipalities.rows import Problem, Row
from municipalities.signals import register_changed

BATCH = 500
CENSUS_2010 = 2010
FIELDS = [
    "name",
    "search_name",
    "category",
    "province",
    "population",
    "population_year",
    "population_source",
    "population_2010",
    "latitude",
    "longitude",
]
Progress = Callable[[list[Row]], Iterable[Row]]


@dataclass
class Report:
    """What an import did, or would do: counts of municipalities, and every row left out with its reason."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    pruned: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    @property
    def changed(self) -> int:
        return self.created + self.updated + self.pruned


def import_rows(
    reading: Reading,
    *,
    dry_run: bool = False,
    prune: bool = False,
    add: bool | None = None,
    fill_only: bool = False,
    progress: Progress = iter,
) -> Report:
    """Bring the register up to the rows.

    `add` decides whether a code that is not in the register is added: by default always, except from a
    form that only completes (REFEGLO) once the register has that country's list. `fill_only` keeps what
    the register already says. `prune` deletes what the file does not list and nothing refers to.
    """
    report = Report(problems=list(reading.problems), notes=list(reading.notes))
    with transaction.atomic():
        work = _Import(reading, report, add=add, fill_only=fill_only)
        for row in progress(reading.rows):
            work.take(row)
        work.save()
        if prune:
            _prune(reading, report)
        if dry_run:
            transaction.set_rollback(True)
        elif report.changed:
            transaction.on_commit(lambda: register_changed.send(Municipality, keys=report.keys))
    return report


class _Import:
    """One pass over the rows against what the register has, then two bulk writes."""

    def __init__(self, reading: Reading, report: Report, *, add: bool | None, fill_only: bool) -> None:
        self.report = report
        self.fill_only = fill_only
        countries = {row.country for row in reading.rows}
        load_provinces()
        self.provinces = Provinces()
        places = Municipality.objects.filter(country__in=countries)
        self.existing = {(place.country, place.code): place for place in places}
        listed = {place.country for place in places if not place.is_example}
        self.adds = {name: reading.adds or name not in listed if add is None else add for name in countries}
        self.new: list[Municipality] = []
        self.touched: list[Municipality] = []
        self.absent: list[str] = []

    def take(self, row: Row) -> None:
        place = self.existing.get((row.country, row.code))
        if place is None and not self.adds[row.country]:
            self.absent.append(f"{row.code} {row.name}".strip())
            return
        province = self.provinces.find(row)
        reason = self._refusal(row, place, province)
        if reason:
            self.report.problems.append(reason)
            return
        is_new = place is None
        place = place or Municipality(country=row.country, code=row.code)
        changed = self._apply(row, place, province)
        if is_new:
            self.new.append(place)
        elif changed:
            self.touched.append(place)
            self.report.changes.update(changed)
        else:
            self.report.unchanged += 1

    def _refusal(self, row: Row, place: Municipality | None, province: Province | None) -> Problem | None:
        if place is not None and place.is_example:
            return Problem(row.number, "code", row.code, _("This code is taken by an example municipality."))
        if place is None and not row.name:
            return Problem(row.number, "name", "", _("A new municipality needs a name."))
        said = row.province or row.province_code
        if province is None and (said or place is None):
            return Problem(row.number, "province", said, _("No province of this country is called so."))
        return None

    def _apply(self, row: Row, place: Municipality, province: Province | None) -> set[str]:
        """Write what the row knows onto the municipality; the names of the fields that changed."""
        changed = set()

        def put(name: str, value: object, fills: bool) -> None:
            current = getattr(place, name)
            if value != current and (not fills or current in (None, "")):
                setattr(place, name, value)
                changed.add(name)

        for name, value in row.facts.items():
            if name != "name" or not _only_plainer(str(value), place.name):
                put(name, value, self.fill_only)
        for name, value in row.defaults.items():
            put(name, value, True)
        if province and province.pk != place.province_id:
            place.province = province
            changed.add("province")
        if CENSUS_2010 in row.people:
            put("population_2010", row.people[CENSUS_2010], self.fill_only)
        changed |= self._put_newest(row, place)
        place.search_name = fold(place.name)
        return changed

    def _put_newest(self, row: Row, place: Municipality) -> set[str]:
        """A newer population replaces an older one, never the other way round."""
        if not row.people:
            return set()
        year = max(row.people)
        known = place.population is not None
        if known and (self.fill_only or (place.population_year or 0) > year):
            return set()
        if (place.population, place.population_year) == (row.people[year], year):
            return set()  # and it keeps who published it first
        place.population, place.population_year = row.people[year], year
        place.population_source = row.source
        return {"population"}

    def save(self) -> None:
        Municipality.objects.bulk_create(self.new, batch_size=BATCH)
        Municipality.objects.bulk_update(self.touched, FIELDS, batch_size=BATCH)
        self.report.created = len(self.new)
        self.report.updated = len(self.touched)
        self.report.keys = {place.key for place in (*self.new, *self.touched)}
        if self.absent:
            self.report.notes.append(
                _("Rows that are not in the register, which this form does not add: %(number)d (%(which)s)")
                % {"number": len(self.absent), "which": ", ".join(self.absent[:60])}
            )


def _only_plainer(new: str, current: str) -> bool:
    """Whether the new name is the current one without its accents, or in capitals: lists often are."""
    if not current or fold(new) != fold(current):
        return False
    accents = [sum(ord(letter) > 127 for letter in name) for name in (new, current)]
    return accents[0] < accents[1] or new.isupper()


def _prune(reading: Reading, report: Report) -> None:
    """Delete the official municipalities of these countries that the file does not list.

    Nothing is deleted while a row is unreadable (it may be the very one) or while anything refers to it.
    """
    if not reading.complete or report.problems:
        report.notes.append(_("Nothing was pruned: only a complete list with no bad row can prune."))
        return
    listed = {(row.country, row.code) for row in reading.rows}
    countries = {country for country, _code in listed}
    for place in Municipality.objects.real().with_province().filter(country__in=countries):
        if (place.country, place.code) in listed:
            continue
        if _is_referred_to(place):
            report.notes.append(_("%(place)s stays: something refers to it.") % {"place": place.key})
            continue
        report.keys.add(place.key)
        place.delete()
        report.pruned += 1


def _is_referred_to(place: Municipality) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: place}).exists()
        for relation in Municipality._meta.related_objects
    )
