"""The first level of government of each country, shipped as a table, and how files call it."""

from municipalities.countries import shipped_provinces
from municipalities.models import Province
from municipalities.querysets import fold
from municipalities.rows import Row


class Provinces:
    """Finds a province by its code or by any of its names."""

    def __init__(self) -> None:
        by_code = {(province.country, province.code): province for province in Province.objects.all()}
        self.by_code = by_code
        self.by_name = {(country, fold(found.name)): found for (country, _c), found in by_code.items()}
        for shipped in shipped_provinces():
            found = by_code.get((shipped.country, shipped.code))
            if found:
                self.by_name.update({(shipped.country, name): found for name in shipped.names})

    def find(self, row: Row) -> Province | None:
        if row.province_code:
            found = self.by_code.get((row.country, row.province_code))
            found = found or self.by_code.get((row.country, row.province_code.zfill(2)))
            if found:
                return found
        return self.by_code.get((row.country, row.province)) or self.by_name.get(
            (row.country, fold(row.province))
        )


def load_provinces() -> int:
    """Add the shipped provinces that the database lacks; how many were added. Edited ones stay."""
    known = set(Province.objects.values_list("country", "code"))
    missing = [
        Province(country=row.country, code=row.code, name=row.name, region=row.region)
        for row in shipped_provinces()
        if (row.country, row.code) not in known
    ]
    return len(Province.objects.bulk_create(missing))
