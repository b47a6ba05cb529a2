"""Figures of one site: those of the file against those stored, matched by what they are about, in order."""

from collections.abc import Mapping
from typing import Any

from cases.case_files.fields import take
from cases.case_files.work import Work, differing
from cases.models import Implementation, Indicator, Measure

# What makes it the same figure, stated again: a new value for it corrects the old one.
SAME = ("indicator", "moment", "period_end", "group", "said_by")


class MeasureSet:
    """What the file measures at one site, paired with what is stored.

    First the figures that are stored exactly so, wherever they come; then, in order, those about the same
    indicator, moment, period, group and voice; the rest are new.
    """

    def __init__(
        self,
        site: Implementation,
        record: Mapping[str, Any],
        indicators: Mapping[str, Indicator],
        path: str,
        work: Work,
    ) -> None:
        self.site, self.path, self.work = site, path, work
        self.told = [_values(one, indicators) for one in record["measures"]]
        self.free = list(site.measures.select_related("indicator").order_by("pk")) if site.pk else []
        self.matches = [self._take(values, list(values)) for values in self.told]
        self.differs = None in self.matches

    @property
    def kept(self) -> int:
        """Accepted figures that the file does not have. None is ever deleted by a file."""
        return sum(one.status == Measure.Status.ACCEPTED for one in self.free)

    def write(self) -> None:
        for n, values in enumerate(self.told):
            if self.matches[n] is None:
                measure = self._take(values, SAME) or Measure(implementation=self.site)
                self.work.store(measure, values, f"{self.path}.measures[{n}]")

    def _take(self, values: Mapping[str, Any], names: Any) -> Measure | None:
        """The first stored figure that is not matched yet and agrees on those fields."""
        wanted = {name: values[name] for name in names}
        for measure in self.free:
            if not differing(measure, wanted):
                self.free.remove(measure)
                return measure
        return None


def _values(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    indicator = indicators[record["indicator"]]
    values = take(record, Measure)
    own = "" if values["own_unit"] == indicator.unit else values["own_unit"]
    return {**values, "own_unit": own, "indicator": indicator, "status": Measure.Status.ACCEPTED.value}
