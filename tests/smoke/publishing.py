"""What other processes do beside the running site. `manage.py shell -c` calls these, one process for each."""

from cases.models import CasePage
from municipalities.models import Municipality
from tests.factories import make_case

MUNICIPALITY = "820042"  # Rafaela


def publish_one(word: str) -> None:
    """A new public case with that word in its title. Prints its address when the publishing is done."""
    case = make_case(_municipality(), f"humo-{word}", title=f"Prueba de humo {word}")
    print(case.get_url(), flush=True)


def draft(word: str, how_many: int) -> None:
    """Cases that nobody sees yet."""
    for number in range(how_many):
        make_case(_municipality(), f"humo-{word}-{number}", title=f"Prueba de humo {number}", live=False)


def publish_drafts(word: str, part: int, of: int) -> None:
    """One part in so many of those drafts, each with the word in its title."""
    for case in CasePage.objects.filter(slug__startswith=f"humo-{word}-").order_by("pk")[part::of]:
        case.title = f"Prueba de humo {word}"
        case.save_revision().publish()
    print("published", flush=True)


def _municipality() -> Municipality:
    return Municipality.objects.get(country="AR", code=MUNICIPALITY)
