"""An address that is in no list fails the suite: nobody forgets to say who may reach it."""

import re

import pytest

from tests.permissions.routes import every_route
from tests.permissions.urls import NOT_OURS, SECTIONS

ROWS = [row for rows in SECTIONS.values() for row in rows]
NAMES = {route.name for route in every_route()}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_it_is_in_the_matrix(name: str) -> None:
    listed = name in NOT_OURS or any(re.fullmatch(row.names, name) for row in ROWS)
    assert listed, (
        f"Nobody said who may reach {name!r}. Add a Row to its section of tests/permissions/urls.py "
        "(Wagtail's: wagtail_urls.py), or to NOT_OURS with the reason."
    )


def test_the_matrix_names_no_address_that_is_gone() -> None:
    gone = [row.names for row in ROWS if not any(re.fullmatch(row.names, name) for name in NAMES)]
    assert gone == []
    assert set(NOT_OURS) <= NAMES
