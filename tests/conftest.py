import pytest
from wagtail.models import Site

from municipalities.peers import look_again
from search import labels, synonyms


@pytest.fixture(autouse=True)
def everything_as_it_is() -> None:
    """A test that rolled back what it wrote tells nobody: the next one looks at the database anew."""
    look_again()
    labels._known.cache_clear()
    synonyms.look_again()
    Site.clear_site_root_paths_cache()
