"""The controlled vocabularies that ship with the product: topics, and the catalogue of indicators."""

import csv
from pathlib import Path

from django.db import models, transaction

from cases.models import IndicatorDefinition, Topic

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_catalogue() -> int:
    """Add what is missing, by slug; what a coordinator edited stays. Returns how many entries are new."""
    return _load(Topic, "topics.csv") + _load(IndicatorDefinition, "indicators.csv")


def _load(model: type[models.Model], name: str) -> int:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(model._default_manager.values_list("slug", flat=True))
    missing = [model(**row) for row in rows if row["slug"] not in known]
    for entry in missing:
        entry.full_clean()
        entry.save()  # one by one: whoever listens to changes hears of each
    return len(missing)
