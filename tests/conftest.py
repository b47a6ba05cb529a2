import pytest
from wagtail.models import Site

from municipalities.peers import look_again
from search import labels, synonyms

_OF_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "only the tests that ask a database: .ci/run repeats them on PostgreSQL"
    parser.addoption("--asking-database", action="store_true", help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--asking-database"):
        return
    asking = [
        one
        for one in items
        if one.get_closest_marker("django_db") or _OF_DATABASE & set(getattr(one, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(asking)])
    items[:] = asking


@pytest.fixture(autouse=True)
def everything_as_it_is() -> None:
    """A test that rolled back what it wrote tells nobody: the next one looks at the database anew."""
    look_again()
    labels._known.cache_clear()
    synonyms.look_again()
    Site.clear_site_root_paths_cache()
