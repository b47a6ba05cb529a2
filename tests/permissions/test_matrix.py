"""Every address, asked by everybody: let in, refused, or led to the login, and nothing of others is read."""

import pytest

from tests.permissions.asking import problems
from tests.permissions.row import Row
from tests.permissions.urls import SECTIONS
from tests.permissions.world import Who, World

pytestmark = pytest.mark.django_db
HOLES = [row for rows in SECTIONS.values() for row in rows if row.hole]


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("section", SECTIONS)
def test_each_is_let_in_or_refused(section: str, who: Who, world: World) -> None:
    rows = [row for row in SECTIONS[section] if not row.hole]
    wrong = [problem for row in rows for problem in problems(world, who, row)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=pytest.mark.xfail(strict=True, reason=row.hole), id=row.names) for row in HOLES],
)
def test_a_hole_that_is_known(row: Row, world: World) -> None:
    wrong = [problem for who in Who for problem in problems(world, who, row)]
    assert not wrong, "\n" + "\n".join(wrong)
